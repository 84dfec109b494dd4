/** What the store asks of a document in one message, inside a transaction of a test. */
import { sql } from 'kysely';
import type { DocumentAccess } from '../../src/lib/domain/document-name';
import type { Tx } from '../../src/lib/server/database/transaction';

/** As the caller: what they may do with a document. */
export async function documentAccess(tx: Tx, name: string): Promise<DocumentAccess> {
	const { rows } = await sql<{ access: DocumentAccess }>`
		select private.document_access(${name}) as access`.execute(tx);
	return rows[0]?.access ?? 'none';
}

/** The same, and the opening is noted. */
export async function openDocument(tx: Tx, name: string): Promise<DocumentAccess> {
	const { rows } = await sql<{ access: DocumentAccess }>`
		select private.open_document(${name}) as access`.execute(tx);
	return rows[0]?.access ?? 'none';
}
