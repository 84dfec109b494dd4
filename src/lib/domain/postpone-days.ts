import { addDays } from './agenda-calendar';

/** The days that an action is put off to in one gesture: tomorrow, next Monday, in two weeks. `today` is an ISO date. */
export function postponeDays(today: string): {
	tomorrow: string;
	monday: string;
	twoWeeks: string;
} {
	const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
	// On a Sunday Monday is tomorrow; on a Monday it is the next one.
	return {
		tomorrow: addDays(today, 1),
		monday: addDays(today, (8 - weekday) % 7 || 7),
		twoWeeks: addDays(today, 14)
	};
}
