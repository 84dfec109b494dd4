import { sql } from 'kysely';
import type { CaseNews, RecentChange, ToldChange } from '$lib/domain/case-change';
import type { Tx } from './transaction';

/** Keeps that the caller looks at a case now. Throws Refusal: not_found. */
export async function visitCase(tx: Tx, caseId: string): Promise<void> {
	await sql`select public.visit_case(${caseId}::uuid)`.execute(tx);
}

/** What others did on a case since the caller last looked, latest first; null: nothing. Throws Refusal: not_found, not_allowed. */
export async function readCaseNews(tx: Tx, caseId: string): Promise<CaseNews | null> {
	const { rows } = await sql<ToldChange & { since: string }>`
		select private.iso(n.since) as since, private.iso(n.at) as at, n.author, n.table_name as "table",
			n.row_id as "rowId", n.operation, n.fields, n.subject
		from public.list_case_news(${caseId}::uuid) as n`.execute(tx);
	const [latest] = rows;
	return latest ? { since: latest.since, changes: rows } : null;
}

/** Cases of a group where others did something, that the caller may know of, since they last looked. */
export async function listGroupNews(tx: Tx, groupId: string): Promise<string[]> {
	const { rows } = await sql<{ caseId: string }>`
		select n.case_id as "caseId" from public.list_group_news(${groupId}::uuid) as n`.execute(tx);
	return rows.map(({ caseId }) => caseId);
}

/** What others did since a day (ISO date) began in France, on cases that the caller may open, latest first. */
export async function listRecentChanges(tx: Tx, day: string): Promise<RecentChange[]> {
	const { rows } = await sql<RecentChange>`
		select r.territory, jsonb_build_object(
				'reference', r.reference, 'shortName', r.short_name, 'cohort', r.cohort
			) as "case",
			private.iso(r.at) as at, r.author, r.table_name as "table", r.row_id as "rowId", r.operation, r.fields, r.subject
		from public.list_recent_changes(${day}::date::timestamp at time zone 'Europe/Paris') as r`.execute(
		tx
	);
	return rows;
}
