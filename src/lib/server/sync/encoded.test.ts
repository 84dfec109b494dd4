import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Encoded } from './encoded';

test.each([10, 5_000, 300_000])(
	'[S78] a document of %i letters is the same packed and unpacked',
	(length) => {
		const update = documentOf(length);
		const encoded = new Encoded(update);
		const fresh = { answer: encoded.answer, question: new Encoded(update).question() };
		// The first time tells that somebody asked; nobody did before the second.
		encoded.rest();
		encoded.rest();
		expect(encoded.bytes).toEqual(update);
		expect(encoded.answer).toEqual(fresh.answer);
		encoded.rest();
		encoded.rest();
		expect(encoded.question()).toEqual(fresh.question);
		expect(encoded.has({ ends: new Map(), deletes: [] })).toBe(true);
	}
);

test('[S78] what was asked for since the last time stays as it is, what was not is packed', () => {
	const encoded = new Encoded(documentOf(5_000));
	const { answer } = encoded;
	encoded.rest();
	expect(encoded.answer).toBe(answer);
	encoded.rest();
	encoded.rest();
	expect(encoded.answer).not.toBe(answer);
});

function documentOf(length: number): Uint8Array {
	const doc = new Y.Doc();
	doc.getText('t').insert(0, 'à'.repeat(length));
	return Y.encodeStateAsUpdate(doc);
}
