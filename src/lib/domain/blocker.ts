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

/** Where a blocker comes from. */
export const BLOCKER_ORIGINS = ['structural', 'organizational', 'human'] as const;
export type BlockerOrigin = (typeof BLOCKER_ORIGINS)[number];

/** The five families and their types, in the order in which forms show them. */
export const BLOCKER_FAMILIES = [
	['living', ['mobility', 'childcare', 'housing']],
	['rights', ['rights', 'budget']],
	['skills', ['language', 'digital', 'qualification']],
	['person', ['health', 'confidence', 'isolation']],
	['society', ['discrimination']]
] as const satisfies readonly (readonly [string, readonly BlockerType[]])[];
export type BlockerFamily = (typeof BLOCKER_FAMILIES)[number][0];

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
	/** Null: not said. */
	origin: BlockerOrigin | null;
	/** Made of words of a note. */
	fromNote: boolean;
	/** Who of the circle gave it to its carrier; null: nobody else. */
	entrustedById: string | null;
	/** Given to its carrier, who has not taken it on yet. */
	awaited: boolean;
}
