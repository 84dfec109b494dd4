import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { MeetingState } from './meeting-state.svelte';

test('[M1] a case is on the agenda once, even when two people add it at once', () => {
	const [ours, theirs] = twoPeople();
	ours.state.addCase({ caseId: 'c1', question: 'Quel relais ?', presenterId: 'p1' });
	theirs.state.addCase({ caseId: 'c1', question: 'Qui la reçoit ?', presenterId: 'p2' });
	exchange(ours.doc, theirs.doc);
	expect(ours.state.items).toHaveLength(1);
	expect(ours.state.items.map(({ question }) => question)).toEqual(
		theirs.state.items.map(({ question }) => question)
	);
});

test('[M6] what was carried over is taken up as it was, and once when two people do it', () => {
	const [ours, theirs] = twoPeople();
	const free = {
		id: 'k1',
		kind: 'information',
		caseId: null,
		title: 'Forum',
		question: ''
	} as const;
	const about = {
		id: 'k2',
		kind: 'case',
		caseId: 'c1',
		title: '',
		question: 'Quel relais ?'
	} as const;
	const lineage = { minutes: 12, reason: 'not_reached', fromOn: '2026-10-15', times: 2 } as const;
	for (const { state } of [ours, theirs]) {
		state.addCarried({ ...free, ...lineage }, null);
		state.addCarried({ ...about, ...lineage }, 'p1');
	}
	exchange(ours.doc, theirs.doc);
	expect(ours.state.items.map(({ id, question, minutes }) => [id, question, minutes])).toEqual([
		['carried:k1', '', 12],
		['case:c1', 'Quel relais ?', 12]
	]);
});

test('[M2] a move changes the order for everybody, and its undo puts it back', () => {
	const [ours, theirs] = twoPeople();
	const ids = ['a', 'b', 'c'];
	for (const id of ids) free(ours.state, id);
	exchange(ours.doc, theirs.doc);
	const undo = ours.state.move('c', 0);
	exchange(ours.doc, theirs.doc);
	expect(order(theirs.state)).toEqual(['c', 'a', 'b']);
	undo();
	exchange(ours.doc, theirs.doc);
	expect(order(theirs.state)).toEqual(ids);
});

test('[M3] the undo of one gesture leaves later ones alone', () => {
	const [{ state }] = twoPeople();
	free(state, 'a');
	free(state, 'b');
	const undo = state.setMinutes('a', 25);
	state.setMinutes('b', 30);
	undo();
	undo();
	expect(state.items.map(({ minutes }) => minutes)).toEqual([10, 30]);
});

test('[M4] an item taken away comes back with its notes', () => {
	const [{ state }] = twoPeople();
	free(state, 'a');
	const [item] = state.items;
	item?.notes.insert(0, [new Y.XmlText('Le relais est trouvé.')]);
	const undo = state.remove('a');
	expect(state.items).toEqual([]);
	undo();
	expect(state.items.map(({ notes }) => notes.toJSON())).toEqual(['Le relais est trouvé.']);
});

test('[M4] the undo of a field overwritten since by a colleague changes nothing', () => {
	const [ours, theirs] = twoPeople();
	free(ours.state, 'a');
	const undo = ours.state.setTitle('a', 'Accueil');
	exchange(ours.doc, theirs.doc);
	theirs.state.setTitle('a', 'Tour de table');
	exchange(ours.doc, theirs.doc);
	undo();
	expect(ours.state.items.map(({ title }) => title)).toEqual(['Tour de table']);
});

test('[M5] minutes and questions are kept within their bounds', () => {
	const [{ state }] = twoPeople();
	free(state, 'a');
	state.setMinutes('a', 0);
	expect(state.items[0]?.minutes).toBe(1);
	state.setMinutes('a', 500);
	state.setQuestion('a', `  ${'x'.repeat(130)}`);
	expect(state.items[0]?.minutes).toBe(120);
	expect(state.items[0]?.question).toHaveLength(120);
});

test('[M6] a mention leads to the item whose notes hold it', () => {
	const [{ state }] = twoPeople();
	free(state, 'a');
	free(state, 'b');
	const mention = new Y.XmlElement('mention');
	mention.setAttribute('id', 'p1');
	mention.setAttribute('label', 'Léa Marchand');
	mention.setAttribute('mentionId', '6a1f0f3e-8f0b-4c8e-9a43-1d2f3b4c5d6e');
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [mention]);
	state.items[1]?.notes.insert(0, [paragraph]);
	expect(state.itemOfMention('6a1f0f3e-8f0b-4c8e-9a43-1d2f3b4c5d6e')).toBe('b');
	expect(state.itemOfMention('unknown')).toBeNull();
});

test('[M7] a workshop comes with the columns it is given, each written by several people', () => {
	const [ours, theirs] = twoPeople();
	const item = { kind: 'workshop', title: 'Mobilité', presenterId: null } as const;
	ours.state.addFree({ ...item, id: 'w', columns: ['Freins', 'Leviers'] });
	free(ours.state, 'a');
	exchange(ours.doc, theirs.doc);
	for (const [index, { state }] of [ours, theirs].entries()) {
		state.items[0]?.grid[index]?.text.insert(0, [new Y.XmlElement('paragraph')]);
	}
	exchange(ours.doc, theirs.doc);
	for (const { state } of [ours, theirs]) {
		const grid = state.items[0]?.grid ?? [];
		expect(grid.map(({ title, text }) => [title, text.length])).toEqual([
			['Freins', 1],
			['Leviers', 1]
		]);
		expect(state.items[1]?.grid).toEqual([]);
	}
});

interface Side {
	doc: Y.Doc;
	state: MeetingState;
}

function twoPeople(): [Side, Side] {
	const side = (): Side => {
		const doc = new Y.Doc();
		return { doc, state: new MeetingState(doc) };
	};
	return [side(), side()];
}

function exchange(ours: Y.Doc, theirs: Y.Doc): void {
	Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ours), 'remote');
	Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs), 'remote');
}

function free(state: MeetingState, id: string): void {
	state.addFree({ id, kind: 'free', title: id, presenterId: null });
}

function order(state: MeetingState): string[] {
	return state.items.map(({ id }) => id);
}
