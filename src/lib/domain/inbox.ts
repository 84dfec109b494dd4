import type { ActionStatus } from './action';
import type { BlockerType } from './blocker';
import type { Cohort } from './cohort';
import type { CheckKind, OutcomeKind } from './course';
import type { RequestLife } from './request';

/**
 * `request`: asked of the reader about a blocker or a case. `request_answer`: what became of what the reader asked.
 * `circle_request`: somebody asks to join a circle. `handover`: a case is offered to the reader. `circle_answer`: the
 * answer to what the reader asked or offered. `orphan`: nobody leads a case whose circle the reader is in. `skip`:
 * what the reader proposed waits for another meeting. `inform`: a meeting will speak of a person who does not know yet.
 * `check`: a job or a training that somebody must ask about. `exit`: a case left without a reason.
 * `blocker_answer`: what became of a blocker that the reader entrusted.
 */
export type InboxItemKind =
	| 'mention'
	| 'request'
	| 'request_answer'
	| 'action'
	| 'blocker'
	| 'blocker_answer'
	| 'agreement'
	| 'circle_request'
	| 'handover'
	| 'circle_answer'
	| 'orphan'
	| 'skip'
	| 'inform'
	| 'check'
	| 'exit';

/** What somebody may do with an action that waits for them. */
export interface WorkItem {
	/** Why it waits for the reader: it is theirs, their organisation's, or nobody's any more in a case that they lead. */
	reason: 'owner' | 'organization' | 'left';
	/** Who has it, as forms say it: somebody, `organization:<id>`, or nothing for the person. */
	owner: string;
	status: ActionStatus;
	/** From whoever gave it, or gave it back; may be empty. */
	word: string;
	/** The author gave it back. */
	returned: boolean;
	/** The reader may give it back to the author. */
	returnable: boolean;
	/** Others who may do it. */
	circle: { id: string; firstName: string; lastName: string }[];
}

/** One thing that asks something of one professional. */
export interface InboxItem {
	/** `<kind>:<id of the row>` */
	id: string;
	kind: InboxItemKind;
	territory: string;
	case: { reference: string; shortName: string; cohort: Cohort } | null;
	/** Who asks, null for the clock. */
	author: { id: string; firstName: string; lastName: string; color: number } | null;
	/** The sentence around a mention, the label of an action…; null when the reader may not see it. */
	text: string | null;
	/** ISO date-time at which it came. */
	at: string;
	/** ISO date at which it is due. */
	dueOn: string | null;
	/** Address of the exact place. */
	href: string;
	doneAt: string | null;
	/** Of a `mention`, a `request` or a `request_answer`. */
	request?: RequestLife;
	/** Of an `action` of a case. */
	work?: WorkItem;
	/** Of a blocker that the reader carries, or entrusted. */
	blockerType?: BlockerType;
	/** Of a `blocker`: somebody gave it to the reader, who has not taken it on. */
	awaited?: boolean;
	/** Of a `blocker_answer`: it is lifted; otherwise it came back. */
	lifted?: boolean;
	/** Of a `circle_request`: the agreement names their organisation already, so that no word of the person is needed. */
	named?: boolean;
	/** Of a `check`: which one, of what, and since when (ISO date). */
	check?: { kind: CheckKind; outcome: OutcomeKind; startsOn: string };
	/** Of a `circle_answer`: to what, and which. */
	answer?: { to: 'circle_request' | 'handover'; accepted: boolean };
}

/** A dated event of the week. */
export interface WeekEvent {
	at: string;
	kind: 'meeting' | 'action';
	label: string;
	detail: string;
	href: string;
}

/** A meeting that runs now, of a group where the reader works. */
export interface RunningMeeting {
	meetingId: string;
	/** Where to follow it. */
	href: string;
	/** Name of the territory. */
	territory: string;
	/** First name of whoever leads. */
	facilitator: string;
}

export interface InboxFacts {
	items: InboxItem[];
	week: WeekEvent[];
}
