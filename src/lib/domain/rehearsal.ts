/** A meeting led for oneself alone, before it starts: the same steps as a real one, of which nothing is kept. */
import type { MeetingRun, RunItem } from './meeting-run';
import { itemTime, nextItem } from './run-timer';

interface RehearsedItem {
	id: string;
	minutes: number;
	parked: boolean;
}

/** A step of a rehearsal, as the page of a real meeting would send it: its name and its fields. */
export interface RehearsedStep {
	name: string;
	fields: Record<string, string>;
}

/** A rehearsal that starts on the first item, led by `facilitatorId`; `now` in milliseconds since the epoch. */
export function beginRehearsal(
	items: readonly RehearsedItem[],
	{ facilitatorId, now }: { facilitatorId: string; now: number }
): MeetingRun {
	const at = new Date(now).toISOString();
	const empty: MeetingRun = { facilitatorId, startedAt: at, itemId: null, since: at, items: [] };
	return { ...empty, itemId: nextItem(empty, items)?.id ?? null };
}

/** The rehearsal after a step; the same for a step that does not change what only oneself sees. */
export function rehearse(
	run: MeetingRun,
	{ name, fields }: RehearsedStep,
	{ items, now }: { items: readonly RehearsedItem[]; now: number }
): MeetingRun {
	const at = new Date(now).toISOString();
	const counted = { ...run, items: countTime(run, items, now), since: run.since && at };
	const change = (itemId: string, to: Partial<RunItem>): RunItem[] =>
		changed(counted.items, itemId, to);
	switch (name) {
		case 'goTo': {
			const { from = '', to = '', done } = fields;
			const itemId = to || null;
			return done === 'true'
				? { ...counted, itemId, items: change(from, { state: 'done' }) }
				: { ...counted, itemId };
		}
		case 'pause':
			return { ...counted, since: fields['paused'] === 'true' ? null : at };
		case 'extend':
			return {
				...counted,
				items: change(fields['itemId'] ?? '', { extra: Number(fields['total']) })
			};
		case 'postpone':
			return {
				...counted,
				itemId: fields['to'] || null,
				items: change(fields['itemId'] ?? '', { state: 'postponed' })
			};
		case 'restoreItem':
			return { ...counted, items: change(fields['itemId'] ?? '', { state: 'todo' }) };
		default:
			return run;
	}
}

/** The items, the time spent on the current one being counted up to `now`. */
function countTime(run: MeetingRun, items: readonly RehearsedItem[], now: number): RunItem[] {
	const item = items.find(({ id }) => id === run.itemId);
	return item ? changed(run.items, item.id, { spent: itemTime(run, item, now).spent }) : run.items;
}

function changed(items: readonly RunItem[], itemId: string, to: Partial<RunItem>): RunItem[] {
	const known = items.find((item) => item.itemId === itemId);
	const item: RunItem = { ...(known ?? { itemId, state: 'todo', spent: 0, extra: 0 }), ...to };
	return [...items.filter((other) => other.itemId !== itemId), item];
}
