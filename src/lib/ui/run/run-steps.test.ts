import { expect, test } from 'vitest';
import type { MeetingRun } from '$lib/domain/meeting-run';
import { commandOf, stepOfKey } from './run-steps';

const ITEMS = ['a', 'b', 'c'].map((id) => ({ id, minutes: 5, parked: false }));
const RUN: MeetingRun = {
	facilitatorId: 'n',
	startedAt: '2026-11-26T08:30:00.000Z',
	itemId: 'b',
	since: '2026-11-26T08:30:00.000Z',
	items: [{ itemId: 'b', state: 'todo', spent: 0, extra: 2 }]
};

test.each([
	['next', { name: 'goTo', fields: { from: 'b', to: 'c', done: 'true' } }],
	['previous', { name: 'goTo', fields: { from: 'b', to: 'a', done: 'false' } }],
	['pause', { name: 'pause', fields: { paused: 'true' } }],
	['extend', { name: 'extend', fields: { itemId: 'b', total: '4' } }],
	['postpone', { name: 'postpone', fields: { itemId: 'b', to: 'c' } }],
	['restore', { name: 'restoreItem', fields: { itemId: 'b' } }]
] as const)('[U16] a step says from where it asks: %s', (step, command) => {
	expect(commandOf(step, RUN, ITEMS)).toEqual(command);
});

test('[U17] after the last item comes none, and nothing is asked of none', () => {
	const last = {
		...RUN,
		items: ['a', 'c'].map((itemId) => ({ itemId, state: 'done' as const, spent: 9, extra: 0 }))
	};
	expect(commandOf('next', last, ITEMS)?.fields).toEqual({ from: 'b', to: '', done: 'true' });
	const none = { ...RUN, itemId: null };
	expect(commandOf('extend', none, ITEMS)).toBeNull();
	expect(commandOf('next', none, [])).toBeNull();
	expect(commandOf('previous', { ...RUN, itemId: 'a' }, ITEMS)).toBeNull();
});

test.each([
	[{ key: 'ArrowRight' }, 'next'],
	[{ key: ' ' }, 'pause'],
	[{ key: 'T' }, 'extend'],
	[{ key: 'd' }, 'decide'],
	[{ key: 'd', ctrlKey: true }, null],
	[{ key: 'ArrowRight', repeat: true }, null],
	[{ key: 'x' }, null]
])('[U18] a key alone is a step: %o', (pressed, step) => {
	const event = { altKey: false, ctrlKey: false, metaKey: false, repeat: false, ...pressed };
	expect(stepOfKey(event)).toBe(step);
});
