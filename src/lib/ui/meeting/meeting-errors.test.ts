import { describe, expect, test } from 'vitest';
import { errorText, parseMeeting, type MeetingError, type MeetingValues } from './meeting-errors';

const today = '2026-11-22';

test('[F1] a meeting is read with the clocks of France', () => {
	expect(parseMeeting(values({}), { today })).toEqual({
		meeting: {
			date: '2026-11-26',
			startsAt: '2026-11-26T08:30:00.000Z',
			endsAt: '2026-11-26T10:30:00.000Z',
			place: 'La Passerelle',
			videoUrl: null
		}
	});
});

describe('[F2] each field says what is wrong', () => {
	test.each<[Partial<MeetingValues>, string, MeetingError['code']]>([
		[{ date: '' }, 'date', 'date_missing'],
		[{ date: '31/11/2026' }, 'date', 'date_no_such_day'],
		[{ date: 'jeudi' }, 'date', 'date_malformed'],
		[{ date: '2026-11-21' }, 'date', 'date_past'],
		[{ start: '' }, 'start', 'start_missing'],
		[{ end: '25:00' }, 'end', 'end_missing'],
		[{ end: '09:30' }, 'end', 'end_before_start'],
		[{ end: '19:30' }, 'end', 'end_too_late'],
		[{ place: 'x'.repeat(121) }, 'place', 'place_too_long'],
		[{ video: 'http://visio.example' }, 'video', 'video_not_https'],
		[{ video: 'https://' }, 'video', 'video_not_https']
	])('%o', (fields, field, code) => {
		const result = parseMeeting(values(fields), { today });
		expect(result).toMatchObject({ errors: { [field]: { code } } });
	});
});

test('[F3] all that is wrong is said at once', () => {
	const result = parseMeeting(values({ date: '', start: '', end: '' }), { today });
	expect('errors' in result && Object.keys(result.errors)).toEqual(['date', 'start', 'end']);
});

test('[F4] a day that does not exist is said with its month', () => {
	expect(errorText({ code: 'date_no_such_day', month: 11, days: 30 })).toBe(
		'Novembre n’a que 30\u00a0jours. Choisissez une autre date.'
	);
});

function values(fields: Partial<MeetingValues>): MeetingValues {
	return {
		date: '2026-11-26',
		start: '09:30',
		end: '11:30',
		place: ' La Passerelle ',
		video: '',
		...fields
	};
}
