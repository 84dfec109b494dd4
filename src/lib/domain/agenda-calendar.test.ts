import { describe, expect, test } from 'vitest';
import {
	addDays,
	daysBetween,
	instantOf,
	localMoment,
	nextSlot,
	parseDay,
	parseTime
} from './agenda-calendar';

test.each([
	['2026-11-26', '09:30', '2026-11-26T08:30:00.000Z'],
	['2026-07-02', '09:30', '2026-07-02T07:30:00.000Z'],
	['2026-10-25', '09:30', '2026-10-25T08:30:00.000Z'],
	['2026-03-29', '09:30', '2026-03-29T07:30:00.000Z'],
	['2027-01-01', '00:15', '2026-12-31T23:15:00.000Z']
])('[C1] %s %s in Paris is %s', (date, time, instant) => {
	expect(instantOf(date, time)).toBe(instant);
	expect(localMoment(instant)).toEqual({ date, time });
});

test('[C1] an hour that the spring change skips is the next one', () => {
	expect(localMoment(instantOf('2026-03-29', '02:30')).time).toBe('03:30');
});

test('[C2] days are counted across a clock change', () => {
	expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
	expect(daysBetween('2026-10-26T09:00:00Z', '2026-10-24')).toBe(-2);
	expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
});

describe('nextSlot', () => {
	test('[C3] six weeks after the last meeting, at the same hours', () => {
		const last = {
			startsAt: instantOf('2026-10-15', '09:30'),
			endsAt: instantOf('2026-10-15', '11:30')
		};
		expect(nextSlot(last, { weeks: 6, today: '2026-10-20' })).toEqual({
			date: '2026-11-26',
			start: '09:30',
			end: '11:30'
		});
	});

	test('[C3] never in the past, on the same day of the week', () => {
		const last = {
			startsAt: instantOf('2026-01-15', '14:00'),
			endsAt: instantOf('2026-01-15', '16:00')
		};
		const slot = nextSlot(last, { weeks: 6, today: '2026-11-22' });
		expect(slot).toEqual({ date: '2026-11-26', start: '14:00', end: '16:00' });
	});

	test('[C3] two weeks from now when nobody ever met', () => {
		expect(nextSlot(null, { weeks: 6, today: '2026-11-22' }).date).toBe('2026-12-06');
	});
});

test.each([
	['2026-11-26', { date: '2026-11-26' }],
	['26/11/2026', { date: '2026-11-26' }],
	['2.1.2027', { date: '2027-01-02' }],
	['', { problem: 'missing' }],
	['demain', { problem: 'malformed' }],
	['2026-13-01', { problem: 'malformed' }],
	['31/11/2026', { problem: 'no_such_day', month: 11, days: 30 }],
	['29/02/2026', { problem: 'no_such_day', month: 2, days: 28 }]
])('[C4] the date « %s »', (text, parsed) => {
	expect(parseDay(text)).toEqual(parsed);
});

test.each([
	['09:30', '09:30'],
	['9h30', '09:30'],
	['9 h 30', '09:30'],
	['14 h', '14:00'],
	['24:00', null],
	['9', null],
	['', null]
])('[C4] the hour « %s »', (text, time) => {
	expect(parseTime(text)).toBe(time);
});
