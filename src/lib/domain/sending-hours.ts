/** When messages may leave: offices are open on the clocks of France, from Monday to Friday, but for public holidays. */
import { addDays, localMoment } from './agenda-calendar';
import { holidayOn } from './holidays';

/** On the clocks of the offices. */
const OPENS_AT = '07:30';
const CLOSES_AT = '18:30';
const AFTERNOON_AT = '16:00';

export interface SendingHours {
	/** Messages may leave now. */
	open: boolean;
	/** ISO date of the day, and of the next day when offices work. */
	day: string;
	nextDay: string;
	/** Late enough to tell what happens on the next day. */
	afternoon: boolean;
}

/** What the clock says of messages at an instant. */
export function sendingHours(now: Date): SendingHours {
	const { date, time } = localMoment(now);
	let nextDay = addDays(date, 1);
	while (!isWorkingDay(nextDay)) nextDay = addDays(nextDay, 1);
	return {
		open: isWorkingDay(date) && time >= OPENS_AT && time < CLOSES_AT,
		day: date,
		nextDay,
		afternoon: time >= AFTERNOON_AT
	};
}

function isWorkingDay(date: string): boolean {
	const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
	// One calendar for a deployment: the two holidays of Alsace and Moselle are working days here.
	return weekday !== 0 && weekday !== 6 && holidayOn(date, { alsaceMoselle: false }) === null;
}
