import type { ActionStatus } from './action';

export const DECISION_KINDS = ['action', 'decision', 'blocker', 'request'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** Longest line, in characters. */
export const DECISION_MAX_LENGTH = 200;

/** One line of « On décide »: what the group decided on an item, written for the whole group. */
export interface Decision {
	id: string;
	kind: DecisionKind;
	itemId: string;
	/** The case of the item; null for the other kinds of items. */
	caseId: string | null;
	label: string;
	/** Who does it, or whose answer is asked; null: nobody yet, or the person themself. */
	ownerId: string | null;
	/** ISO date. */
	dueOn: string | null;
	/** How far the action or request is; null for what asks nothing of anybody. */
	status: ActionStatus | null;
	/** Who wrote it. */
	authorId: string;
	/** ISO date-time. */
	at: string;
}
