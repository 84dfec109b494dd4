/** Dates as people read them. Days are those of the offices: Europe/Paris, whatever the machine says. */
import { getLocale, type Locale } from '$lib/paraglide/runtime';

const ZONE = 'Europe/Paris';
const DAY_MS = 86_400_000;

/** `26 nov.` from an ISO date or date-time. */
export function formatDay(iso: string, locale: Locale = getLocale()): string {
	return format(iso, locale, { day: 'numeric', month: 'short' });
}

/** `26 novembre` from an ISO date or date-time. */
export function formatMonthDay(iso: string, locale: Locale = getLocale()): string {
	return format(iso, locale, { day: 'numeric', month: 'long' });
}

/** `jeudi 26 novembre` from an ISO date or date-time. */
export function formatLong(iso: string, locale: Locale = getLocale()): string {
	return format(iso, locale, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** `12 octobre 2027` from an ISO date or date-time. */
export function formatDate(iso: string, locale: Locale = getLocale()): string {
	return format(iso, locale, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** `jeu. 26` from an ISO date or date-time. */
export function formatWeekday(iso: string, locale: Locale = getLocale()): string {
	return format(iso, locale, { weekday: 'short', day: 'numeric' });
}

/** `9 h 30` in French, `9:30` in English, from an ISO date-time. */
export function formatTime(iso: string, locale: Locale = getLocale()): string {
	const [hours = '0', minutes = '00'] = new Intl.DateTimeFormat('fr-FR', {
		hour: '2-digit',
		minute: '2-digit',
		timeZone: ZONE
	})
		.format(new Date(iso))
		.split(':');
	const hour = String(Number(hours));
	if (locale === 'en') return `${hour}:${minutes}`;
	return minutes === '00' ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minutes}`;
}

/** The date of a moment in the offices, `YYYY-MM-DD`. */
export function dayOf(moment: string | Date): string {
	const date = typeof moment === 'string' ? new Date(moment) : moment;
	return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(date);
}

/** Whole days from an ISO date or date-time to `now`, both as days of the offices; negative in the future. */
export function daysSince(iso: string, now: Date): number {
	const from = iso.length === 10 ? iso : dayOf(iso);
	return Math.round((Date.parse(dayOf(now)) - Date.parse(from)) / DAY_MS);
}

function format(iso: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
	// A date without time is the same day everywhere.
	const timeZone = iso.length === 10 ? 'UTC' : ZONE;
	const tag = locale === 'fr' ? 'fr-FR' : 'en-GB';
	const parts = new Intl.DateTimeFormat(tag, { ...options, timeZone }).formatToParts(new Date(iso));
	// The first of the month is an ordinal in French, which Intl leaves out.
	return parts
		.map(({ type, value }) => (locale === 'fr' && type === 'day' && value === '1' ? '1er' : value))
		.join('');
}
