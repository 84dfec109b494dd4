import type { AgendaItemKind } from './meeting';

export const CARRY_REASONS = ['not_reached', 'postponed', 'parked'] as const;
export type CarryReason = (typeof CARRY_REASONS)[number];

/** What a meeting did not get to: it waits first in the review queue of the next one. */
export interface CarriedItem {
	id: string;
	kind: AgendaItemKind;
	caseId: string | null;
	title: string;
	question: string;
	minutes: number;
	reason: CarryReason;
	/** Day in France of the meeting that it comes from, ISO date. */
	fromOn: string;
	/** Meetings it has been carried through, this one included: 1 the first time. */
	times: number;
}
