import type { ActionStatus } from './action';
import type { AttendanceAnswer } from './attendance';
import type { CarryReason } from './carried-item';
import type { DecisionKind } from './decision';
import type { AgendaItemKind, MeetingStatus } from './meeting';
import type { RunItemState } from './meeting-run';
import type { MeetingKind } from './meeting-series';
import type { Role } from './member';

/** Whom the minutes are for: the whole group, one's own organisation, or the coordination, which reads no name. */
export const MINUTES_CUTS = ['full', 'organization', 'coordination'] as const;
export type MinutesCut = (typeof MINUTES_CUTS)[number];

/** Longest addendum, in characters. */
export const ADDENDUM_MAX_LENGTH = 2000;
/** Longest reason of reopening, in characters. */
export const REOPENING_REASON_MAX_LENGTH = 200;

/** A professional, as minutes name them. */
export interface MinutesPerson {
	/** First and last name; null in the cut of the coordination. */
	name: string | null;
	/** Null when the organisation is sensitive. */
	organization: string | null;
	/** Null once they left the group. */
	role: Role | null;
}

export interface MinutesAttendance {
	person: MinutesPerson;
	/** Null: no answer. */
	answer: AttendanceAnswer | null;
	representedBy: MinutesPerson | null;
}

export interface MinutesDecision {
	id: string;
	kind: DecisionKind;
	label: string;
	/** Null: nobody yet, or the person themself. */
	owner: MinutesPerson | null;
	/** ISO date. */
	dueOn: string | null;
	/** How far it is today; null for what asks nothing of anybody. */
	status: ActionStatus | null;
}

export interface MinutesItem {
	id: string;
	/** From 1, in the order of the agenda. */
	rank: number;
	kind: AgendaItemKind;
	/** A case that the reader may no longer know of: nothing else than its rank is said of it. */
	withdrawn: boolean;
	/** Of a case: `VT-018`, and « S. H. », which the cut of the coordination leaves out. */
	reference: string | null;
	initials: string | null;
	/** Of the other kinds; empty for a case. */
	title: string;
	question: string;
	state: RunItemState;
	/** Minutes planned, and seconds spent. */
	minutes: number;
	seconds: number;
	/** Plain text; empty in the cut of the coordination. */
	notes: string;
	decisions: MinutesDecision[];
	/** Why it went to the next meeting; null when it did not. */
	carried: CarryReason | null;
}

/** A line of the table of actions and requests, or of the register. */
export interface MinutesAction extends MinutesDecision {
	/** Of the item it was decided on; null when it was not about a case. */
	reference: string | null;
	initials: string | null;
}

export interface MinutesAddendum {
	id: string;
	text: string;
	/** ISO date-time. */
	at: string;
	author: MinutesPerson | null;
}

/** One closing of the meeting: minutes are written once for each. */
export interface MinutesVersion {
	/** From 1. */
	number: number;
	/** ISO date-times; `reopenedAt` is null for the one in force. */
	sealedAt: string;
	reopenedAt: string | null;
	/** Why it was reopened. */
	reason: string;
}

export interface Minutes {
	cut: MinutesCut;
	meetingId: string;
	groupId: string;
	kind: MeetingKind;
	status: MeetingStatus;
	/** Name of the territory of the group. */
	territory: string;
	/** ISO date-times, as planned. */
	startsAt: string;
	endsAt: string;
	/** ISO date-times, as it was; null when nobody ran it. */
	startedAt: string | null;
	endedAt: string | null;
	place: string;
	/** Who led last; null when nobody did. */
	facilitator: MinutesPerson | null;
	attendance: MinutesAttendance[];
	items: MinutesItem[];
	/** Actions and requests decided that day, the earliest date first. */
	actions: MinutesAction[];
	/** What the previous meeting of that kind had decided, with its status of today. */
	previous: MinutesAction[];
	/** Oldest first. */
	addenda: MinutesAddendum[];
	/** Oldest first; empty until it is sealed: what is read then is what the tables hold now. */
	versions: MinutesVersion[];
	/** The version read; null: not sealed. */
	version: number | null;
	/** Next meeting of that kind, ISO date-times. */
	next: { startsAt: string; endsAt: string; place: string } | null;
}

/** A line of the register of decisions of a group. */
export interface RegisteredDecision extends MinutesAction {
	meetingId: string;
	meetingKind: MeetingKind;
	/** Day in France of the meeting, ISO date. */
	heldOn: string;
	/** ISO date-time at which it was written. */
	at: string;
	/** Last part of the address of the meeting. */
	address: string;
}
