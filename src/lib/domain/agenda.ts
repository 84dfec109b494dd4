import { addDays, daysBetween } from './agenda-calendar';
import type { AgendaCase, AgendaItemKind } from './meeting';
import { AGREEMENT_NOTICE_DAYS, SILENCE_DAYS } from './notice-days';
import type { Stage } from './stage';

/** Days from which a blocker stands still, a question waits and an action is late. */
const STUCK_DAYS = 30;
const WAITING_DAYS = 10;
const LATE_DAYS = 7;
/** Days after which a job or a training is looked at again, and how long before it is suggested. */
const EMPLOYED_DAYS = 180;
const CHECK_NOTICE_DAYS = 15;
/** Meetings held since the last review from which a case is suggested. */
const UNSEEN_MEETINGS = 2;

/** Somebody just met, or at work already, is not late for a first review. */
const WITHOUT_FIRST_REVIEW: ReadonlySet<Stage> = new Set(['outreach', 'employment', 'exit']);

/** Why a case deserves a place on the agenda. Each is shown as it is: never added up into a score. */
export type AgendaReason =
	| { code: 'agreement_expiring'; days: number }
	| { code: 'agreement_expired' }
	| { code: 'blocker_stuck'; days: number }
	| { code: 'request_waiting'; days: number }
	| { code: 'no_news'; days: number }
	| { code: 'action_late'; days: number }
	/** ISO date of the check. */
	| { code: 'six_month_check'; on: string }
	| { code: 'not_seen'; meetings: number }
	| { code: 'never_seen' };

export interface Suggestion {
	case: AgendaCase;
	reasons: AgendaReason[];
}

/**
 * Reasons to look at a case.
 * @param heldOn ISO dates of the meetings already held.
 * @param today ISO date.
 */
export function reasonsFor(
	item: AgendaCase,
	{ heldOn, today }: { heldOn: readonly string[]; today: string }
): AgendaReason[] {
	const reasons: AgendaReason[] = [];
	if (item.agreementExpiresOn !== null) {
		const days = daysBetween(today, item.agreementExpiresOn);
		if (days < 0) reasons.push({ code: 'agreement_expired' });
		else if (days <= AGREEMENT_NOTICE_DAYS) reasons.push({ code: 'agreement_expiring', days });
	}
	const waits = [
		['blocker_stuck', item.stuckSince, STUCK_DAYS],
		['request_waiting', item.askedSince, WAITING_DAYS],
		['no_news', item.lastContactOn, SILENCE_DAYS + 1],
		['action_late', item.lateSince, LATE_DAYS]
	] as const;
	for (const [code, since, from] of waits) {
		const days = since === null ? 0 : daysBetween(since, today);
		if (days >= from) reasons.push({ code, days });
	}
	const check = sixMonthCheck(item, today);
	if (check !== null) reasons.push({ code: 'six_month_check', on: check });
	const { lastReviewOn } = item;
	if (lastReviewOn === null) {
		if (heldOn.length > 0 && !WITHOUT_FIRST_REVIEW.has(item.stage))
			reasons.push({ code: 'never_seen' });
	} else {
		const meetings = heldOn.filter((day) => day > lastReviewOn).length;
		if (meetings >= UNSEEN_MEETINGS) reasons.push({ code: 'not_seen', meetings });
	}
	return reasons;
}

/** Day of the check of a job or a training, from shortly before until a meeting has looked at it; else null. */
function sixMonthCheck(
	{ stage, employedSince, lastReviewOn }: AgendaCase,
	today: string
): string | null {
	if (stage !== 'employment' || employedSince === null) return null;
	const noticed = addDays(employedSince, EMPLOYED_DAYS - CHECK_NOTICE_DAYS);
	const checked = lastReviewOn !== null && lastReviewOn >= noticed;
	return today < noticed || checked ? null : addDays(employedSince, EMPLOYED_DAYS);
}

/** Cases with at least one reason, the shortest delay first; those to leave out are given by id. */
export function suggestionsOf(
	cases: readonly AgendaCase[],
	{
		heldOn,
		today,
		without
	}: { heldOn: readonly string[]; today: string; without: ReadonlySet<string> }
): Suggestion[] {
	return cases
		.filter((item) => item.stage !== 'exit' && !without.has(item.caseId))
		.map((item) => ({ case: item, reasons: reasonsFor(item, { heldOn, today }) }))
		.filter((suggestion) => suggestion.reasons.length > 0)
		.sort((a, b) => byReasons(a, b) || a.case.reference.localeCompare(b.case.reference));
}

/** Minutes by part of the meeting, as the budget bar draws them. */
export interface AgendaBudget {
	opening: number;
	cases: number;
	caseCount: number;
	others: number;
}

export function agendaBudget(
	items: readonly { kind: AgendaItemKind; minutes: number }[]
): AgendaBudget {
	const budget: AgendaBudget = { opening: 0, cases: 0, caseCount: 0, others: 0 };
	for (const { kind, minutes } of items) {
		if (kind === 'case') {
			budget.cases += minutes;
			budget.caseCount += 1;
		} else if (kind === 'opening') budget.opening += minutes;
		else budget.others += minutes;
	}
	return budget;
}

export interface AgendaTimes {
	/** ISO date-time at which each item starts, in the order of the items. */
	starts: string[];
	end: string;
	/** Minutes planned, available, and left: negative when there is too much. */
	planned: number;
	available: number;
	left: number;
}

/** When each item starts and the meeting ends, from the minutes of its items. */
export function agendaTimes(
	items: readonly { minutes: number }[],
	meeting: { startsAt: string; endsAt: string }
): AgendaTimes {
	const start = Date.parse(meeting.startsAt);
	let planned = 0;
	const starts = items.map((item) => {
		const at = isoAfter(start, planned);
		planned += item.minutes;
		return at;
	});
	const available = Math.round((Date.parse(meeting.endsAt) - start) / 60_000);
	return {
		starts,
		end: isoAfter(start, planned),
		planned,
		available,
		left: available - planned
	};
}

const URGENCY: readonly AgendaReason['code'][] = [
	'agreement_expired',
	'agreement_expiring',
	'blocker_stuck',
	'request_waiting',
	'no_news',
	'action_late',
	'six_month_check',
	'not_seen',
	'never_seen'
];

function byReasons(a: Suggestion, b: Suggestion): number {
	const [first, second] = [a.reasons[0], b.reasons[0]];
	if (!first || !second) return 0;
	const order = URGENCY.indexOf(first.code) - URGENCY.indexOf(second.code);
	return order !== 0 ? order : longest(second) - longest(first);
}

/** What has lasted longest, or ends soonest, is greatest. */
function longest(reason: AgendaReason): number {
	switch (reason.code) {
		case 'agreement_expiring':
			return -reason.days;
		case 'blocker_stuck':
		case 'request_waiting':
		case 'no_news':
		case 'action_late':
			return reason.days;
		case 'six_month_check':
			return -Date.parse(reason.on);
		case 'not_seen':
			return reason.meetings;
		case 'agreement_expired':
		case 'never_seen':
			return 0;
	}
}

function isoAfter(start: number, minutes: number): string {
	return new Date(start + minutes * 60_000).toISOString();
}
