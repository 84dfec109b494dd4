import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { CaseDocument } from './case-document';
import { linkedIdsOf, readLinked } from './linked-passage';

const BLOCKER = '00000000-0000-4000-8000-000000000001';
const ACTION = '00000000-0000-4000-8000-000000000002';

test('[D11] the words that became an item are found, wherever they stand', () => {
	const doc = new Y.Doc();
	const list = new Y.XmlElement('bulletList');
	doc.getXmlFragment('note').push([paragraph('Pas de bus', BLOCKER), list]);
	const item = new Y.XmlElement('listItem');
	list.insert(0, [item]);
	item.insert(0, [paragraph('Appeler', ACTION)]);
	expect([...linkedIdsOf(doc.getXmlFragment('note'))]).toEqual([BLOCKER, ACTION]);
});

test.each([
	null,
	'x',
	{},
	{ kind: 'person', id: BLOCKER },
	{ kind: 'action', id: 'x' },
	{ kind: 'action' }
])('[D11] a mark that names no item is none: %j', (mark) => {
	expect(readLinked(mark)).toBeNull();
});

test('[D11] a case tells in which of its texts the words of each item are, and when that changes', () => {
	const document = new CaseDocument(new Y.Doc());
	const id = crypto.randomUUID();
	document.addInterview({
		interview: { id, kind: 'visit', date: '2026-11-20', place: '', authorId: id },
		origin: null
	});
	let told = 0;
	const stop = document.observePassages(() => (told += 1));
	document.note.push([paragraph('Pas de bus', BLOCKER)]);
	document.interviews()[0]?.body.push([paragraph('Appeler', ACTION)]);
	document.note.push([paragraph('Rien')]);
	expect(Object.fromEntries(document.passages())).toEqual({ [BLOCKER]: null, [ACTION]: id });
	expect(told).toBe(2);
	document.note.delete(0, 1);
	expect([...document.passages().keys()]).toEqual([ACTION]);
	stop();
});

function paragraph(words: string, id?: string): Y.XmlElement {
	const element = new Y.XmlElement('paragraph');
	const text = new Y.XmlText();
	element.insert(0, [text]);
	const linked = id && { linked: { kind: id === ACTION ? 'action' : 'blocker', id } };
	text.applyDelta([{ insert: 'Avant ' }, { insert: words, attributes: linked || {} }]);
	return element;
}
