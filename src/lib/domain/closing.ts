import { addDays, nextSlot, type MeetingSlot } from './agenda-calendar';
import type { Decision } from './decision';
import { holidayOn } from './holidays';
import type { AgendaItemKind } from './meeting';
import type { MeetingRun } from './meeting-run';

/** An item of the agenda as far as closing looks at it. */
interface ReviewedItem {
	id: string;
	kind: AgendaItemKind;
	caseId: string | null;
	parked: boolean;
}

export interface ClosingReview<T> {
	/** Looked at. */
	seen: T[];
	/** They come back at the next meeting. */
	carried: T[];
	/** Set aside while the meeting ran; they come back too. */
	parked: T[];
	/** Cases that were looked at: somebody tells the person. */
	returns: T[];
}

/** What becomes of each item of an agenda when its meeting is closed as it stands; an opening never comes back. */
export function reviewOf<T extends ReviewedItem>(
	items: readonly T[],
	run: MeetingRun | null
): ClosingReview<T> {
	const done = new Set(run?.items.flatMap(({ itemId, state }) => (state === 'done' ? itemId : [])));
	const isSeen = (item: T): boolean => done.has(item.id);
	const left = items.filter((item) => !isSeen(item) && item.kind !== 'opening');
	return {
		seen: items.filter(isSeen),
		carried: left.filter((item) => !item.parked),
		parked: left.filter((item) => item.parked),
		returns: items.filter((item) => isSeen(item) && item.caseId !== null)
	};
}

/** What a decision that asks something of somebody does not say yet. */
export function lacksOf({ kind, ownerId, dueOn }: Decision): { owner: boolean; due: boolean } {
	const asks = kind === 'action' || kind === 'request';
	return { owner: asks && ownerId === null, due: asks && dueOn === null };
}

export interface NextDate {
	weeks: number;
	/** ISO date. */
	today: string;
	alsaceMoselle: boolean;
	/** ISO dates on which the group has such a meeting, cancelled ones included. */
	taken: ReadonlySet<string>;
}

/** The slot to propose after a meeting: its rhythm later at the same hours, the week after when that is a holiday or taken. */
export function proposeNext(
	meeting: { startsAt: string; endsAt: string },
	{ weeks, today, alsaceMoselle, taken }: NextDate
): MeetingSlot {
	const slot = nextSlot(meeting, { weeks, today });
	let { date } = slot;
	while (holidayOn(date, { alsaceMoselle }) || taken.has(date)) date = addDays(date, 7);
	return { ...slot, date };
}

/** How many of the decisions that ask something are done; those dropped are asked no more. */
export function progressOf(decisions: readonly Decision[]): { done: number; total: number } {
	const asked = decisions.filter(({ status }) => status !== null && status !== 'dropped');
	return { done: asked.filter(({ status }) => status === 'done').length, total: asked.length };
}
