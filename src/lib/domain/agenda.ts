import { daysBetween } from './agenda-calendar';
import type { AgendaCase, AgendaItemKind } from './meeting';
import type { Stage } from './stage';

/** Days of silence, and days left of an agreement, from which a case is suggested. */
const SILENCE_DAYS = 30;
const AGREEMENT_DAYS = 15;
/** Meetings held since the last review from which a case is suggested. */
const UNSEEN_MEETINGS = 2;

/** Somebody just met, or at work already, is not late for a first review. */
const WITHOUT_FIRST_REVIEW: ReadonlySet<Stage> = new Set(['outreach', 'employment', 'exit']);

/** Why a case deserves a place on the agenda. Each is shown as it is: never added up into a score. */
export type AgendaReason =
	| { code: 'agreement_expiring'; days: number }
	| { code: 'agreement_expired' }
	| { code: 'no_news'; days: number }
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
		else if (days <= AGREEMENT_DAYS) reasons.push({ code: 'agreement_expiring', days });
	}
	if (item.lastContactOn !== null) {
		const days = daysBetween(item.lastContactOn, today);
		if (days >= SILENCE_DAYS) reasons.push({ code: 'no_news', days });
	}
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

const URGENCY = ['agreement_expired', 'agreement_expiring', 'no_news', 'not_seen', 'never_seen'];

function byReasons(a: Suggestion, b: Suggestion): number {
	const [first, second] = [a.reasons[0], b.reasons[0]];
	if (!first || !second) return 0;
	const order = URGENCY.indexOf(first.code) - URGENCY.indexOf(second.code);
	if (order !== 0) return order;
	if (first.code === 'agreement_expiring' && second.code === 'agreement_expiring')
		return first.days - second.days;
	if (first.code === 'no_news' && second.code === 'no_news') return second.days - first.days;
	if (first.code === 'not_seen' && second.code === 'not_seen')
		return second.meetings - first.meetings;
	return 0;
}

function isoAfter(start: number, minutes: number): string {
	return new Date(start + minutes * 60_000).toISOString();
}
