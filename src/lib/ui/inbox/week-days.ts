import { localMoment } from '$lib/domain/agenda-calendar';
import type { WeekEvent } from '$lib/domain/inbox';

/** What is dated, day by day, the first first; days are ISO dates. */
export function daysOf(events: readonly WeekEvent[]): { date: string; events: WeekEvent[] }[] {
	return [...Map.groupBy(events, ({ at }) => localMoment(at).date)]
		.map(([date, those]) => ({ date, events: those }))
		.toSorted((a, b) => a.date.localeCompare(b.date));
}

/** The reference of the case of an action: its short name follows. */
export function referenceOf({ detail }: WeekEvent): string {
	return detail.split(' · ')[0] ?? '';
}
