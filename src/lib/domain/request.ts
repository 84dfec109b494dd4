import { daysBetween } from './agenda-calendar';

export type RequestState = 'asked' | 'seen' | 'taken' | 'answered' | 'declined' | 'closed';

export const DECLINE_REASONS = [
	'not_my_role',
	'no_capacity',
	'missing_information',
	'other'
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** Longest question, in characters. */
export const REQUEST_WORDS_MAX = 300;
/** Longest answer, in characters. */
export const REQUEST_ANSWER_MAX = 1000;
/** Days without answer after which a card and a panel say so. */
const SILENCE_DAYS = 5;

/** What is asked about a case, as its circle sees it. */
export interface HelpRequest {
	id: string;
	blockerId: string | null;
	authorId: string;
	/** One of these two, or neither: a guest. */
	targetId: string | null;
	targetOrganizationId: string | null;
	/** ISO date-time at which the link of the guest stops working. */
	guestUntil: string | null;
	/** Null when its text was removed, or when whoever is asked may not read it. */
	words: string | null;
	/** A mention. */
	fromNote: boolean;
	/** The mention left the text. */
	removed: boolean;
	/** ISO date. */
	dueOn: string | null;
	state: RequestState;
	takenById: string | null;
	/** Null as long as nobody did, and for a guest. */
	answeredById: string | null;
	answer: string | null;
	declineReason: DeclineReason | null;
	/** ISO date-time. */
	askedAt: string;
	/** ISO date since which nobody said anything. */
	since: string;
	/** ISO date-time from which one may remind. */
	mayRemindAt: string;
	answeredAt: string | null;
	closedAt: string | null;
}

/** What an inbox tells of the life of a request. */
export interface RequestLife {
	state: RequestState;
	/** The reader may answer it. */
	acts: boolean;
	removed: boolean;
	toOrganization: boolean;
	toGuest: boolean;
	/** ISO date since which nobody said anything. */
	since: string;
	/** ISO date-time from which the asker may remind. */
	mayRemindAt: string;
	reminded: boolean;
	declineReason: DeclineReason | null;
	/** First name. */
	takenBy: string | null;
	/** To whoever is asked: what was answered. */
	answer?: string | null;
	/** To the asker: what they asked. */
	words?: string | null;
	/** To the asker: the name of whom they asked. */
	target?: string | null;
}

/** Days of silence worth telling; null: it is too early. Both are ISO dates. */
export function silenceOf(since: string, today: string): number | null {
	const days = daysBetween(since, today);
	return days > SILENCE_DAYS ? days : null;
}

export function isWaiting({ state }: { state: RequestState }): boolean {
	return state === 'asked' || state === 'seen' || state === 'taken';
}
