/** The time of a meeting that runs. Pure: the moment is given, by the clock of the server. */
import type { MeetingRun, RunItem } from './meeting-run';

interface TimedItem {
	id: string;
	/** Minutes planned. */
	minutes: number;
	/** Set aside: it takes no time of the agenda. */
	parked: boolean;
}

/** Before this many seconds are left, nothing is said of the time. */
export const LAST_SECONDS = 60;

export interface ItemTime {
	/** Whole seconds given to it, minutes added included. */
	given: number;
	/** Whole seconds spent on it so far. */
	spent: number;
	/** Whole seconds left; negative once over. */
	left: number;
}

/**
 * How long an item has been looked at, and how long is left.
 * @param now Milliseconds since the epoch.
 */
export function itemTime(
	run: MeetingRun,
	item: Pick<TimedItem, 'id' | 'minutes'>,
	now: number
): ItemTime {
	const known = run.items.find(({ itemId }) => itemId === item.id);
	const given = (item.minutes + (known?.extra ?? 0)) * 60;
	const running =
		run.itemId === item.id && run.since !== null ? (now - Date.parse(run.since)) / 1000 : 0;
	const spent = Math.floor((known?.spent ?? 0) + Math.max(0, running));
	return { given, spent, left: given - spent };
}

/** Where an item stands; to do until something is said of it. */
export function stateOf(run: MeetingRun | null, itemId: string): RunItem['state'] {
	return run?.items.find((item) => item.itemId === itemId)?.state ?? 'todo';
}

/** Whole minutes since the meeting began, pauses included. */
export function minutesSince(run: MeetingRun, now: number): number {
	return Math.max(0, Math.floor((now - Date.parse(run.startedAt)) / 60_000));
}

/**
 * When the agenda ends if each item that is to do takes what is left of its time; an item over its time takes none.
 * @returns Milliseconds since the epoch.
 */
export function plannedEnd(run: MeetingRun, items: readonly TimedItem[], now: number): number {
	const left = items
		.filter(({ id, parked }) => id === run.itemId || (!parked && stateOf(run, id) === 'todo'))
		.map((item) => Math.max(0, itemTime(run, item, now).left));
	return now + left.reduce((sum, seconds) => sum + seconds, 0) * 1000;
}

/** `3:18`, and `+ 1:20` once over. */
export function clockText(left: number): string {
	const seconds = Math.abs(left);
	const text = `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
	return left < 0 ? `+\u00a0${text}` : text;
}

/** The items in the order in which they are looked at: what was set aside comes last. */
export function runOrder<T extends { parked: boolean }>(items: readonly T[]): T[] {
	return [...items.filter(({ parked }) => !parked), ...items.filter(({ parked }) => parked)];
}

/** What comes after the current item: the next one to do, else the first one left before it; null when all is looked at. */
export function nextItem<T extends TimedItem>(run: MeetingRun, items: readonly T[]): T | null {
	const order = runOrder(items);
	const at = order.findIndex(({ id }) => id === run.itemId);
	const toDo = (item: T): boolean => item.id !== run.itemId && stateOf(run, item.id) === 'todo';
	return order.slice(at + 1).find(toDo) ?? order.slice(0, Math.max(0, at)).find(toDo) ?? null;
}

/** What comes before the current item, postponed ones left out; once all is looked at, the last one. */
export function previousItem<T extends TimedItem>(run: MeetingRun, items: readonly T[]): T | null {
	const order = runOrder(items);
	const at = order.findIndex(({ id }) => id === run.itemId);
	const before = at === -1 ? order : order.slice(0, at);
	return before.findLast(({ id }) => stateOf(run, id) !== 'postponed') ?? null;
}
