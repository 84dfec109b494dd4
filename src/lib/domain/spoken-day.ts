import { addDays } from './agenda-calendar';

interface Words {
	start: number;
	/** The place after the last of them. */
	end: number;
}

/** A date read in a sentence, and where its words stand. */
export interface SpokenDay extends Words {
	date: string;
}

interface Pattern {
	source: string;
	/** The date that the groups say; null when there is no such day. */
	read: (groups: Record<string, string | undefined>, today: string) => string | null;
}

const WEEKDAYS = [
	['lundi', 'monday'],
	['mardi', 'tuesday'],
	['mercredi', 'wednesday'],
	['jeudi', 'thursday'],
	['vendredi', 'friday'],
	['samedi', 'saturday'],
	['dimanche', 'sunday']
];
const FRIDAY = 5;
const MONTHS = [
	['janvier', 'janv', 'january', 'jan'],
	['fevrier', 'fevr', 'fev', 'february', 'feb'],
	['mars', 'march', 'mar'],
	['avril', 'avr', 'april', 'apr'],
	['mai', 'may'],
	['juin', 'june', 'jun'],
	['juillet', 'juil', 'july', 'jul'],
	['aout', 'august', 'aug'],
	['septembre', 'sept', 'september', 'sep'],
	['octobre', 'october', 'oct'],
	['novembre', 'november', 'nov'],
	['decembre', 'december', 'dec']
];
const NUMBERS = [
	[],
	['un', 'une', 'a', 'one'],
	['deux', 'two'],
	['trois', 'three'],
	['quatre', 'four'],
	['cinq', 'five'],
	['six']
];
/** A longer delay than this, in its unit, is a slip of the keys. */
const DELAY_MAX = 99;

const weekday = `(?<weekday>${anyOf(WEEKDAYS)})`;
const month = `(?<month>${anyOf(MONTHS)})\\.?`;
const day = '(?<day>\\d{1,2})(?:er|st|nd|rd|th)?';
const year = '(?: +(?<year>\\d{4}))?';
const moment = '(?: (?:matin|midi|apres-midi|soir|morning|afternoon|evening))?';
const count = `(?<count>\\d{1,2}|${anyOf(NUMBERS)})`;

const PATTERNS: Pattern[] = [
	{ source: `(?:aujourd'hui|today|ce soir|tonight)`, read: (_, today) => today },
	{ source: `(?:demain|tomorrow)${moment}`, read: (_, today) => addDays(today, 1) },
	{ source: `(?:apres-demain|the day after tomorrow)`, read: (_, today) => addDays(today, 2) },
	{
		source: `(?:next )?${weekday}(?: prochain)?(?<later> en huit)?${moment}`,
		read: ({ weekday: name, later }, today) => {
			const next = nextWeekday(rankIn(WEEKDAYS, name), addDays(today, 1));
			return later === undefined ? next : addDays(next, 7);
		}
	},
	{
		source: `(?:(?:dans|sous|in|within|under|d'ici) )${count} (?<unit>jours?|semaines?|mois|days?|weeks?|months?)`,
		read: ({ count: words, unit = '' }, today) => after(today, countOf(words), unit)
	},
	{
		source: `(?:${weekday} )?${day} ${month}${year}`,
		read: ({ day: number, month: name, year: wanted }, today) =>
			dayOfMonth(rankIn(MONTHS, name), Number(number), { today, year: wanted })
	},
	{
		source: `${month} ${day}(?:,? (?<year>\\d{4}))?`,
		read: ({ day: number, month: name, year: wanted }, today) =>
			dayOfMonth(rankIn(MONTHS, name), Number(number), { today, year: wanted })
	},
	{
		source: `(?:${weekday} )?(?<day>\\d{1,2})/(?<number>\\d{1,2})(?:/(?<year>\\d{4}|\\d{2}))?`,
		read: ({ day: number, number: rank, year: wanted }, today) =>
			dayOfMonth(Number(rank), Number(number), { today, year: wanted })
	},
	{
		source: `(?<year>\\d{4})-(?<number>\\d{2})-(?<day>\\d{2})`,
		read: ({ day: number, number: rank, year: wanted }, today) =>
			dayOfMonth(Number(rank), Number(number), { today, year: wanted })
	},
	{
		// A number alone is a day only after the name of one, or « le », and never an hour.
		source: `(?:${weekday} |le |the )${day}(?! *(?:h|heures?|%|€|,\\d|:\\d)(?![a-z]))`,
		read: ({ day: number }, today) => nextNumber(Number(number), today)
	},
	{
		source: `(?:fin|la fin|end of) (?:de |d')?${month}${year}`,
		read: ({ month: name, year: wanted }, today) => endOf(rankIn(MONTHS, name), today, wanted)
	},
	{
		source: `mi[- ]${month}|mid[- ](?<english>${anyOf(MONTHS)})`,
		read: ({ month: name, english }, today) =>
			dayOfMonth(rankIn(MONTHS, name ?? english), 15, { today })
	},
	{
		source: `(?:fin du mois|fin de mois|(?:the )?end of (?:the )?month)`,
		read: (_, today) => endOf(Number(today.slice(5, 7)), today)
	},
	{
		source: `(?:le mois prochain|next month)`,
		read: (_, today) => endOf((Number(today.slice(5, 7)) % 12) + 1, today)
	},
	{
		source: `(?:fin de (?:la )?semaine|cette semaine|(?:the )?end of (?:the )?week|this week)`,
		read: (_, today) => nextWeekday(FRIDAY, today)
	},
	{
		source: `(?:la semaine prochaine|next week)`,
		read: (_, today) => addDays(nextWeekday(1, addDays(today, 1)), FRIDAY - 1)
	}
];

