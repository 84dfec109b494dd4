import { describe, expect, test } from 'vitest';
import type { MeetingSeries } from '$lib/domain/meeting-series';
import type { MeetingLine } from './meeting-line';
import {
	fixedDays,
	movableMeetings,
	parseSeries,
	takenDays,
	type SeriesValues
} from './series-form';

const TODAY = '2026-11-22';

test('[R7] a series as it is typed', () => {
	expect(
		parseSeries(values({ start: '9h30', video: 'https://visio.example/a' }), { today: TODAY })
	).toEqual({
		settings: {
			weeks: 6,
			start: '09:30',
			end: '11:30',
			place: 'La Passerelle',
			videoUrl: 'https://visio.example/a'
		},
		dates: ['2026-11-26', '2027-01-07']
	});
});

test.each<[string, Partial<SeriesValues>, keyof SeriesValues]>([
	['no rhythm', { weeks: '' }, 'weeks'],
	['a rhythm of half a week', { weeks: '0.5' }, 'weeks'],
	['a rhythm of 27 weeks', { weeks: '27' }, 'weeks'],
	['a first date that is past', { first: '2026-11-21' }, 'first'],
	['an end before the start', { end: '09:00' }, 'end'],
	['no hour', { start: '' }, 'start'],
	['a link of another kind', { video: 'http://visio.example' }, 'video'],
	['no date', { dates: [] }, 'dates'],
	['a date twice', { dates: ['2026-11-26', '2026-11-26'] }, 'dates'],
	['a date that is none', { dates: ['2026-11-31'] }, 'dates'],
	['a date that is past', { dates: ['2026-11-01'] }, 'dates']
])('[R7] %s is wrong, and only that', (_, changes, field) => {
	const parsed = parseSeries(values(changes), { today: TODAY });
	expect('errors' in parsed ? Object.keys(parsed.errors) : []).toEqual([field]);
});

describe('[R8] what moves with a series', () => {
	const MEETINGS = [
		line({ meetingId: 'later', date: '2027-01-07' }),
		line({ meetingId: 'next', date: '2026-11-26' }),
		line({ meetingId: 'closed', date: '2026-11-25', status: 'closed' }),
		line({ meetingId: 'cancelled', date: '2027-02-18', cancelled: true }),
		line({ meetingId: 'changed', date: '2027-04-01', detached: true }),
		line({ meetingId: 'alone', date: '2026-12-03', seriesId: null }),
		line({ meetingId: 'other', date: '2026-12-10', kind: 'weekly', seriesId: 'w' })
	];

	test('the meetings to come that nobody changed by themselves', () => {
		const ids = (from: string): string[] =>
			movableMeetings(MEETINGS, { seriesId: 's', from }).map(({ meetingId }) => meetingId);
		expect(ids(TODAY)).toEqual(['next', 'later']);
		expect(ids('2026-12-01')).toEqual(['later']);
	});

	test('the days of the others of its kind are taken', () => {
		expect([...fixedDays(MEETINGS, { series: SERIES, from: '2026-12-01' })].sort()).toEqual([
			'2026-11-25',
			'2026-11-26',
			'2026-12-03',
			'2027-02-18',
			'2027-04-01'
		]);
	});

	test('a new series takes the days of cancelled meetings again', () => {
		expect(takenDays(MEETINGS, 'operational').has('2027-02-18')).toBe(false);
		expect(takenDays(MEETINGS, 'operational').has('2026-12-03')).toBe(true);
		expect(takenDays(MEETINGS, 'technical').size).toBe(0);
	});
});

const SERIES: MeetingSeries = {
	id: 's',
	kind: 'operational',
	weeks: 6,
	start: '09:30',
	end: '11:30',
	place: '',
	videoUrl: null
};

function values(changes: Partial<SeriesValues>): SeriesValues {
	return {
		weeks: '6',
		first: '2026-11-26',
		start: '09:30',
		end: '11:30',
		place: ' La Passerelle ',
		video: '',
		dates: ['2027-01-07', '2026-11-26'],
		...changes
	};
}

function line(fields: Partial<MeetingLine>): MeetingLine {
	const date = fields.date ?? TODAY;
	return {
		meetingId: 'm',
		groupId: 'g',
		kind: 'operational',
		seriesId: 's',
		cancelled: false,
		startsAt: `${date}T08:30:00.000Z`,
		endsAt: `${date}T10:30:00.000Z`,
		place: '',
		videoUrl: null,
		status: 'draft',
		date,
		address: date,
		detached: false,
		attendance: [],
		caseCount: 0,
		...fields
	};
}
