import { sql, type Kysely } from 'kysely';
import type { DocumentAccess, DocumentName } from '$lib/domain/document-name';
import type { Database } from './schema';
import type { Databases } from './database';
import type { Tx } from './transaction';

/** The tables that hold words of documents, or copies of them. */
const TABLES_OF_WORDS = [
	'document_updates',
	'document_snapshots',
	'document_versions',
	'document_texts',
	'mentions',
	'requests'
] as const;

/** How long rewriting a table may wait for those who use it, so that they do not wait behind it for long. */
const LOCK_TIMEOUT = '2s';

/** As the caller: what they may do with a document, and whether they may erase words of it. */
export async function mayErase(
	tx: Tx,
	name: DocumentName
): Promise<{ access: DocumentAccess; may: boolean }> {
	const { rows } = await sql<{ access: DocumentAccess; may: boolean }>`
		select private.document_access(${name}) as access, private.may_erase(${name}) as may`.execute(tx);
	return rows[0] ?? { access: 'none', may: false };
}

/** As the system: keeps that words of a document were erased, never which. */
export async function addErasure(
	tx: Tx,
	{ documentId, name, profileId }: { documentId: number; name: DocumentName; profileId: string }
): Promise<void> {
	await sql`insert into public.erasures (document_id, erased_by) values (${documentId}, ${profileId}::uuid)`.execute(
		tx
	);
	await sql`select private.note_erasure(${name}, ${profileId}::uuid)`.execute(tx);
}

/**
 * As the system: the other documents whose facts may copy words of this note: the inboxes of the group, and the common
 * note beside that of an organisation.
 */
export async function documentsBeside(tx: Tx, name: DocumentName): Promise<DocumentName[]> {
	const { rows } = await sql<{ name: DocumentName }>`
		select d.name
		from private.parse_document_name(${name}) as n
		join public.cases as c on c.id = n.subject_id
		join public.documents as d on d.name = 'case:' || c.id
			or d.name in (select 'inbox:' || m.profile_id from private.group_members as m where m.group_id = c.group_id)
		where d.name <> ${name}
		order by d.id`.execute(tx);
	return rows.map((row) => row.name);
}

/** As the system: erasures whose words the files may still hold, and that no snapshot sees any more. */
export async function pendingErasures(tx: Tx): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select out_of_sight.id from private.erasures_out_of_sight() as out_of_sight (id)`.execute(tx);
	return rows.map(({ id }) => id);
}

export async function setPurged(tx: Tx, ids: readonly string[]): Promise<void> {
	await sql`update public.erasures as e set purged_at = now() where e.id = any (${[...ids]}::uuid[])`.execute(
		tx
	);
}

/**
 * Writes the tables that hold words into new files, indexes included: a plain vacuum leaves the bytes of what is gone
 * in the pages. False when a table was in use, or its owner is somebody else.
 */
export function rewriteTables({ system }: Databases): Promise<boolean> {
	return system.connection().execute(async (connection) => {
		await becomeRewriter(connection);
		try {
			for (const table of TABLES_OF_WORDS) {
				const before = await fileOf(connection, table);
				await sql`vacuum (full) ${sql.id('public', table)}`.execute(connection);
				if ((await fileOf(connection, table)) === before) return false;
			}
			return true;
		} catch (error) {
			if (isLockTimeout(error)) return false;
			throw error;
		} finally {
			await sql`reset role`.execute(connection);
			await sql`reset lock_timeout`.execute(connection);
		}
	});
}

/** From PostgreSQL 17 on the system may; before, only the owner of the tables, who then is who connects. */
async function becomeRewriter(connection: Kysely<Database>): Promise<void> {
	const { rows } = await sql<{ version: number }>`
		select current_setting('server_version_num')::integer as version`.execute(connection);
	if ((rows[0]?.version ?? 0) >= 170_000) await sql`set role maillage_system`.execute(connection);
	await sql`set lock_timeout = ${sql.lit(LOCK_TIMEOUT)}`.execute(connection);
}

async function fileOf(connection: Kysely<Database>, table: string): Promise<number | null> {
	const { rows } = await sql<{ file: number | null }>`
		select pg_relation_filenode(${`public.${table}`}::regclass) as file`.execute(connection);
	return rows[0]?.file ?? null;
}

function isLockTimeout(error: unknown): boolean {
	return typeof error === 'object' && error !== null && 'code' in error && error.code === '55P03';
}
