/** Where an item stands while the meeting runs, and once it is over. */
export const RUN_ITEM_STATES = ['todo', 'done', 'postponed'] as const;
export type RunItemState = (typeof RUN_ITEM_STATES)[number];

/** Minutes given by one « +2 min ». */
export const EXTRA_MINUTES = 2;

export interface RunItem {
	itemId: string;
	state: RunItemState;
	/** Seconds spent on it before `MeetingRun.since`. */
	spent: number;
	/** Minutes given besides those planned. */
	extra: number;
}

/** The course of a meeting, the same for everybody; written by commands only. */
export interface MeetingRun {
	/** Who leads now. */
	facilitatorId: string;
	/** ISO date-time. */
	startedAt: string;
	/** The item being looked at; null on an empty agenda. */
	itemId: string | null;
	/** ISO date-time, by the clock of the server, from which the time of the item counts; null while paused. */
	since: string | null;
	/** Items that have been looked at or postponed; the others are to do. */
	items: RunItem[];
}
