import type { CalendarEvent } from '$lib/domain/calendar-file';
import type { MeetingKind } from '$lib/domain/meeting-series';
import { m } from '$lib/paraglide/messages';
import { typeText } from './meeting-text';

/** What a calendar may know of a meeting. */
export interface CalendarMeeting {
	meetingId: string;
	kind: MeetingKind;
	startsAt: string;
	endsAt: string;
	updatedAt: string;
	sequence: number;
	place: string;
	videoUrl: string | null;
	cancelled: boolean;
}

/** A meeting as an entry of a calendar: territory, kind, place, hours, link. No name, no case, no agenda. */
export function calendarEvent(meeting: CalendarMeeting, territory: string): CalendarEvent {
	const { meetingId, kind, startsAt, endsAt, updatedAt, sequence, place, videoUrl, cancelled } =
		meeting;
	return {
		uid: `${meetingId}@maillage`,
		startsAt,
		endsAt,
		updatedAt,
		sequence,
		cancelled,
		summary: m.meeting_feed_summary({ kind: typeText(kind), territory }),
		location: place,
		video: videoUrl === null ? null : { url: videoUrl, label: m.meeting_feed_video() }
	};
}

/** How a calendar is sent. */
export const CALENDAR_HEADERS = { 'content-type': 'text/calendar; charset=utf-8' };
