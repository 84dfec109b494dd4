import { sql } from 'kysely';
import type { ImportChoices, ImportLine, ImportState, Sheet } from '$lib/domain/import';
import type { Tx } from './transaction';

/** How long taking back an import may take. */
const UNDO_TIMEOUT = '60s';

/** A file that was read, for its author; its sheets are null once it is imported. */
export interface FoundImport {
	id: string;
	fileName: string;
	state: ImportState;
	sheets: Sheet[] | null;
	choices: ImportChoices | null;
	total: number;
	done: number;
	/** Why the last try ended without a case. */
	problem: 'refused' | 'failed' | null;
	finishedAt: Date | null;
}

/** Keeps what was read of a file, in the place of the one that the caller had not finished. Throws Refusal: not_found, invalid. */
export async function startImport(
	tx: Tx,
	input: { id: string; groupId: string; fileName: string; sheets: readonly Sheet[] }
): Promise<void> {
	await sql`select public.start_import(${input.id}::uuid, ${input.groupId}::uuid, ${input.fileName},
		${JSON.stringify(input.sheets)}::jsonb)`.execute(tx);
}

/** Finds the last import of the caller in a group, of a day at the most; null when there is none. */
export async function findImport(tx: Tx, groupId: string): Promise<FoundImport | null> {
	const { rows } = await sql<FoundImport>`
		select i.id, i.file_name as "fileName", i.state, i.sheets, i.choices, i.total, i.done, i.problem,
			i.finished_at as "finishedAt"
		from public.find_import(${groupId}::uuid) as i`.execute(tx);
	return rows[0] ?? null;
}

export interface ImportProgress {
	state: ImportState;
	total: number;
	done: number;
}

/** How far an import of the caller is. Throws Refusal('not_found'). */
export async function findImportProgress(tx: Tx, importId: string): Promise<ImportProgress | null> {
	const { rows } = await sql<ImportProgress>`
		select i.state, i.total, i.done from public.find_import_progress(${importId}::uuid) as i`.execute(
		tx
	);
	return rows[0] ?? null;
}

/** Keeps what each column of a file is. Throws Refusal: not_found, invalid, conflict while it runs or once it is over. */
export async function chooseImport(
	tx: Tx,
	{ importId, choices }: { importId: string; choices: ImportChoices }
): Promise<void> {
	await sql`select public.choose_import(${importId}::uuid, ${JSON.stringify(choices)}::jsonb)`.execute(
		tx
	);
}

/** Forgets a file that was not imported. Throws Refusal: not_found, conflict. */
export async function discardImport(tx: Tx, importId: string): Promise<void> {
	await sql`select public.discard_import(${importId}::uuid)`.execute(tx);
}

/** Says that an import runs. Throws Refusal: not_found, conflict when it does already or is over. */
export async function beginImport(
	tx: Tx,
	{ importId, total }: { importId: string; total: number }
): Promise<void> {
	await sql`select public.begin_import(${importId}::uuid, ${total}::integer)`.execute(tx);
}

/** Says how far an import is, outside its transaction. Throws Refusal('not_found'). */
export async function noteImportProgress(
	tx: Tx,
	{ importId, done }: { importId: string; done: number }
): Promise<void> {
	await sql`select public.note_import_progress(${importId}::uuid, ${done}::integer)`.execute(tx);
}

/** Says that an import ended without a case. Throws Refusal('not_found'). */
export async function failImport(
	tx: Tx,
	{ importId, problem }: { importId: string; problem: 'refused' | 'failed' }
): Promise<void> {
	await sql`select public.fail_import(${importId}::uuid, ${problem})`.execute(tx);
}

/** Keeps other imports and new cases of the group waiting until the end of the transaction. Throws Refusal('not_found'). */
export async function lockImport(tx: Tx, importId: string): Promise<void> {
	await sql`select public.lock_import(${importId}::uuid)`.execute(tx);
}

/** Opens cases for lines of an import that runs. Throws Refusal: not_found, conflict, invalid. */
export async function importCases(
	tx: Tx,
	{ importId, lines }: { importId: string; lines: readonly (ImportLine & { id: string })[] }
): Promise<void> {
	await sql`select public.import_cases(${importId}::uuid, ${JSON.stringify(lines)}::jsonb)`.execute(
		tx
	);
}

/** Ends an import and forgets its file. Throws Refusal: not_found, conflict. */
export async function finishImport(tx: Tx, importId: string): Promise<void> {
	await sql`select public.finish_import(${importId}::uuid)`.execute(tx);
}

/** Which row of a file became which case. Throws Refusal('not_found'). */
export async function listImportedCases(
	tx: Tx,
	importId: string
): Promise<{ row: number; ownReference: string; reference: string }[]> {
	const { rows } = await sql<{ row: number; ownReference: string; reference: string }>`
		select k.row_number as row, k.own_reference as "ownReference", k.reference
		from public.list_imported_cases(${importId}::uuid) as k`.execute(tx);
	return rows;
}

/** Takes back every case of an import. Throws Refusal: not_found, conflict once somebody has touched one. */
export async function undoImport(tx: Tx, importId: string): Promise<number> {
	// Each of thousands of cases takes with it what points to it.
	await sql`select set_config('statement_timeout', ${UNDO_TIMEOUT}, true)`.execute(tx);
	const { rows } = await sql<{ count: number }>`
		select public.undo_import(${importId}::uuid) as count`.execute(tx);
	return rows[0]?.count ?? 0;
}

export interface SimilarCases {
	/** Those that the caller may know of. */
	known: { row: number; reference: string }[];
	/** How many others there are: never which. */
	others: number;
}

/** Finds the cases of a group that look like lines of a file. Throws Refusal: not_found, invalid. */
export async function findSimilarCases(
	tx: Tx,
	{ groupId, lines }: { groupId: string; lines: readonly ImportLine[] }
): Promise<SimilarCases> {
	const people = lines.map(({ row, firstName, lastInitial, birthYear }) => ({
		row,
		firstName,
		lastInitial,
		birthYear
	}));
	const { rows } = await sql<{ found: SimilarCases }>`
		select public.find_similar_cases(${groupId}::uuid, ${JSON.stringify(people)}::jsonb) as found`.execute(
		tx
	);
	return rows[0]?.found ?? { known: [], others: 0 };
}

/** Colleagues of the caller's organisation in a group by their address. Throws Refusal('not_found'). */
export async function findColleaguesByEmail(
	tx: Tx,
	{ groupId, emails }: { groupId: string; emails: readonly string[] }
): Promise<{ id: string; email: string }[]> {
	const { rows } = await sql<{ id: string; email: string }>`
		select c.profile_id as id, c.email
		from public.find_colleagues_by_email(${groupId}::uuid, ${[...emails]}::text[]) as c`.execute(tx);
	return rows;
}

/** As the system: forgets the files and imports that are over. Returns how many. */
export async function purgeImports(tx: Tx): Promise<number> {
	const { rows } = await sql<{ purged: number }>`select private.purge_imports() as purged`.execute(
		tx
	);
	return rows[0]?.purged ?? 0;
}
