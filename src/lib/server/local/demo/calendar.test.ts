import { expect, test } from 'vitest';
import { calendarOf } from './calendar';

test.each([
	['2026-11-24T08:12:00Z', '2026-11-26T08:30:00.000Z'],
	['2026-06-24T08:12:00Z', '2026-06-26T07:30:00.000Z'],
	// The clocks change in the night between the two days.
	['2026-03-27T08:12:00Z', '2026-03-29T07:30:00.000Z'],
	['2026-10-24T08:12:00Z', '2026-10-26T08:30:00.000Z'],
	// Tomorrow in France already.
	['2026-11-23T23:30:00Z', '2026-11-26T08:30:00.000Z']
])('[D9] loaded at %s, two days later at half past nine in France is %s', (now, expected) => {
	expect(calendarOf(new Date(now)).at(2, '09:30')).toBe(expected);
});

test('[D10] nothing of today or before is later than now', () => {
	const now = new Date('2026-11-24T05:00:00Z');
	const { at } = calendarOf(now);
	expect(Date.parse(at(0, '08:54'))).toBeLessThan(now.getTime());
	expect(at(-1, '08:54')).toBe('2026-11-23T07:54:00.000Z');
});
