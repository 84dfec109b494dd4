const ZONE = 'Europe/Paris';
const DAY = 86_400_000;

const FIELDS = new Intl.DateTimeFormat('en-CA', {
	timeZone: ZONE,
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23'
});

/** Dates around the moment at which the demo group is loaded, as they are in France. */
export interface Calendar {
	now: Date;
	year: number;
	/** ISO date, `offset` days from today. */
	day: (offset: number) => string;
	/** ISO date-time, `offset` days from today at `time` (HH:MM); never later than now for today and the past. */
	at: (offset: number, time?: string) => string;
}

/** The calendar of the day of `now`. */
export function calendarOf(now: Date): Calendar {
	const today = wallClock(now).slice(0, 10);
	const day = (offset: number): string =>
		new Date(Date.parse(`${today}T12:00:00Z`) + offset * DAY).toISOString().slice(0, 10);
	const at = (offset: number, time = '10:00'): string => {
		const instant = instantOf(`${day(offset)}T${time}:00`);
		const last = now.getTime() - 60_000;
		return new Date(offset <= 0 ? Math.min(instant, last) : instant).toISOString();
	};
	return { now, year: Number(today.slice(0, 4)), day, at };
}

/** The instant, in milliseconds, of a wall clock time in France. */
function instantOf(wall: string): number {
	const asUtc = Date.parse(`${wall}Z`);
	const shift = Date.parse(`${wallClock(new Date(asUtc))}Z`) - asUtc;
	return asUtc - shift;
}

function wallClock(instant: Date): string {
	const parts = new Map(FIELDS.formatToParts(instant).map(({ type, value }) => [type, value]));
	const field = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
	return `${field('year')}-${field('month')}-${field('day')}T${field('hour')}:${field('minute')}:${field('second')}`;
}
