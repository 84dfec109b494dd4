/** What PostgreSQL holds, read beside the server, and whether everybody has the same. */
import pg from 'pg';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { CaseDocument } from '../../../src/lib/documents/case-document';
import { plainTextOf } from '../../../src/lib/documents/rich-text';
import type { DocumentName } from '../../../src/lib/domain/document-name';

interface Entry {
	seq: number;
	content: Buffer;
}

/** The document as stored: snapshot and log, whose numbers follow each other to the last one. */
export async function readStored(url: string, name: DocumentName): Promise<Y.Doc> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query('begin isolation level repeatable read read only');
		const { rows: heads } = await client.query<{ id: string; seq: number }>(
			'select id, seq::integer from public.documents where name = $1',
			[name]
		);
		const [head] = heads;
		if (!head) throw new Error('no such document');
		const { rows: snapshots } = await client.query<Entry>(
			'select seq::integer, state as content from public.document_snapshots where document_id = $1',
			[head.id]
		);
		const { rows: log } = await client.query<Entry>(
			'select seq::integer, content from public.document_updates where document_id = $1 order by seq',
			[head.id]
		);
		const first = (snapshots[0]?.seq ?? 0) + 1;
		const expected = Array.from({ length: head.seq - first + 1 }, (_, i) => first + i);
		expect(log.map(({ seq }) => seq)).toEqual(expected);
		const doc = new Y.Doc();
		for (const { content } of [...snapshots, ...log]) Y.applyUpdate(doc, content);
		return doc;
	} finally {
		await client.end();
	}
}

/** What a crowd types, beside what a note begins with. */
const TYPED = /-\d+$/;

/** The words of the crowd: those of its list in their order, then those of the note. */
export function wordsOf(doc: Y.Doc): string[] {
	const note = plainTextOf(new CaseDocument(doc).note);
	return [
		...doc.getArray<string>('words'),
		...note.split(/\s+/).filter((word) => TYPED.test(word))
	];
}

/** A document in comparable form: what it says, and how far it knows everybody. */
export function fingerprint(doc: Y.Doc): string {
	const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b);
	const fields = Object.entries(doc.getMap('fields').toJSON()).sort(([a], [b]) => (a < b ? -1 : 1));
	const says = [
		wordsOf(doc),
		doc.getText('body').toDelta() as unknown,
		fields,
		doc.getXmlFragment('note').toJSON()
	];
	return JSON.stringify([says, vector]);
}
