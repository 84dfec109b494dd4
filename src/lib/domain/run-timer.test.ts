import { describe, expect, test } from 'vitest';
import type { MeetingRun } from './meeting-run';
import {
	clockText,
	itemTime,
	minutesSince,
	nextItem,
	plannedEnd,
	previousItem,
	runOrder,
	stateOf
} from './run-timer';

const START = '2026-11-26T08:30:00.000Z';
const at = (seconds: number): number => Date.parse(START) + seconds * 1000;
const ITEMS = [item('a', 5), item('b', 6), item('c', 10), item('d', 4)];

describe('itemTime', () => {
	test.each([
		['at once', 0, 300],
		['a moment later', 0.9, 300],
		['a second later', 1, 299],
		['at the end', 300, 0],
		['over', 380, -80],
		['by a clock that is a little early', -2, 300]
	])('[U1] the current item counts down by the clock of the server: %s', (_, seconds, left) => {
		expect(itemTime(run(), item('a', 5), at(seconds)).left).toBe(left);
	});

	test('[U2] a pause counts nothing, and the time spent before is kept', () => {
		const paused = run({ since: null, items: [known('a', { spent: 61.4 })] });
		expect(itemTime(paused, item('a', 5), at(900))).toEqual({ given: 300, spent: 61, left: 239 });
	});

	test('[U3] added minutes are given besides those planned', () => {
		const extended = run({ items: [known('a', { extra: 2 })] });
		expect(itemTime(extended, item('a', 5), at(300)).left).toBe(120);
	});

	test('[U4] another item than the current one does not run', () => {
		expect(itemTime(run(), item('b', 6), at(3600)).spent).toBe(0);
	});
});

test.each([
	[198, '3:18'],
	[9, '0:09'],
	[0, '0:00'],
	[-80, '+\u00a01:20'],
	[-3725, '+\u00a062:05']
])('[U5] %s seconds left read %s', (left, text) => {
	expect(clockText(left)).toBe(text);
});

test('[U6] the planned end is what is left of the current item and those to do', () => {
	const going = run({
		items: [known('c', { state: 'postponed' }), known('d', { state: 'done' })]
	});
	expect(plannedEnd(going, ITEMS, at(60))).toBe(at(11 * 60));
	expect(plannedEnd(going, ITEMS, at(360)), 'over its time').toBe(at(360 + 6 * 60));
	expect(plannedEnd(going, [...ITEMS, item('e', 30, true)], at(60)), 'set aside').toBe(at(660));
});

test('[U7] the meeting lasts since it began, pauses included', () => {
	expect(minutesSince(run({ since: null }), at(42 * 60 + 59))).toBe(42);
	expect(minutesSince(run(), at(-30))).toBe(0);
});

test('[U8] the next item is the next one to do, then those left before, then none', () => {
	expect(nextItem(run(), ITEMS)?.id).toBe('b');
	expect(nextItem(run({ items: [known('b', { state: 'postponed' })] }), ITEMS)?.id).toBe('c');
	expect(nextItem(run({ itemId: 'd' }), ITEMS)?.id).toBe('a');
	const all = ITEMS.map(({ id }) => known(id, { state: 'done' }));
	expect(nextItem(run({ itemId: 'd', items: all }), ITEMS)).toBeNull();
	expect(nextItem(run({ itemId: null }), ITEMS)?.id).toBe('a');
});

test('[U9] the previous item is the one before that was not postponed', () => {
	expect(previousItem(run(), ITEMS)).toBeNull();
	const skipped = run({ itemId: 'c', items: [known('b', { state: 'postponed' })] });
	expect(previousItem(skipped, ITEMS)?.id).toBe('a');
	expect(previousItem(run({ itemId: null }), ITEMS)?.id).toBe('d');
});

test('[U10] what was set aside comes last', () => {
	const items = [item('p', 10, true), ...ITEMS];
	expect(runOrder(items).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'p']);
	expect(
		nextItem(
			run({ itemId: 'd', items: ITEMS.map(({ id }) => known(id, { state: 'done' })) }),
			items
		)?.id
	).toBe('p');
});

test('[U11] an item of which nothing is said is to do', () => {
	expect(stateOf(run(), 'b')).toBe('todo');
	expect(stateOf(null, 'b')).toBe('todo');
});

function item(
	id: string,
	minutes: number,
	parked = false
): { id: string; minutes: number; parked: boolean } {
	return { id, minutes, parked };
}

function known(
	itemId: string,
	changes: Partial<MeetingRun['items'][number]>
): MeetingRun['items'][number] {
	return { itemId, state: 'todo', spent: 0, extra: 0, ...changes };
}

function run(changes: Partial<MeetingRun> = {}): MeetingRun {
	return { facilitatorId: 'n', startedAt: START, itemId: 'a', since: START, items: [], ...changes };
}
