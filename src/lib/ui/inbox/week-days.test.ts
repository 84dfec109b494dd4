import { expect, test } from 'vitest';
import type { WeekEvent } from '$lib/domain/inbox';
import { daysOf, referenceOf } from './week-days';

const event = (at: string, label: string): WeekEvent => ({
	at,
	kind: 'action',
	label,
	detail: 'VT-018 · Samira H.',
	href: `/q/les-tilleuls/situations/VT-018#${label}`
});

test('what is dated is read day by day, by the clock of the offices', () => {
	const days = daysOf([
		event('2026-11-24T08:00:00.000Z', 'later'),
		event('2026-11-22T23:00:00.000Z', 'Monday at midnight'),
		event('2026-11-23T09:00:00.000Z', 'Monday')
	]);
	expect(days.map(({ date, events }) => [date, events.length])).toEqual([
		['2026-11-23', 2],
		['2026-11-24', 1]
	]);
});

test('paper says the reference of a case and not the name', () => {
	expect(referenceOf(event('2026-11-24T08:00:00.000Z', 'Appeler'))).toBe('VT-018');
});
