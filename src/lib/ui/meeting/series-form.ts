import { parseDay, parseTime } from '$lib/domain/agenda-calendar';
import {
	SERIES_DATES_MAX,
	SERIES_WEEKS,
	type MeetingKind,
	type MeetingSeries
} from '$lib/domain/meeting-series';
import { m } from '$lib/paraglide/messages';
import { errorText, parseMeeting } from './meeting-errors';
import type { MeetingLine } from './meeting-line';

/** What was typed for a series, as it was typed. */
export interface SeriesValues {
	weeks: string;
	first: string;
	start: string;
	end: string;
	place: string;
	video: string;
	/** The dates that are ticked. */
	dates: readonly string[];
}

export type SeriesErrors = Partial<Record<keyof SeriesValues, string>>;

export interface SeriesInput {
	settings: Omit<MeetingSeries, 'id' | 'kind'>;
	/** ISO dates, earliest first. */
	dates: string[];
}

/** The series that was typed, or what is wrong with each field, in the reader's language. `today` is an ISO date. */
export function parseSeries(
	values: SeriesValues,
	{ today }: { today: string }
): SeriesInput | { errors: SeriesErrors } {
	const { first, start, end, place, video } = values;
	const parsed = parseMeeting({ date: first, start, end, place, video }, { today });
	const errors: SeriesErrors = {};
	if ('errors' in parsed) {
		const { date, ...others } = parsed.errors;
		if (date) errors.first = errorText(date);
		for (const name of ['start', 'end', 'place', 'video'] as const) {
			const error = others[name];
			if (error) errors[name] = errorText(error);
		}
	}
	const weeks = Number(values.weeks);
	if (!Number.isInteger(weeks) || weeks < SERIES_WEEKS.min || weeks > SERIES_WEEKS.max)
		errors.weeks = m.meeting_error_weeks();
	const dates = readDates(values.dates, today);
	if (dates === null) errors.dates = m.meeting_error_dates();
	const [startTime, endTime] = [parseTime(start), parseTime(end)];
	if ('errors' in parsed || dates === null || startTime === null || endTime === null)
		return { errors };
	if (Object.keys(errors).length > 0) return { errors };
	const { videoUrl } = parsed.meeting;
	return {
		settings: { weeks, start: startTime, end: endTime, place: parsed.meeting.place, videoUrl },
		dates
	};
}

function readDates(texts: readonly string[], today: string): string[] | null {
	const days = texts.map(parseDay).flatMap((day) => ('date' in day ? [day.date] : []));
	const dates = [...new Set(days)].filter((date) => date >= today).toSorted();
	const whole = dates.length === texts.length;
	return whole && dates.length > 0 && dates.length <= SERIES_DATES_MAX ? dates : null;
}

/** Meetings of a series that a change from that day on takes along, earliest first. */
export function movableMeetings(
	meetings: readonly MeetingLine[],
	{ seriesId, from }: { seriesId: string; from: string }
): MeetingLine[] {
	return meetings
		.filter(
			(meeting) =>
				meeting.seriesId === seriesId &&
				(meeting.status === 'draft' || meeting.status === 'sent') &&
				!meeting.cancelled &&
				!meeting.detached &&
				meeting.date >= from
		)
		.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

/** Days that a new series of a kind cannot take: those of its meetings, but for the cancelled ones, which it restores. */
export function takenDays(meetings: readonly MeetingLine[], kind: MeetingKind): Set<string> {
	const held = meetings.filter((meeting) => meeting.kind === kind && !meeting.cancelled);
	return new Set(held.map(({ date }) => date));
}

/** Days that a changed series cannot take: those of all meetings of its kind that do not move with it. */
export function fixedDays(
	meetings: readonly MeetingLine[],
	{ series, from }: { series: MeetingSeries; from: string }
): Set<string> {
	const moving = new Set(
		movableMeetings(meetings, { seriesId: series.id, from }).map(({ meetingId }) => meetingId)
	);
	const fixed = meetings.filter(
		({ kind, meetingId }) => kind === series.kind && !moving.has(meetingId)
	);
	return new Set(fixed.map(({ date }) => date));
}
