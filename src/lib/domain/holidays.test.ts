import { describe, expect, test } from 'vitest';
import { addDays } from './agenda-calendar';
import { easterOf, holidayOn, isInAlsaceMoselle } from './holidays';

const FRANCE = { alsaceMoselle: false };
const ALSACE = { alsaceMoselle: true };

test.each([
	[1961, '1961-04-02'],
	[2000, '2000-04-23'],
	[2008, '2008-03-23'],
	[2011, '2011-04-24'],
	[2024, '2024-03-31'],
	[2025, '2025-04-20'],
	[2026, '2026-04-05'],
	[2027, '2027-03-28'],
	[2038, '2038-04-25']
])('[H1] Easter of %i is on %s', (year, date) => {
	expect(easterOf(year)).toBe(date);
});

test('[H1] Easter is a Sunday between 22 March and 25 April', () => {
	for (let year = 1900; year < 2200; year += 1) {
		const easter = easterOf(year);
		expect(new Date(easter).getUTCDay()).toBe(0);
		expect(easter >= `${String(year)}-03-22` && easter <= `${String(year)}-04-25`).toBe(true);
	}
});

describe('holidayOn', () => {
	test('[H2] the eleven holidays of 2026', () => {
		expect(daysOff(2026, FRANCE)).toEqual({
			'2026-01-01': 'new_year',
			'2026-04-06': 'easter_monday',
			'2026-05-01': 'labour_day',
			'2026-05-08': 'victory_day',
			'2026-05-14': 'ascension',
			'2026-05-25': 'whit_monday',
			'2026-07-14': 'bastille_day',
			'2026-08-15': 'assumption',
			'2026-11-01': 'all_saints',
			'2026-11-11': 'armistice',
			'2026-12-25': 'christmas'
		});
	});

	test('[H3] Alsace and Moselle have two more', () => {
		const more = Object.entries(daysOff(2026, ALSACE)).filter(
			([date]) => holidayOn(date, FRANCE) === null
		);
		expect(more).toEqual([
			['2026-04-03', 'good_friday'],
			['2026-12-26', 'saint_stephen']
		]);
	});

	test('[H2] Ascension may fall on a holiday of a fixed date: it is one day off', () => {
		expect(holidayOn('2008-05-01', FRANCE)).toBe('labour_day');
	});
});

test.each([
	['QN06701M', true],
	['QP057012', true],
	['QP068001', true],
	['QN05905I', false],
	['QP067', true],
	[null, false]
])('[H3] the neighbourhood %s is in Alsace or Moselle: %s', (code, expected) => {
	expect(isInAlsaceMoselle(code)).toBe(expected);
});

function daysOff(year: number, where: { alsaceMoselle: boolean }): Record<string, string> {
	const found: Record<string, string> = {};
	const first = `${String(year)}-01-01`;
	for (let day = first; day < `${String(year + 1)}-01-01`; day = addDays(day, 1)) {
		const holiday = holidayOn(day, where);
		if (holiday) found[day] = holiday;
	}
	return found;
}
