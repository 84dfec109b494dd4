import { sql } from 'kysely';
import type { CaseAccess, CaseChange, JournalAccess, JournalChange } from '$lib/domain/journal';
import type { Tx } from './transaction';

export interface JournalPage {
	/** `id` of the last entry of the page before; null: from the latest. */
	before: number | null;
	/** 100 at the most. */
	limit: number;
}

/** What of a case is asked for; what is left out does not narrow it. */
interface CasePage extends JournalPage {
	caseId: string;
	profileId?: string | null;
	/** Of changes. */
	tables?: readonly string[] | null;
}

/** Who opened a case, latest first, for its circle. Throws Refusal: not_found, not_allowed. */
export async function listCaseAccess(
	tx: Tx,
	{ caseId, before, limit, profileId = null }: CasePage
): Promise<CaseAccess[]> {
	const { rows } = await sql<CaseAccess>`
		select j.id, j.at, j.kind, j.author
		from public.list_case_access(${caseId}::uuid, ${before}::bigint, ${limit}::integer,
			${profileId}::uuid) as j`.execute(tx);
	return rows;
}

/** Who changed which fields of a case, latest first, for its circle. Throws Refusal: not_found, not_allowed. */
export async function listCaseChanges(
	tx: Tx,
	{ caseId, before, limit, profileId = null, tables = null }: CasePage
): Promise<CaseChange[]> {
	const { rows } = await sql<CaseChange>`
		select j.id, j.at, j.author, j.table_name as "table", j.row_id as "rowId", j.operation, j.fields,
			j.subject
		from public.list_case_changes(${caseId}::uuid, ${before}::bigint, ${limit}::integer,
			${profileId}::uuid, ${tables === null ? null : [...tables]}::text[]) as j`.execute(tx);
	return rows;
}

/** What of the journals an administrator asks for; what is left out does not narrow it. */
export interface JournalQuery extends JournalPage {
	profileId?: string | null;
	/** ISO date-times: not before `from`, before `until`. */
	from?: string | null;
	until?: string | null;
}

/** Who opened what, latest first, for administrators. Throws Refusal('not_found') for others. */
export async function listAccessJournal(
	tx: Tx,
	{ before, limit, profileId = null, from = null, until = null }: JournalQuery
): Promise<JournalAccess[]> {
	const { rows } = await sql<JournalAccess>`
		select j.id, j.at, j.kind, j.author, j.territory, j.reference
		from public.list_access_journal(${before}::bigint, ${limit}::integer, ${profileId}::uuid,
			${from}::timestamptz, ${until}::timestamptz) as j`.execute(tx);
	return rows;
}

/** Who changed which fields, latest first, for administrators. Throws Refusal('not_found') for others. */
export async function listChangeJournal(
	tx: Tx,
	{ before, limit, profileId = null, from = null, until = null }: JournalQuery
): Promise<JournalChange[]> {
	const { rows } = await sql<JournalChange>`
		select j.id, j.at, j.author, j.table_name as "table", j.operation, j.fields, j.territory, j.reference
		from public.list_change_journal(${before}::bigint, ${limit}::integer, ${profileId}::uuid,
			${from}::timestamptz, ${until}::timestamptz) as j`.execute(tx);
	return rows;
}

/** As the system: deletes what the journals kept for long enough. Returns how many entries; 0 while another process is at it. */
export async function purgeJournals(tx: Tx): Promise<number> {
	const { rows } = await sql<{ purged: number }>`
		select private.purge_journals() as purged`.execute(tx);
	return rows[0]?.purged ?? 0;
}

/** As the system: notes who wrote in the text of a case or of an agenda, once per person and document in half an hour. */
export async function noteWriting(
	tx: Tx,
	{ name, authorIds }: { name: string; authorIds: readonly string[] }
): Promise<void> {
	await sql`select private.note_writing(${name}, ${[...authorIds]}::uuid[])`.execute(tx);
}
