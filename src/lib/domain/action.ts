export const ACTION_STATUSES = ['todo', 'in_progress', 'stuck', 'done', 'dropped'] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** An action as the circle sees it. */
export interface Action {
	id: string;
	label: string;
	status: ActionStatus;
	/** A colleague, or null when the person does it themself. */
	ownerId: string | null;
	/** ISO date (no time) or null. */
	dueOn: string | null;
	/** Its label is hidden from the board. */
	reserved: boolean;
	blockerId: string | null;
	createdAt: string;
	doneAt: string | null;
}
