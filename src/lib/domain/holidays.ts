import { addDays } from './agenda-calendar';

/** Public holidays of France, as the labour code names them. The last two are those of Alsace and Moselle only. */
export type Holiday =
	| 'new_year'
	| 'easter_monday'
	| 'labour_day'
	| 'victory_day'
	| 'ascension'
	| 'whit_monday'
	| 'bastille_day'
	| 'assumption'
	| 'all_saints'
	| 'armistice'
	| 'christmas'
	| 'good_friday'
	| 'saint_stephen';

const FIXED: Readonly<Record<string, Holiday>> = {
	'01-01': 'new_year',
	'05-01': 'labour_day',
	'05-08': 'victory_day',
	'07-14': 'bastille_day',
	'08-15': 'assumption',
	'11-01': 'all_saints',
	'11-11': 'armistice',
	'12-25': 'christmas'
};

/** Days after Easter Sunday. */
const AFTER_EASTER: Readonly<Record<number, Holiday>> = {
	1: 'easter_monday',
	39: 'ascension',
	50: 'whit_monday'
};

const DAY_MS = 86_400_000;

/** Easter Sunday of a year of the Gregorian calendar, as an ISO date (the anonymous algorithm of 1876). */
export function easterOf(year: number): string {
	const a = year % 19;
	const century = Math.floor(year / 100);
	const rest = year % 100;
	const correction = Math.floor((8 * century + 13) / 25);
	const epact = (19 * a + century - Math.floor(century / 4) - correction + 15) % 30;
	const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
	const late = Math.floor((a + 11 * epact + 22 * weekday) / 451);
	const days = epact + weekday - 7 * late + 114;
	const month = String(Math.floor(days / 31)).padStart(2, '0');
	return `${String(year)}-${month}-${String((days % 31) + 1).padStart(2, '0')}`;
}

/** Which public holiday an ISO date is; null for none. `alsaceMoselle` adds Good Friday and 26 December. */
export function holidayOn(
	date: string,
	{ alsaceMoselle }: { alsaceMoselle: boolean }
): Holiday | null {
	const fixed = FIXED[date.slice(5)];
	if (fixed) return fixed;
	const easter = easterOf(Number(date.slice(0, 4)));
	const moving = AFTER_EASTER[Math.round((Date.parse(date) - Date.parse(easter)) / DAY_MS)];
	if (moving) return moving;
	if (!alsaceMoselle) return null;
	if (date.endsWith('-12-26')) return 'saint_stephen';
	return date === addDays(easter, -2) ? 'good_friday' : null;
}

/** Whether a neighbourhood is in Alsace or Moselle: the departments 57, 67 and 68 in its official code, `QN06701M`. */
export function isInAlsaceMoselle(officialCode: string | null): boolean {
	return /^Q[NP]0(?:57|67|68)/.test(officialCode ?? '');
}
