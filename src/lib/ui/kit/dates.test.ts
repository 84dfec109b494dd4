import { describe, expect, test } from 'vitest';
import {
	dayOf,
	daysSince,
	formatDate,
	formatDay,
	formatLong,
	formatTime,
	formatWeekday
} from './dates';

describe('in French', () => {
	test('a date is the same day everywhere', () => {
		expect(formatDay('2026-11-26', 'fr')).toBe('26 nov.');
		expect(formatLong('2026-11-26', 'fr')).toBe('jeudi 26 novembre');
		expect(formatLong('2026-12-01', 'fr')).toBe('mardi 1er décembre');
		expect(formatDate('2027-10-12', 'fr')).toBe('12 octobre 2027');
		expect(formatWeekday('2026-11-26', 'fr')).toBe('jeu. 26');
	});

	test('a moment is told in the hour of the offices, summer and winter', () => {
		expect(formatTime('2026-11-26T08:30:00Z', 'fr')).toBe('9\u00a0h\u00a030');
		expect(formatTime('2026-07-02T08:00:00Z', 'fr')).toBe('10\u00a0h');
		expect(formatDay('2026-11-26T23:30:00Z', 'fr')).toBe('27 nov.');
	});
});

test('in English', () => {
	expect(formatDay('2026-11-26', 'en')).toBe('26 Nov');
	expect(formatLong('2026-11-26', 'en')).toBe('Thursday 26 November');
	expect(formatTime('2026-11-26T08:00:00Z', 'en')).toBe('9:00');
});

test('the day of a moment is that of the offices', () => {
	expect(dayOf('2026-11-26T23:30:00Z')).toBe('2026-11-27');
	expect(dayOf(new Date('2026-11-26T12:00:00Z'))).toBe('2026-11-26');
});

describe('days since', () => {
	const now = new Date('2026-11-24T23:30:00Z');

	test.each([
		['2026-11-25', 0],
		['2026-11-24', 1],
		['2026-10-22', 34],
		['2026-11-26', -1],
		['2026-11-24T22:30:00Z', 1]
	])('%s: %i', (iso, days) => {
		expect(daysSince(iso, now)).toBe(days);
	});

	test('the night when clocks change is one day', () => {
		expect(daysSince('2026-10-24', new Date('2026-10-25T12:00:00Z'))).toBe(1);
	});
});
