export const ACTION_STATUSES = ['todo', 'in_progress', 'stuck', 'done', 'dropped'] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** Why an action was dropped. */
export const DROP_REASONS = [
	'no_longer_needed',
	'refused_by_person',
	'impossible',
	'replaced',
	'other'
] as const;
/** `closed` comes with the closing of the case: nobody chooses it. */
export type DropReason = (typeof DROP_REASONS)[number] | 'closed';

/** Where an action comes from; `case`: it was written on the page of the case. */
export type ActionOrigin = 'case' | 'meeting' | 'blocker' | 'note' | 'request';

/** An action as the circle sees it. */
export interface Action {
	id: string;
	label: string;
	status: ActionStatus;
	/** `person`: the person does it themself. */
	ownerKind: 'professional' | 'organization' | 'person';
	/** Of a `professional`. */
	ownerId: string | null;
	/** Of an `organization`: its people of the circle do it. */
	organizationId: string | null;
	/** ISO date (no time) or null. */
	dueOn: string | null;
	/** Its label is hidden from the board. */
	reserved: boolean;
	blockerId: string | null;
	/** Why it was dropped, while it is. */
	dropReason: DropReason | null;
	/** What was added to the reason; may be empty. */
	dropWord: string;
	origin: ActionOrigin;
	/** Who changed it last; null when nobody did. */
	changedById: string | null;
	createdAt: string;
	doneAt: string | null;
}

/** Whether nothing is left to do. */
export function isOver({ status }: Pick<Action, 'status'>): boolean {
	return status === 'done' || status === 'dropped';
}
