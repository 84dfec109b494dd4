import { expect, test } from 'vitest';
import type { MeetingRun } from './meeting-run';
import { beginRehearsal, rehearse, type RehearsedStep } from './rehearsal';
import { itemTime, stateOf } from './run-timer';

const START = Date.parse('2026-11-26T08:30:00.000Z');
const ITEMS = ['a', 'b', 'c'].map((id) => ({ id, minutes: 5, parked: false }));
const at = (seconds: number) => ({ items: ITEMS, now: START + seconds * 1000 });

/** A rehearsal after steps, each at its second. */
function after(...steps: [number, RehearsedStep][]): MeetingRun {
	const begun = beginRehearsal(ITEMS, { facilitatorId: 'nathalie', now: START });
	return steps.reduce((run, [seconds, step]) => rehearse(run, step, at(seconds)), begun);
}
const goTo = (from: string, to: string, done: boolean): RehearsedStep => ({
	name: 'goTo',
	fields: { from, to, done: String(done) }
});

test('[U26] a rehearsal starts on the first item, whose time counts', () => {
	const run = after();
	expect(run.itemId).toBe('a');
	expect(itemTime(run, { id: 'a', minutes: 5 }, START + 10_000).left).toBe(290);
});

test('[U26] going on marks what was looked at and keeps its time', () => {
	const run = after([20, goTo('a', 'b', true)], [30, goTo('b', 'a', false)]);
	expect(run.itemId).toBe('a');
	expect(stateOf(run, 'a')).toBe('done');
	expect(stateOf(run, 'b')).toBe('todo');
	expect(itemTime(run, { id: 'a', minutes: 5 }, START + 40_000).spent).toBe(30);
	expect(itemTime(run, { id: 'b', minutes: 5 }, START + 40_000).spent).toBe(10);
});

test('[U26] the last item done leaves none', () => {
	expect(after([1, goTo('a', '', true)]).itemId).toBeNull();
});

test('[U26] a pause stops the time, and added minutes are given', () => {
	const run = after(
		[60, { name: 'pause', fields: { paused: 'true' } }],
		[90, { name: 'extend', fields: { itemId: 'a', total: '2' } }]
	);
	expect(itemTime(run, { id: 'a', minutes: 5 }, START + 900_000)).toEqual({
		given: 420,
		spent: 60,
		left: 360
	});
	const again = rehearse(run, { name: 'pause', fields: { paused: 'false' } }, at(900));
	expect(itemTime(again, { id: 'a', minutes: 5 }, START + 901_000).spent).toBe(61);
});

test('[U26] what is postponed leaves the screen and can come back', () => {
	const postponed = after([5, { name: 'postpone', fields: { itemId: 'a', to: 'b' } }]);
	expect([postponed.itemId, stateOf(postponed, 'a')]).toEqual(['b', 'postponed']);
	const back = rehearse(postponed, { name: 'restoreItem', fields: { itemId: 'a' } }, at(6));
	expect(stateOf(back, 'a')).toBe('todo');
});

test('[U26] what would leave this screen changes nothing', () => {
	const run = after();
	for (const name of ['start', 'handOver', 'take', 'addDecision']) {
		expect(rehearse(run, { name, fields: {} }, at(1))).toBe(run);
	}
});
