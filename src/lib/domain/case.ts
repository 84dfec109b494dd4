import type { Action } from './action';
import type { Blocker, BlockerStatus, BlockerType, RESERVED } from './blocker';
import type { Cohort } from './cohort';
import type { CaseCourse } from './course';
import type { Decision } from './decision';
import type { HelpRequest } from './request';
import type { Stage } from './stage';

/** What a card of the board knows from the tables, masked for the whole group. */
export interface CardFacts {
	caseId: string;
	reference: string;
	/** First name and initial, e.g. `Samira H.` */
	shortName: string;
	cohort: Cohort;
	/** Stage last stored by the server, and since when (ISO date-time). */
	stage: Stage;
	stageSince: string;
	referentId: string | null;
	/** That opened the case; null when its very name would say too much. */
	organizationId: string | null;
	circleSize: number;
	/** People of the circle: who may open the case. */
	circleIds: string[];
	/** Open blockers, restricted ones reduced to `reserved` (once). */
	blockers: { type: BlockerType | typeof RESERVED; status: BlockerStatus }[];
	/** Next action to do; `label` null when it is reserved to the circle. */
	nextAction: { label: string | null; dueOn: string | null } | null;
	/** Requests without answer, and since when nobody said anything (ISO date). */
	waitingMentions: number;
	waitingSince?: string | null;
	/** ISO date of the last interview, or of creation. */
	lastContactOn: string | null;
	/** Date of the next meeting whose agenda holds this case. */
	agendaOn: string | null;
	/** Not shared yet: seen by its own organisation only. */
	shared: boolean;
	/** Date the agreement stops, if any. */
	agreementExpiresOn: string | null;
	/** ISO date at which the job or the training that goes on started. */
	employedOn?: string | null;
	/** Where its last closing or reopening put the case, by whom and when (ISO date-time); while `closed`, it stays there. */
	settled?: { stage: Stage; byId: string; at: string; closed: boolean } | null;
}

export type AgreementForm = 'oral' | 'signed';

export interface AgreementFacts {
	form: AgreementForm;
	givenOn: string;
	expiresOn: string;
	organizationIds: string[];
}

export interface CircleMember {
	profileId: string;
	/** ISO date. */
	since: string;
	/** `creator`, `referent`, or what whoever invited them wrote. */
	reason: string;
}

/** Somebody who asks to join the circle. */
export interface CircleRequest {
	id: string;
	profileId: string;
	reason: string;
	/** The agreement names their organisation already; otherwise the person's word is needed to accept. */
	named: boolean;
	/** ISO date-time. */
	at: string;
}

/** The case is offered to its next référent, who has not answered. */
export interface Handover {
	id: string;
	fromId: string;
	toId: string;
	word: string;
	/** ISO date-time. */
	at: string;
}

/** What the case page knows from the tables, for the circle. */
/** A line of a meeting about the case. */
export interface CaseDecision extends Decision {
	/** Day in France of the meeting, ISO date. */
	heldOn: string;
}

export interface CaseFacts {
	caseId: string;
	groupId: string;
	reference: string;
	firstName: string;
	shortName: string;
	cohort: Cohort;
	stage: Stage;
	stageSince: string;
	/** Null: nobody leads the case. */
	referentId: string | null;
	organizationId: string;
	createdAt: string;
	lastContactOn: string | null;
	agendaOn: string | null;
	/** Null: not shared yet. */
	agreement: AgreementFacts | null;
	circle: CircleMember[];
	requests: CircleRequest[];
	handover: Handover | null;
	blockers: Blocker[];
	actions: Action[];
	/** What meetings decided on it, latest first; the actions and blockers among them have the same ids above. */
	decisions: CaseDecision[];
	/** What is asked about it, oldest first; closed ones for a week. Missing: nothing was asked. */
	helpRequests?: HelpRequest[];
	course: CaseCourse;
}

/** What a member outside the circle may know of a shared case. */
export interface CaseOutline {
	reference: string;
	shortName: string;
	cohort: Cohort;
	stage: Stage;
	referentId: string | null;
	blockers: CardFacts['blockers'];
	/** The reader's own request to join the circle, not answered yet. */
	myRequest: { id: string; reason: string; at: string } | null;
}
