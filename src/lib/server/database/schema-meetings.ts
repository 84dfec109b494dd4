/** Tables of meetings. */
import type { Generated } from 'kysely';
import type { AttendanceAnswer } from '$lib/domain/attendance';
import type { DecisionKind } from '$lib/domain/decision';
import type { CarryReason } from '$lib/domain/carried-item';
import type { AgendaItemKind, MeetingStatus } from '$lib/domain/meeting';
import type { RunItemState } from '$lib/domain/meeting-run';
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
	notes: Generated<string>;
	parked: Generated<boolean>;
	presenter_id: string | null;
	informed: Generated<boolean>;
}

export interface CalendarFeeds {
	profile_id: string;
	token_hash: Buffer;
	created_at: GeneratedTimestamp;
}

export interface Decisions {
	id: string;
	meeting_id: string;
	group_id: string;
	item_id: string;
	case_id: string | null;
	kind: DecisionKind;
	label: string;
	owner_id: string | null;
	due_on: string | null;
	action_id: string | null;
	blocker_id: string | null;
	author_id: string;
	created_at: GeneratedTimestamp;
	done_at: NullableTimestamp;
}

export interface CarriedItems {
	id: Generated<string>;
	meeting_id: string;
	item_id: string;
	group_id: string;
	kind: AgendaItemKind;
	case_id: string | null;
	title: string;
	question: string;
	minutes: number;
	rank: number;
	reason: CarryReason;
	times: number;
	created_at: GeneratedTimestamp;
	dismissed_at: NullableTimestamp;
	dismissed_by: string | null;
	word: Generated<string>;
}

export interface MeetingAddenda {
	id: string;
	meeting_id: string;
	group_id: string;
	text: string;
	author_id: string;
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

export interface MeetingClosings {
	meeting_id: string;
	number: number;
	group_id: string;
	closed_at: GeneratedTimestamp;
	closed_by: string | null;
	sealed_at: NullableTimestamp;
	content: object | null;
	reopened_at: NullableTimestamp;
	reopened_by: string | null;
	reason: Generated<string>;
}

export interface MeetingRuns {
	meeting_id: string;
	group_id: string;
	facilitator_id: string;
	started_at: GeneratedTimestamp;
	item_id: string | null;
	since: NullableTimestamp;
	ended_at: NullableTimestamp;
	ended_by: string | null;
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
	agenda_sent_at: NullableTimestamp;
	agenda_sent_as: string | null;
}

export interface RunItems {
	meeting_id: string;
	item_id: string;
	group_id: string;
	state: Generated<RunItemState>;
	spent: Generated<number>;
	extra: Generated<number>;
}

export interface Skips {
	id: Generated<string>;
	meeting_id: string;
	case_id: string;
	group_id: string;
	skipped_by: string;
	asked_by: string | null;
	word: Generated<string>;
	created_at: GeneratedTimestamp;
	seen_at: NullableTimestamp;
}