/** Words that lead to a day by which something is to be done: they go with it. */
const LEAD = `(?:(?:d'ici (?:a|au|le|la)|d'ici|avant|pour|by|before|on|for|le|la) )*`;
/** After these a day is part of what is said, e.g. « jusqu’au 31 janvier », « l’atelier de vendredi ». */
const ABOUT =
	/(?<![\p{L}\p{N}])(?:du|de|des|au|depuis|jusqu'(?:a|au|en)|chaque|tous les|every|each|since|from|until|till|to|of) $/u;

const EXPRESSIONS = PATTERNS.map(({ source, read }) => ({
	expression: new RegExp(`(?<![\\p{L}\\p{N}'@/-])${LEAD}(?:${source})(?![\\p{L}\\p{N}/-])`, 'gu'),
	read
}));

/**
 * The days by which something is to be done, in the order of the sentence.
 * @param plain the sentence without accents nor capitals, with straight apostrophes.
 * @param today ISO date: a day said without a year is the next one.
 */
export function spokenDays(plain: string, today: string): SpokenDay[] {
	const found = EXPRESSIONS.flatMap(({ expression, read }) =>
		[...plain.matchAll(expression)].map((match) => ({
			date: read(match.groups ?? {}, today),
			start: match.index,
			end: match.index + match[0].length
		}))
	);
	// Of « le 31 novembre », which does not exist, « le 31 » is not what was meant.
	return found
		.filter((one) => !found.some((other) => holds(other, one)))
		.filter(({ start }) => !ABOUT.test(plain.slice(0, start)))
		.flatMap(({ date, start, end }) =>
			date === null || date < today ? [] : [{ date, start, end }]
		)
		.sort((a, b) => a.start - b.start);
}

/** Whether all the words of `inner` are among those of `outer`, which has more of them. */
function holds(outer: Words, inner: Words): boolean {
	const longer = outer.end - outer.start > inner.end - inner.start;
	return longer && outer.start <= inner.start && outer.end >= inner.end;
}

function nextWeekday(rank: number, from: string): string {
	const current = new Date(`${from}T00:00:00Z`).getUTCDay();
	return addDays(from, (rank - current + 7) % 7);
}

function after(today: string, number: number, unit: string): string | null {
	if (number < 1 || number > DELAY_MAX) return null;
	if (/^(?:jour|day)/.test(unit)) return addDays(today, number);
	if (/^(?:semaine|week)/.test(unit)) return addDays(today, number * 7);
	const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
	const months = month - 1 + number;
	const wanted = { year: year + Math.floor(months / 12), month: (months % 12) + 1 };
	return isoOf(wanted.year, wanted.month, Math.min(day, lengthOf(wanted.year, wanted.month)));
}

function dayOfMonth(
	month: number,
	day: number,
	{ today, year }: { today: string; year?: string | undefined }
): string | null {
	const current = Number(today.slice(0, 4));
	if (year !== undefined) {
		return isoOf(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
	}
	const here = isoOf(current, month, day);
	return here !== null && here >= today ? here : isoOf(current + 1, month, day);
}

function nextNumber(day: number, today: string): string | null {
	const [year = 0, month = 1] = today.split('-').map(Number);
	for (let further = 0; further < 3; further++) {
		const months = month - 1 + further;
		const date = isoOf(year + Math.floor(months / 12), (months % 12) + 1, day);
		if (date !== null && date >= today) return date;
	}
	return null;
}

function endOf(month: number, today: string, year?: string): string | null {
	const current = Number(year ?? today.slice(0, 4));
	const here = isoOf(current, month, lengthOf(current, month));
	if (year !== undefined || (here !== null && here >= today)) return here;
	return isoOf(current + 1, month, lengthOf(current + 1, month));
}

function lengthOf(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isoOf(year: number, month: number, day: number): string | null {
	if (month < 1 || month > 12 || day < 1 || day > lengthOf(year, month)) return null;
	return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function countOf(words = ''): number {
	const rank = NUMBERS.findIndex((names) => names.includes(words));
	return rank > 0 ? rank : Number(words);
}

/** Rank of a name, from 1. */
function rankIn(names: readonly (readonly string[])[], name = ''): number {
	return names.findIndex((spellings) => spellings.includes(name)) + 1;
}

/** The longest first, so that « sept » does not stop before « septembre ». */
function anyOf(names: readonly (readonly string[])[]): string {
	return names
		.flat()
		.sort((a, b) => b.length - a.length)
		.join('|');
}
