import type { Cohort } from './cohort';
import type { MeetingKind } from './meeting-series';
import type { Stage } from './stage';

export const AGENDA_ITEM_KINDS = [
	'case',
	'opening',
	'information',
	'workshop',
	'decision',
	'free'
] as const;
export type AgendaItemKind = (typeof AGENDA_ITEM_KINDS)[number];

export type MeetingStatus = 'draft' | 'sent' | 'running' | 'closed';

/** Longest question to the group, in characters: it is projected in large type. */
export const QUESTION_MAX_LENGTH = 120;
export const ITEM_MINUTES = { min: 1, max: 120, case: 6, free: 10 } as const;
/** Columns of the grid of a workshop at most, and longest title of one, in characters. */
export const GRID = { columns: 10, title: 60 } as const;

export interface MeetingFacts {
	meetingId: string;
	groupId: string;
	kind: MeetingKind;
	/** Null: planned alone. */
	seriesId: string | null;
	/** It does not take place, unless it is restored. */
	cancelled: boolean;
	/** ISO date-times. */
	startsAt: string;
	endsAt: string;
	place: string;
	videoUrl: string | null;
	status: MeetingStatus;
}

/** A case of the group as the agenda needs it: nothing that the whole group may not read. */
export interface AgendaCase {
	caseId: string;
	reference: string;
	shortName: string;
	cohort: Cohort;
	stage: Stage;
	referentId: string | null;
	blockers: { type: string }[];
	lastContactOn: string | null;
	agreementExpiresOn: string | null;
	/** Date of the last closed meeting that reviewed it. */
	lastReviewOn: string | null;
	/** Since when it waits, ISO dates without what waits: the blocker that stood still longest, the oldest question without answer, the due date of the action that is most late. */
	stuckSince: string | null;
	askedSince: string | null;
	lateSince: string | null;
	/** Since when the person has a job or a training. */
	employedSince: string | null;
}

/** Longest word to whoever proposed a case that is left for another meeting, in characters. */
export const SKIP_WORD_MAX_LENGTH = 200;

/** What was sent to the members, as far as one tells whether the agenda changed since. */
export interface AgendaSending {
	/** ISO date-time. */
	at: string;
	fingerprint: string;
}
