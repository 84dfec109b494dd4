import { expect, test } from 'vitest';
import { lacksOf, progressOf, proposeNext, reviewOf } from './closing';
import type { Decision } from './decision';
import type { MeetingRun } from './meeting-run';

test('[CL1] what was looked at is told to its person; all the rest comes back, but an opening', () => {
	const items = [
		item('opening', { kind: 'opening' }),
		item('case:seen', { caseId: 'seen' }),
		item('case:put-off', { caseId: 'put-off' }),
		item('news', { kind: 'information' }),
		item('aside', { kind: 'free', parked: true })
	];
	const review = reviewOf(items, run({ 'case:seen': 'done', 'case:put-off': 'postponed' }));
	expect(idsOf(review)).toEqual({
		seen: ['case:seen'],
		carried: ['case:put-off', 'news'],
		parked: ['aside'],
		returns: ['case:seen']
	});
});

test('[CL1] a meeting that nobody ran has looked at nothing', () => {
	const review = reviewOf([item('case:a', { caseId: 'a' })], null);
	expect(idsOf(review)).toEqual({ seen: [], carried: ['case:a'], parked: [], returns: [] });
});

test.each([
	['action', { owner: true, due: true }],
	['request', { owner: true, due: true }],
	['decision', { owner: false, due: false }],
	['blocker', { owner: false, due: false }]
] as const)('[CL2] what a line of kind %s lacks without owner and date', (kind, lacks) => {
	expect(lacksOf(decision({ kind, ownerId: null, dueOn: null }))).toEqual(lacks);
});

test('[CL3] the next date keeps the hours, and avoids holidays and the days that are taken', () => {
	const meeting = { startsAt: '2026-11-26T08:30:00Z', endsAt: '2026-11-26T10:30:00Z' };
	const where = { today: '2026-11-26', alsaceMoselle: false, taken: new Set<string>() };
	const hours = { start: '09:30', end: '11:30' };
	expect(proposeNext(meeting, { ...where, weeks: 6 })).toEqual({ date: '2027-01-07', ...hours });
	const taken = new Set(['2027-01-07']);
	expect(proposeNext(meeting, { ...where, weeks: 6, taken }).date).toBe('2027-01-14');
	// Ascension Day 2027 is the 6th of May, 23 weeks later.
	expect(proposeNext(meeting, { ...where, weeks: 23 }).date).toBe('2027-05-13');
});

test('[CL4] the way back counts what asked something, without what was dropped', () => {
	const statuses = ['done', 'todo', 'stuck', 'dropped', null] as const;
	expect(progressOf(statuses.map((status) => decision({ status })))).toEqual({ done: 1, total: 3 });
});

type Item = Parameters<typeof reviewOf>[0][number];

function item(id: string, fields: Partial<Item>): Item {
	return { id, kind: 'case', caseId: null, parked: false, ...fields };
}

function run(states: Record<string, 'done' | 'postponed'>): MeetingRun {
	return {
		facilitatorId: 'p1',
		startedAt: '2026-11-26T08:30:00Z',
		itemId: null,
		since: null,
		items: Object.entries(states).map(([itemId, state]) => ({ itemId, state, spent: 0, extra: 0 }))
	};
}

function decision(fields: Partial<Decision>): Decision {
	return {
		id: 'd1',
		kind: 'action',
		itemId: 'case:a',
		caseId: 'a',
		label: 'Appeler la crèche',
		ownerId: 'p1',
		dueOn: '2026-12-01',
		status: 'todo',
		authorId: 'p2',
		at: '2026-11-26T09:00:00Z',
		...fields
	};
}

function idsOf({ seen, carried, parked, returns }: ReturnType<typeof reviewOf>): object {
	const ids = (items: readonly Item[]): string[] => items.map(({ id }) => id);
	return { seen: ids(seen), carried: ids(carried), parked: ids(parked), returns: ids(returns) };
}
