/** Tables of meetings. */
import type { Generated } from 'kysely';
import type { AttendanceAnswer } from '$lib/domain/attendance';
import type { AgendaItemKind, MeetingStatus } from '$lib/domain/meeting';
import type { MeetingKind } from '$lib/domain/meeting-series';
import type { GeneratedTimestamp, NullableTimestamp, Timestamp } from './schema-columns';

export interface AgendaItems {
	meeting_id: string;
	item_id: string;
	group_id: string;
	kind: AgendaItemKind;
	case_id: string | null;
	title: Generated<string>;
	question: Generated<string>;
	minutes: Generated<number>;
	rank: number;
}

export interface CalendarFeeds {
	profile_id: string;
	token_hash: Buffer;
	created_at: GeneratedTimestamp;
}

export interface MeetingAttendance {
	meeting_id: string;
	group_id: string;
	profile_id: string;
	answer: AttendanceAnswer;
	word: Generated<string>;
	represented_by: string | null;
	answered_at: GeneratedTimestamp;
	answered_by: string;
}

export interface MeetingSeriesRow {
	id: string;
	group_id: string;
	kind: MeetingKind;
	weeks: number;
	/** `HH:MM:SS` */
	starts_time: string;
	ends_time: string;
	place: Generated<string>;
	video_url: string | null;
	ended_at: NullableTimestamp;
	created_by: string;
	created_at: GeneratedTimestamp;
}

export interface Meetings {
	id: Generated<string>;
	group_id: string;
	starts_at: Timestamp;
	ends_at: Timestamp;
	place: Generated<string>;
	video_url: string | null;
	status: Generated<MeetingStatus>;
	created_by: string;
	created_at: GeneratedTimestamp;
	kind: Generated<MeetingKind>;
	series_id: string | null;
	detached: Generated<boolean>;
	cancelled_at: NullableTimestamp;
	updated_at: NullableTimestamp;
}
