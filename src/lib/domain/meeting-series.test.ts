import { expect, test } from 'vitest';
import { proposeDates, shiftDates, usualCount, type SeriesPlan } from './meeting-series';

test('[R1] six weeks apart on the same day of the week', () => {
	expect(datesOf({ first: '2026-11-26', weeks: 6, count: 3 })).toEqual([
		'2026-11-26',
		'2027-01-07',
		'2027-02-18'
	]);
});

test('[R2] a holiday moves its date a week, and the rhythm counts on from the first', () => {
	// 2027-05-06 is Ascension, a Thursday.
	expect(proposeDates(plan({ first: '2027-03-25', weeks: 6, count: 3 }))).toEqual([
		{ date: '2027-03-25', due: '2027-03-25', holiday: null },
		{ date: '2027-05-13', due: '2027-05-06', holiday: 'ascension' },
		{ date: '2027-06-17', due: '2027-06-17', holiday: null }
	]);
});

test('[R2] to the week before when the week after is a holiday too', () => {
	// 25 December 2026 and 1 January 2027 are both Fridays.
	expect(datesOf({ first: '2026-11-13', weeks: 6, count: 2 })).toEqual([
		'2026-11-13',
		'2026-12-18'
	]);
});

test('[R2] a first date on a holiday is never proposed before itself', () => {
	expect(datesOf({ first: '2026-12-25', weeks: 6, count: 1 })).toEqual([null]);
});

test('[R3] a weekly meeting is left out on a holiday', () => {
	expect(proposeDates(plan({ first: '2026-04-30', weeks: 1, count: 3 }))).toEqual([
		{ date: '2026-04-30', due: '2026-04-30', holiday: null },
		{ date: '2026-05-07', due: '2026-05-07', holiday: null },
		{ date: null, due: '2026-05-14', holiday: 'ascension' }
	]);
});

test('[R4] a day that is taken is not proposed again', () => {
	const taken = new Set(['2027-01-07']);
	expect(datesOf({ first: '2026-11-26', weeks: 6, count: 3, taken })).toEqual([
		'2026-11-26',
		null,
		'2027-02-18'
	]);
});

test.each([
	[1, 16],
	[6, 8],
	[26, 2]
])('[R5] a rhythm of %i weeks proposes %i dates', (weeks, count) => {
	expect(usualCount(weeks)).toBe(count);
});

test('[R6] what follows a moved date moves by as many days, a week more on a holiday', () => {
	const days = ['2027-03-25', '2027-05-05', '2027-06-17'];
	expect(shiftDates(days, 1, { alsaceMoselle: false })).toEqual([
		'2027-03-26',
		'2027-05-13',
		'2027-06-18'
	]);
	expect(shiftDates(['2027-03-25'], 1, { alsaceMoselle: true })).toEqual(['2027-04-02']);
});

test('[R6] days that do not move stay, even on a holiday', () => {
	expect(shiftDates(['2027-05-06'], 0, { alsaceMoselle: false })).toEqual(['2027-05-06']);
});

function plan(fields: Partial<SeriesPlan>): SeriesPlan {
	return {
		first: '2026-11-26',
		weeks: 6,
		count: 3,
		taken: new Set(),
		alsaceMoselle: false,
		...fields
	};
}

function datesOf(fields: Partial<SeriesPlan>): (string | null)[] {
	return proposeDates(plan(fields)).map(({ date }) => date);
}
