import { addDays } from './agenda-calendar';
import { holidayOn, type Holiday } from './holidays';

export const MEETING_KINDS = [
	'operational',
	'weekly',
	'technical',
	'engagement',
	'steering'
] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

/** Weeks between two meetings of a kind when nobody says otherwise; the operational group has its own. */
export const USUAL_WEEKS: Readonly<Record<Exclude<MeetingKind, 'operational'>, number>> = {
	weekly: 1,
	technical: 6,
	engagement: 4,
	steering: 26
};
export const SERIES_WEEKS = { min: 1, max: 26 } as const;
/** Most dates planned at once. */
export const SERIES_DATES_MAX = 53;
/** How far ahead dates are proposed, in days. */
const HORIZON_DAYS = 365;
/** Fewest dates proposed, however rare the meetings are. */
const FEWEST_DATES = 2;
const MOST_DATES = 16;

/** A series that its group still plans from. */
export interface MeetingSeries {
	id: string;
	kind: MeetingKind;
	weeks: number;
	/** `HH:MM`, in France. */
	start: string;
	end: string;
	place: string;
	videoUrl: string | null;
}

export interface ProposedDate {
	/** ISO date to propose; null when the turn is left out. */
	date: string | null;
	/** The day that its rhythm gives. */
	due: string;
	/** Why it is not the day that its rhythm gives. */
	holiday: Holiday | null;
}

export interface SeriesPlan {
	/** ISO date of the first meeting. */
	first: string;
	weeks: number;
	count: number;
	/** ISO dates that the group's meetings of this kind already have. */
	taken: ReadonlySet<string>;
	alsaceMoselle: boolean;
}

/**
 * The dates of a series. One that falls on a public holiday goes to the week after, or else the week before; a weekly
 * one is left out. The rhythm counts from the first date whatever moved, so that one holiday does not shift a year.
 */
export function proposeDates({
	first,
	weeks,
	count,
	taken,
	alsaceMoselle
}: SeriesPlan): ProposedDate[] {
	const used = new Set(taken);
	return Array.from({ length: Math.min(count, SERIES_DATES_MAX) }, (_, turn) => {
		const due = addDays(first, turn * weeks * 7);
		const holiday = holidayOn(due, { alsaceMoselle });
		const date = holiday === null ? due : weeks === 1 ? null : nearby(due);
		if (date === null || used.has(date)) return { date: null, due, holiday };
		used.add(date);
		return { date, due, holiday };
	});

	function nearby(due: string): string | null {
		const near = [7, -7].map((days) => addDays(due, days));
		const open = (date: string): boolean =>
			date >= first && !used.has(date) && holidayOn(date, { alsaceMoselle }) === null;
		return near.find(open) ?? null;
	}
}

/** How many dates are proposed at first: those of a year, or of four months when there are many. */
export function usualCount(weeks: number): number {
	const year = Math.floor(HORIZON_DAYS / (weeks * 7));
	return Math.min(MOST_DATES, Math.max(FEWEST_DATES, year));
}

/**
 * The days of a series when one of its meetings moves with all that follow: by as many days, never on a public holiday
 * (the week after, then). `days` are those of the meetings from that one on.
 */
export function shiftDates(
	days: readonly string[],
	by: number,
	where: { alsaceMoselle: boolean }
): string[] {
	const used = new Set<string>();
	return days.map((day) => {
		let date = addDays(day, by);
		while (by !== 0 && (holidayOn(date, where) !== null || used.has(date))) date = addDays(date, 7);
		used.add(date);
		return date;
	});
}
