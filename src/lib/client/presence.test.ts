import { expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { peersOf } from './presence';

const KARIM = { id: 'karim', firstName: 'Karim', lastName: 'Bensalem', avatar: 3 };

function among(...states: Record<string, unknown>[]) {
	const awareness = new Awareness(new Y.Doc());
	states.forEach((state, rank) => awareness.states.set(rank + 1, state));
	const peers = peersOf(awareness, 'amina');
	awareness.destroy();
	return peers;
}

test('[M12] somebody with several tabs is one person, who follows and asks to speak when one of them does', () => {
	const tabs = [
		{ user: KARIM, place: 'decisions', writing: true, following: false },
		{ user: KARIM, place: null, writing: false, following: true, hand: true }
	];
	for (const states of [tabs, tabs.toReversed()]) {
		expect(among(...states)).toMatchObject([
			{ id: 'karim', place: 'decisions', writing: true, following: true, hand: true }
		]);
	}
});

test('[M12] nobody follows or asks to speak without saying so', () => {
	expect(among({ user: KARIM, following: 'yes', hand: 1 })).toMatchObject([
		{ following: false, hand: false }
	]);
	expect(among({ user: { ...KARIM, id: 'amina' }, following: true })).toEqual([]);
});
