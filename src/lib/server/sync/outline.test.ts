import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { factsOf } from '$lib/documents/facts';
import { seededRandom } from '../../../../tests/sync/random';
import { outlineHas, readOutline, stateVectorOf } from './outline';

const SEEDS = Number(process.env['SEEDS'] ?? 60);
const EDITS = 120;

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
	'[S71] an encoding says what its document says, seed %i',
	(seed) => {
		const docs = randomDocs(seed);
		const [doc] = docs;
		if (!doc) throw new Error('no document');
		const encoded = Y.encodeStateAsUpdate(doc);
		const outline = readOutline(encoded);
		expect(stateVectorOf(outline)).toEqual(Y.encodeStateVector(doc));
		expect(outline.facts).toEqual(factsOf(doc).toJSON());
		expect(outlineHas(outline, extentOf(encoded))).toBe(true);
		const text = doc.getText('words');
		const wasEmpty = text.length === 0;
		if (!wasEmpty) text.delete(0, 1);
		expect(outlineHas(outline, extentOf(Y.encodeStateAsUpdate(doc)))).toBe(wasEmpty);
		text.insert(0, 'a');
		expect(outlineHas(outline, extentOf(Y.encodeStateAsUpdate(doc)))).toBe(false);
	}
);

test('[S71] an encoding with a gap is not read', () => {
	const doc = new Y.Doc();
	doc.getText('words').insert(0, 'a');
	const before = Y.encodeStateVector(doc);
	doc.getText('words').insert(1, 'b');
	expect(() => readOutline(Y.encodeStateAsUpdate(doc, before))).toThrow('not a whole document');
});

/** Three replicas that write, erase, format and overwrite facts at random, then exchange everything. */
function randomDocs(seed: number): Y.Doc[] {
	const random = seededRandom(seed);
	const below = (end: number): number => Math.floor(random() * end);
	const docs = Array.from({ length: 3 }, () => new Y.Doc());
	const exchange = (): void => {
		for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
	};
	const acts: ((doc: Y.Doc) => void)[] = [
		(doc) => doc.getText('words').insert(0, ['é', 'a', '🌿', 'bc'][below(4)] ?? ''),
		(doc) => doc.getText('words').delete(0, Math.min(1, doc.getText('words').length)),
		(doc) => doc.getText('words').format(0, Math.min(2, doc.getText('words').length), { bold: {} }),
		(doc) => factsOf(doc).set(`card:${below(4)}`, { n: below(9), list: [1, null, 'x'] }),
		(doc) => factsOf(doc).set('members', ['A', 1.5, 2 ** 40, true]),
		(doc) => factsOf(doc).delete(`card:${below(4)}`),
		(doc) => doc.getMap('other').set(`card:${below(2)}`, new Y.Map([['facts', 1]])),
		(doc) => doc.getXmlFragment('note').insert(0, [new Y.XmlElement('paragraph')]),
		(doc) => doc.getArray('bytes').push([new Uint8Array([1, 2]), null]),
		() => exchange()
	];
	for (let i = 0; i < EDITS; i++) {
		const doc = docs[below(docs.length)];
		if (doc) acts[below(acts.length)]?.(doc);
	}
	exchange();
	return docs;
}

function extentOf(update: Uint8Array): Parameters<typeof outlineHas>[1] {
	const { structs, ds } = Y.decodeUpdate(update);
	return {
		ends: new Map(structs.map(({ id, length }) => [id.client, id.clock + length])),
		deletes: [...ds.clients].flatMap(([client, ranges]) =>
			ranges.map(({ clock, len }) => ({ client, clock, length: len }))
		)
	};
}
