/** The twelve types under the five families; `restricted` ones are named inside the circle only. */
export const BLOCKER_TYPES = [
	'mobility',
	'childcare',
	'language',
	'housing',
	'health',
	'digital',
	'rights',
	'budget',
	'confidence',
	'qualification',
	'isolation',
	'discrimination'
] as const;
export type BlockerType = (typeof BLOCKER_TYPES)[number];

/** What the board shows instead of the type of a restricted blocker. */
export const RESERVED = 'reserved';

export const BLOCKER_STATUSES = ['open', 'in_progress', 'stuck', 'lifted'] as const;
export type BlockerStatus = (typeof BLOCKER_STATUSES)[number];

export function isBlockerType(value: unknown): value is BlockerType {
	return (BLOCKER_TYPES as readonly unknown[]).includes(value);
}

/** A blocker as the circle sees it. */
export interface Blocker {
	id: string;
	type: BlockerType;
	restricted: boolean;
	status: BlockerStatus;
	/** One line, may be empty. */
	detail: string;
	carrierId: string | null;
	/** ISO date-time. */
	createdAt: string;
	statusChangedAt: string;
	/** What lifted it, in one line. */
	liftedBy: string | null;
}
