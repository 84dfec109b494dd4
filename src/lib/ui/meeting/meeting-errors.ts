import { instantOf, parseDay, parseTime } from '$lib/domain/agenda-calendar';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

export const MEETING_FIELDS = ['date', 'start', 'end', 'place', 'video'] as const;
export type MeetingField = (typeof MEETING_FIELDS)[number];
/** What was typed, as it was typed. */
export type MeetingValues = Record<MeetingField, string>;

export type MeetingError =
	| { code: 'date_missing' | 'date_malformed' | 'date_past' | 'date_taken' }
	| { code: 'date_no_such_day'; month: number; days: number }
	| { code: 'start_missing' | 'end_missing' | 'end_before_start' | 'end_too_late' }
	| { code: 'place_too_long' | 'video_not_https' | 'refused' };
export type MeetingErrors = Partial<Record<MeetingField, MeetingError>>;

export interface MeetingInput {
	date: string;
	startsAt: string;
	endsAt: string;
	place: string;
	videoUrl: string | null;
}

const PLACE_MAX_LENGTH = 120;
const VIDEO_MAX_LENGTH = 300;
const LONGEST_MS = 8 * 3_600_000;

/** The meeting that was typed, or what is wrong with each field. `today` is an ISO date. */
export function parseMeeting(
	values: MeetingValues,
	{ today }: { today: string }
): { meeting: MeetingInput } | { errors: MeetingErrors } {
	const errors: MeetingErrors = {};
	const day = parseDay(values.date);
	const start = parseTime(values.start);
	const end = parseTime(values.end);
	if ('problem' in day) {
		errors.date =
			day.problem === 'no_such_day'
				? { code: 'date_no_such_day', month: day.month, days: day.days }
				: { code: day.problem === 'missing' ? 'date_missing' : 'date_malformed' };
	} else if (day.date < today) errors.date = { code: 'date_past' };
	if (start === null) errors.start = { code: 'start_missing' };
	if (end === null) errors.end = { code: 'end_missing' };
	const place = values.place.trim();
	if (place.length > PLACE_MAX_LENGTH) errors.place = { code: 'place_too_long' };
	const video = values.video.trim();
	if (video !== '' && (!isHttps(video) || video.length > VIDEO_MAX_LENGTH))
		errors.video = { code: 'video_not_https' };
	if (start !== null && end !== null) {
		if (end <= start) errors.end = { code: 'end_before_start' };
		else if (Date.parse(`1970-01-01T${end}Z`) - Date.parse(`1970-01-01T${start}Z`) > LONGEST_MS)
			errors.end = { code: 'end_too_late' };
	}
	if (Object.keys(errors).length > 0 || start === null || end === null || 'problem' in day)
		return { errors };
	return {
		meeting: {
			date: day.date,
			startsAt: instantOf(day.date, start),
			endsAt: instantOf(day.date, end),
			place,
			videoUrl: video === '' ? null : video
		}
	};
}

export function errorText(error: MeetingError): string {
	switch (error.code) {
		case 'date_missing':
			return m.meeting_error_date_missing();
		case 'date_malformed':
			return m.meeting_error_date_malformed();
		case 'date_past':
			return m.meeting_error_date_past();
		case 'date_taken':
			return m.meeting_error_date_taken();
		case 'date_no_such_day':
			return m.meeting_error_date_no_such_day({
				month: monthName(error.month),
				days: error.days
			});
		case 'start_missing':
			return m.meeting_error_start_missing();
		case 'end_missing':
			return m.meeting_error_end_missing();
		case 'end_before_start':
			return m.meeting_error_end_before_start();
		case 'end_too_late':
			return m.meeting_error_end_too_late();
		case 'place_too_long':
			return m.meeting_error_place_too_long();
		case 'video_not_https':
			return m.meeting_error_video_not_https();
		case 'refused':
			return m.meeting_error_refused();
	}
}

/** A month at the start of a sentence: `Novembre`. */
function monthName(month: number): string {
	const name = new Intl.DateTimeFormat(getLocale(), { month: 'long', timeZone: 'UTC' }).format(
		Date.UTC(2026, month - 1, 1)
	);
	return name.charAt(0).toLocaleUpperCase(getLocale()) + name.slice(1);
}

function isHttps(text: string): boolean {
	return /^https:\/\/[^\s]+$/.test(text) && URL.canParse(text);
}
