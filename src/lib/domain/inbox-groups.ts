import { addDays } from './agenda-calendar';
import { isLate } from './due';
import type { InboxItem, InboxItemKind } from './inbox';

export const INBOX_FILTERS = ['all', 'mention', 'action', 'blocker', 'circle'] as const;
export type InboxFilter = (typeof INBOX_FILTERS)[number];

/** What each filter keeps; what only « all » keeps is in none. */
const KINDS: Record<Exclude<InboxFilter, 'all'>, readonly InboxItemKind[]> = {
	mention: ['mention', 'request', 'request_answer'],
	action: ['action'],
	blocker: ['blocker', 'blocker_answer'],
	circle: ['circle_request', 'handover', 'circle_answer', 'orphan']
};

const INBOX_GROUPS = ['late', 'today', 'week', 'later', 'done'] as const;
export type InboxGroup = (typeof INBOX_GROUPS)[number];

export function isInboxFilter(value: unknown): value is InboxFilter {
	return (INBOX_FILTERS as readonly unknown[]).includes(value);
}

/** Where an item stands. Without a due date it waits for an answer: today. `today` is an ISO date. */
export function groupOf(item: InboxItem, today: string): InboxGroup {
	if (item.doneAt !== null) return 'done';
	if (item.dueOn === null) return 'today';
	if (isLate(item.dueOn, today)) return 'late';
	if (item.dueOn === today) return 'today';
	return item.dueOn <= addDays(today, 7) ? 'week' : 'later';
}

export interface InboxSection {
	group: InboxGroup;
	items: InboxItem[];
}

/** The sections that hold something, in reading order; what is late is oldest first, mentions latest first. */
export function sectionsOf(
	items: readonly InboxItem[],
	{ filter, today }: { filter: InboxFilter; today: string }
): InboxSection[] {
	const kept = items.filter((item) => keeps(filter, item));
	return INBOX_GROUPS.map((group) => ({
		group,
		items: kept.filter((item) => groupOf(item, today) === group).sort(byUrgency)
	})).filter((section) => section.items.length > 0);
}

/** How many items ask for something, by filter. */
export function countsOf(items: readonly InboxItem[]): Record<InboxFilter, number> {
	const waiting = items.filter((item) => item.doneAt === null);
	const count = (filter: InboxFilter): number =>
		waiting.filter((item) => keeps(filter, item)).length;
	return {
		all: waiting.length,
		mention: count('mention'),
		action: count('action'),
		blocker: count('blocker'),
		circle: count('circle')
	};
}

function keeps(filter: InboxFilter, item: InboxItem): boolean {
	return filter === 'all' || KINDS[filter].includes(item.kind);
}

/** The id beside another in the list, null at its ends; the first one when the other left. */
export function neighbourOf(ids: readonly string[], id: string, step: 1 | -1): string | null {
	const at = ids.indexOf(id);
	if (at === -1) return ids[0] ?? null;
	return ids[at + step] ?? null;
}

/** Whether reading is all that an item asks for. */
export function isOnlyRead({ kind }: InboxItem): boolean {
	return kind === 'circle_answer' || kind === 'blocker_answer' || kind === 'skip';
}

/** Whether the reader can say "done" here; the others end on the page of the case. */
export function isFinishable(item: InboxItem): boolean {
	// An answer that was read is not unread again.
	if (isOnlyRead(item)) return item.doneAt === null;
	if (item.kind === 'mention' || item.kind === 'request') {
		// An answer in words is not taken back.
		return item.request?.acts !== false && !item.request?.answer && !item.request?.declineReason;
	}
	return item.kind === 'action';
}

function byUrgency(a: InboxItem, b: InboxItem): number {
	if (a.dueOn !== b.dueOn) return (a.dueOn ?? '0') < (b.dueOn ?? '0') ? -1 : 1;
	return b.at.localeCompare(a.at) || a.id.localeCompare(b.id);
}
