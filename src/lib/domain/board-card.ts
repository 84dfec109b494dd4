import { daysBetween, monthsBetween } from './board-days';
import type { CardFacts } from './case';
import { isLate } from './due';
import { AGREEMENT_NOTICE_DAYS, SILENCE_DAYS } from './notice-days';
import { EMPLOYMENT_FOLLOW_UP_MONTHS, type Stage } from './stage';

/** What the rules of the board read of a card: its facts, the column it stands in, and whether it waits for the next agenda. */
export interface BoardCard extends CardFacts {
	placement: { stage: Stage; at: string };
	proposal: unknown;
}

/** How the next action of a card stands towards its date. */
export type DueState = 'late' | 'today' | 'later' | 'undated' | 'none';

/** The state of the next action on `today` (ISO date). */
export function dueStateOf(card: Pick<CardFacts, 'nextAction'>, today: string): DueState {
	if (!card.nextAction) return 'none';
	const { dueOn } = card.nextAction;
	if (dueOn === null) return 'undated';
	if (isLate(dueOn, today)) return 'late';
	return dueOn === today ? 'today' : 'later';
}

/** Days since the last exchange when they are too many to stay unsaid, else null. */
export function silenceOf(
	card: Pick<BoardCard, 'lastContactOn' | 'placement'>,
	today: string
): number | null {
	if (card.lastContactOn === null || card.placement.stage === 'exit') return null;
	const days = daysBetween({ from: card.lastContactOn, to: today });
	return days > SILENCE_DAYS ? days : null;
}

/** The month of the follow-up in which a person who found a job or a training is, from 1 to 6; null in another stage. */
export function followUpMonthOf(
	card: Pick<BoardCard, 'placement' | 'employedOn'>,
	today: string
): number | null {
	if (card.placement.stage !== 'employment') return null;
	// Counted from the job or the training itself, as soon as somebody told when it started.
	const elapsed = monthsBetween({ from: card.employedOn ?? card.placement.at, to: today });
	return Math.min(EMPLOYMENT_FOLLOW_UP_MONTHS, Math.max(1, elapsed));
}

/** True when the sharing agreement is still to be collected, or stops soon. */
export function needsAgreement(
	card: Pick<CardFacts, 'shared' | 'agreementExpiresOn'>,
	today: string
): boolean {
	if (!card.shared) return true;
	if (card.agreementExpiresOn === null) return false;
	return daysBetween({ from: today, to: card.agreementExpiresOn }) <= AGREEMENT_NOTICE_DAYS;
}

/** True when the case is on the agenda of a meeting that is not over. */
export function isOnAgenda(card: Pick<CardFacts, 'agendaOn'>, today: string): boolean {
	return card.agendaOn !== null && card.agendaOn >= today;
}

/** True when I follow the case: its référent, or in its circle. */
export function isMine(
	card: Pick<CardFacts, 'referentId' | 'circleIds'>,
	profileId: string
): boolean {
	return card.referentId === profileId || card.circleIds.includes(profileId);
}

/** The types of the open blockers of a card, each once. */
export function blockerTypesOf(
	card: Pick<CardFacts, 'blockers'>
): CardFacts['blockers'][number]['type'][] {
	return [...new Set(card.blockers.map(({ type }) => type))];
}
