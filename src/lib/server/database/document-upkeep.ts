import { sql } from 'kysely';
import type { DocumentName } from '$lib/domain/document-name';
import type { Tx } from './transaction';

/** As the system: the names of all documents, in the order they were made. */
export async function listDocumentNames(tx: Tx): Promise<DocumentName[]> {
	const { rows } = await sql<{ name: DocumentName }>`
		select d.name from public.documents as d order by d.id`.execute(tx);
	return rows.map(({ name }) => name);
}

/** As the system: makes whoever writes in a document wait until this transaction ends. */
export async function lockDocument(tx: Tx, name: DocumentName): Promise<void> {
	await sql`select from public.documents as d where d.name = ${name} for no key update`.execute(tx);
}

/**
 * As the system: a digest of what the tables hold of one document, equal when they hold the same, and whether they
 * hold its text. Stages, which boards share, are told by what projects them.
 */
export async function digestProjection(
	tx: Tx,
	name: DocumentName
): Promise<{ digest: string; hasText: boolean }> {
	const { rows } = await sql<{ digest: string; hasText: boolean }>`
		select md5(jsonb_build_array(
			t.plain_text,
			(
				select jsonb_agg(to_jsonb(n) order by n.id) from public.mentions as n where n.document_name = d.name
			),
			(
				select jsonb_agg(to_jsonb(i) order by i.item_id) from public.agenda_items as i
				where d.name = 'meeting:' || i.meeting_id
			)
		)::text) as digest, t.document_id is not null as "hasText"
		from public.documents as d
		left join public.document_texts as t on t.document_id = d.id
		where d.name = ${name}`.execute(tx);
	return rows[0] ?? { digest: '', hasText: false };
}
