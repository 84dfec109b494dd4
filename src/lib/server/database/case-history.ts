import { sql } from 'kysely';
import { GROUP_TABLES } from '$lib/domain/case-change';
import {
	mergeJournals,
	OWN_NOTE,
	type HistoryAuthor,
	type HistoryCursor,
	type HistoryFilter,
	type HistoryPage,
	type Numbered
} from '$lib/domain/case-history';
import type { AccessKind } from '$lib/domain/journal';
import type { Stage } from '$lib/domain/stage';
import { listCaseAccess, listCaseChanges } from './journal';
import type { Tx } from './transaction';

/** Fields of a case that its course already tells, with more: from which stage to which. */
const TOLD_BY_STAGES = new Set(['stage', 'stage_since']);

/** What is more than opening a document. */
const KINDS: Partial<Record<AccessKind, 'identity' | 'searched'>> = {
	identity: 'identity',
	search: 'searched'
};

/** Entries of a page. */
const PAGE = 40;

/** What was done with a case, latest first, for its circle: one page from `before`. Throws Refusal: not_found, not_allowed. */
export async function readCaseHistory(
	tx: Tx,
	{ caseId, before, filter }: { caseId: string; before: HistoryCursor; filter: HistoryFilter }
): Promise<HistoryPage> {
	// One more than a page: whether there is another.
	const limit = PAGE + 1;
	const { group, person: profileId } = filter;
	const tables = group && GROUP_TABLES[group];
	const told = (part: HistoryFilter['group']): boolean => group === null || group === part;
	// Asked first, whatever is shown: it refuses whoever may not read.
	const changes = await listCaseChanges(tx, {
		caseId,
		before: before.changes,
		limit,
		profileId,
		tables
	});
	const access = told('access')
		? await listCaseAccess(tx, { caseId, before: before.access, limit, profileId })
		: [];
	const stages = told('course')
		? await listStageChanges(tx, { caseId, before: before.stages, limit, profileId })
		: [];
	const page = mergeJournals(
		{
			access: access.map(({ id, at, kind, author }) => ({
				id,
				entry: {
					key: `access ${String(id)}`,
					at: at.toISOString(),
					author,
					kind: KINDS[kind] ?? 'opened',
					access: kind
				}
			})),
			changes: changes.map(({ id, at, author, table, rowId, operation, fields, subject }) => ({
				id,
				entry: {
					key: `change ${String(id)}`,
					at: at.toISOString(),
					author,
					kind: 'changed',
					table: rowId?.startsWith('case-own:') ? OWN_NOTE : table,
					operation,
					fields,
					subject
				}
			})),
			stages
		},
		{ before, limit: PAGE }
	);
	const isTold = (entry: HistoryPage['entries'][number]): boolean =>
		entry.kind === 'changed' &&
		entry.table === 'cases' &&
		entry.operation === 'update' &&
		entry.fields.every((field) => TOLD_BY_STAGES.has(field));
	return { ...page, entries: page.entries.filter((entry) => !isTold(entry)) };
}

async function listStageChanges(
	tx: Tx,
	{
		caseId,
		before,
		limit,
		profileId
	}: { caseId: string; before: number | null; limit: number; profileId: string | null }
): Promise<Numbered[]> {
	const { rows } = await sql<{
		id: number;
		at: string;
		from: Stage;
		to: Stage;
		author: HistoryAuthor;
	}>`
		select s.id, private.iso(s.changed_at) as at, s.from_stage as "from", s.to_stage as "to",
			case when p.id is not null then jsonb_build_object(
				'id', p.id, 'firstName', p.first_name, 'lastName', p.last_name, 'color', p.color
			) end as author
		from public.stage_changes as s
		left join public.profiles as p on p.id = s.changed_by
		where s.case_id = ${caseId}::uuid and (${before}::bigint is null or s.id < ${before}::bigint)
			and (${profileId}::uuid is null or s.changed_by = ${profileId}::uuid)
		order by s.id desc limit ${limit}::integer`.execute(tx);
	return rows.map(({ id, at, from, to, author }) => ({
		id,
		entry: { key: `stage ${String(id)}`, at, author, kind: 'moved', from, to }
	}));
}
