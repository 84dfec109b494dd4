/** Meetings happen in one country: their dates and hours are those of its clocks, wherever the reader is. */
const TIME_ZONE = 'Europe/Paris';

const DAY = 86_400_000;
const PARTS = new Intl.DateTimeFormat('en-GB', {
	timeZone: TIME_ZONE,
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23'
});

/** ISO date and `HH:MM` of an instant, on the clocks of the meetings. */
export function localMoment(instant: string | Date): { date: string; time: string } {
	const parts = new Map(
		PARTS.formatToParts(new Date(instant)).map(({ type, value }) => [type, value])
	);
	const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
	return {
		date: `${part('year')}-${part('month')}-${part('day')}`,
		time: `${part('hour')}:${part('minute')}`
	};
}

/** The instant (ISO, UTC) of a date and a `HH:MM`. An hour that the spring change skips becomes the next one. */
export function instantOf(date: string, time: string): string {
	const wall = Date.parse(`${date}T${time}:00Z`);
	// The offset is that of the guess corrected once: enough on both sides of a clock change.
	const guess = wall - offsetAt(wall);
	return new Date(wall - offsetAt(guess)).toISOString();
}

/** Whole days from one ISO date to another, negative when it is past. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY);
}

export function addDays(date: string, days: number): string {
	return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export interface MeetingSlot {
	date: string;
	start: string;
	end: string;
}

/** The slot to propose: the rhythm of the group after the last meeting, same day and hours, never in the past. */
export function nextSlot(
	last: { startsAt: string; endsAt: string } | null,
	{ weeks, today }: { weeks: number; today: string }
): MeetingSlot {
	if (!last) return { date: addDays(today, 14), start: '09:30', end: '11:30' };
	const start = localMoment(last.startsAt);
	let date = addDays(start.date, weeks * 7);
	while (date <= today) date = addDays(date, 7);
	return { date, start: start.time, end: localMoment(last.endsAt).time };
}

export type ParsedDay =
	| { date: string }
	| { problem: 'missing' | 'malformed' }
	| { problem: 'no_such_day'; month: number; days: number };

/** Reads a date as a browser (`2026-11-26`) or a person (`26/11/2026`) writes it. */
export function parseDay(text: string): ParsedDay {
	const trimmed = text.trim();
	if (trimmed === '') return { problem: 'missing' };
	const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
	const french = /^(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})$/.exec(trimmed);
	const [year, month, day] = (iso ? iso.slice(1) : (french?.slice(1).reverse() ?? [])).map(Number);
	if (year === undefined || month === undefined || day === undefined)
		return { problem: 'malformed' };
	if (year < 1900 || month < 1 || month > 12 || day < 1) return { problem: 'malformed' };
	const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
	if (day > days) return { problem: 'no_such_day', month, days };
	return { date: [year, pad(month), pad(day)].join('-') };
}

/** Reads an hour: `09:30`, `9h30`, `9 h`; null when it is not one. */
export function parseTime(text: string): string | null {
	const match = /^(\d{1,2})\s*(?::|h)\s*(\d{2})?$/i.exec(
		text.trim().replace(/[\u00a0\u202f]/g, ' ')
	);
	const hours = Number(match?.[1] ?? Number.NaN);
	const minutes = Number(match?.[2] ?? 0);
	return hours <= 23 && minutes <= 59 ? `${pad(hours)}:${pad(minutes)}` : null;
}

function offsetAt(instant: number): number {
	const { date, time } = localMoment(new Date(instant));
	return Date.parse(`${date}T${time}:00Z`) - Math.floor(instant / 60_000) * 60_000;
}

function pad(number: number): string {
	return String(number).padStart(2, '0');
}
