import type { AgreementForm } from '$lib/domain/case';
import type { BlockerStatus, BlockerType } from '$lib/domain/blocker';
import type { Cohort } from '$lib/domain/cohort';
import type { Stage } from '$lib/domain/stage';
import type { InterviewKind } from '$lib/documents/case-document';
import type { MemberKey } from './team';

/** Somebody called in a text, `days` ago. */
export interface DemoMention {
	to: MemberKey;
	by: MemberKey;
	days: number;
}

/** A paragraph: plain text, or text around mentions. */
export type Line = string | (string | DemoMention)[];

export interface DemoNote {
	now: Line[];
	wants: Line[];
	leads: Line[];
}

export interface DemoBlocker {
	type: BlockerType;
	status?: BlockerStatus;
	detail: string;
	carrier?: MemberKey;
	/** Days since it was named. */
	days: number;
	liftedBy?: string;
}

export interface DemoAction {
	label: string;
	/** The référent when left out; `person`: the person does it. */
	owner?: MemberKey | 'person';
	/** Days from today, negative when late; none when left out. */
	due?: number;
	/** Days since it was done. */
	done?: number;
	reserved?: true;
	blocker?: BlockerType;
}

export interface DemoInterview {
	kind: InterviewKind;
	/** Days ago. */
	days: number;
	place: string;
	by: MemberKey;
	lines: Line[];
}

/** One fictional person followed by the group. All dates are days before the day of loading. */
export interface DemoCase {
	reference: string;
	firstName: string;
	initial: string;
	she: boolean;
	cohort: Cohort;
	age: number;
	stage: Stage;
	opened: number;
	stageSince: number;
	/** Who moved the card last, when it is not the référent. */
	movedBy?: MemberKey;
	referent: MemberKey;
	/** The circle, besides the référent. */
	circle: MemberKey[];
	/** Null: not shared yet. */
	agreement: { form: AgreementForm; given: number; expiresIn: number } | null;
	lastContact: number | null;
	blockers: DemoBlocker[];
	actions: DemoAction[];
	note?: DemoNote;
	interviews?: DemoInterview[];
	/** Notes that one organisation keeps for itself. */
	own?: { by: MemberKey; lines: string[] }[];
	/** Proposed for the next agenda. */
	proposal?: { question: string; by: MemberKey };
}

/** An agreement for a year, signed `given` days ago. */
export function signed(given: number): NonNullable<DemoCase['agreement']> {
	return { form: 'signed', given, expiresIn: 365 - given };
}

/** An agreement for a year, given by word of mouth `given` days ago. */
export function oral(given: number): NonNullable<DemoCase['agreement']> {
	return { form: 'oral', given, expiresIn: 365 - given };
}
