import { BLOCKER_TYPES, type BlockerType } from './blocker';
import type { Cohort } from './cohort';
import type { Stage } from './stage';

const MONTHS: readonly RegExp[] = [
	/^jan/,
	/^(fev|feb)/,
	/^mar/,
	/^(avr|apr)/,
	/^(mai|may)/,
	/^(juin|jun)/,
	/^(juil|jul)/,
	/^(aou|aug)/,
	/^sep/,
	/^oct/,
	/^nov/,
	/^dec/
];

/** Day 0 of the spreadsheets, in milliseconds: they take 1900 for a leap year, so that it is not 1 January 1900. */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);
/** Serials that are dates between 1920 and 2064. */
const SERIAL = { min: 7306, max: 60_000 };
const DAY_MS = 24 * 60 * 60_000;

/** Lower case, without accents, punctuation as spaces: what words are looked up in. */
export function plainWords(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}

/** A name without case or accents, as the database compares names. */
export function plainName(text: string): string {
	return text
		.trim()
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase();
}

export interface DateContext {
	/** ISO date. */
	today: string;
	/** Whether a year of two digits is of the past century when it may be: dates of birth. */
	past: boolean;
}

/**
 * Reads a date as people and spreadsheets write it: 20/11/2026, 20-11-26, 20 nov. 2026, 2026-11-20, 46346. `day` is null
 * for a year alone. Null when it is no date that exists.
 */
export function readDate(
	text: string,
	context: DateContext
): { year: number; day: string | null } | null {
	const value = text.trim();
	const named = /^(\d{1,2})(?:er)? (\p{L}+) (\d{2}|\d{4})$/u.exec(plainWords(value));
	if (named) {
		const [, day = '', month = '', year = ''] = named;
		return dayOf(
			yearOf(year, context),
			MONTHS.findIndex((name) => name.test(month)) + 1,
			Number(day)
		);
	}
	const french = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})(?:[ T]\d{1,2}[:h].*)?$/.exec(
		value
	);
	if (french) {
		const [, day = '', month = '', year = ''] = french;
		return dayOf(yearOf(year, context), Number(month), Number(day));
	}
	const iso = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[T ].*)?$/.exec(value);
	if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
	if (/^(19|20)\d{2}$/.test(value)) return { year: Number(value), day: null };
	if (!/^\d{4,5}([.,]\d+)?$/.test(value)) return null;
	const serial = Math.floor(Number(value.replace(',', '.')));
	if (serial < SERIAL.min || serial > SERIAL.max) return null;
	const day = new Date(SERIAL_EPOCH + serial * DAY_MS).toISOString().slice(0, 10);
	return { year: Number(day.slice(0, 4)), day };
}

function yearOf(text: string, { today, past }: DateContext): number {
	if (text.length === 4) return Number(text);
	const century = Number(today.slice(0, 2)) * 100;
	const year = century + Number(text);
	// Nobody is followed before they are fourteen; nobody was met in a year to come.
	const latest = Number(today.slice(0, 4)) - (past ? 14 : 0);
	return year > latest ? year - 100 : year;
}

function dayOf(year: number, month: number, day: number): { year: number; day: string } | null {
	const date = new Date(Date.UTC(year, month - 1, day));
	if (
		date.getUTCFullYear() !== year ||
		date.getUTCMonth() !== month - 1 ||
		date.getUTCDate() !== day
	) {
		return null;
	}
	return { year, day: date.toISOString().slice(0, 10) };
}

/** The cohort that a word says; null for another word. */
export function readCohort(text: string): Cohort | null {
	const words = plainWords(text);
	if (
		/^(j|jeunes?|youth|young.*|moins de (25|26|30)|16 (a )?(25|29).*|.*\bjeunes?\b.*)$/.test(words)
	)
		return 'youth';
	if (/^(f|femmes?|women|woman|.*\bfemmes?\b.*)$/.test(words)) return 'women';
	if (
		/^(s|seniors?|older.*|plus de (45|50|55)|(45|50|55) ans et plus|.*\bseniors?\b.*)$/.test(words)
	)
		return 'seniors';
	return null;
}

/** Oldest of the young and youngest of the seniors, in years, when nothing else says the cohort. */
const YOUTH_MAX = 25;
const SENIOR_MIN = 50;

/** The cohort that an age and a sex suggest; null when they suggest none. */
export function guessCohort({ age, sex }: { age: number; sex: string }): Cohort | null {
	if (age <= YOUTH_MAX) return 'youth';
	if (age >= SENIOR_MIN) return 'seniors';
	return /^(f|femme|feminin|mme|madame|mlle|female|woman)$/.test(plainWords(sex)) ? 'women' : null;
}

const STAGE_WORDS: readonly [Stage, RegExp][] = [
	['exit', /\b(sortie?s?|abandon\w*|clotur\w*|clos|terminee?|archive\w*|exit|closed)\b/],
	[
		'outreach',
		/\b(reperage|repere\w*|accueil\w*|premier contact|nouveau|nouvelle|outreach|inscri\w*)\b/
	],
	['diagnosis', /\b(diagnostic\w*|diagnosis|evaluation|bilan)\b/],
	['unblocking', /\b(leve\w*|freins?|unblocking)\b/],
	['project', /\b(projet\w*|immersions?|pmsmp|project|placements?|recherche)\b/],
	[
		'employment',
		/\b(emplois?|formations?|cdd|cdi|contrat|interim|alternance|apprentissage|job|training|embauche\w*)\b/
	]
];

/** The stage that words say; null for other words. */
export function readStage(text: string): Stage | null {
	const words = plainWords(text);
	return STAGE_WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

const BLOCKER_WORDS: Record<BlockerType, RegExp> = {
	mobility: /\b(mobilite|mobility|transports?|permis|vehicule|voiture)\b/,
	childcare: /\b(gardes?|creche|childcare|enfants?|garde d enfants?)\b/,
	language: /\b(langues?|francais|fle|linguistique|language|illettrisme|alphabetisation)\b/,
	housing: /\b(logements?|hebergements?|housing|sdf)\b/,
	health: /\b(sante|health|medical)\b/,
	digital: /\b(numerique|digital|informatique|illectronisme|ordinateur)\b/,
	rights: /\b(droits?|administratifs?|demarches?|papiers|titre de sejour|rights|caf)\b/,
	budget: /\b(budget|dettes?|surendettement|financier\w*|argent|ressources)\b/,
	confidence: /\b(confiance|confidence|estime|motivation)\b/,
	qualification: /\b(qualifications?|diplomes?|competences?|experience|formation)\b/,
	isolation: /\b(isolement|isolation|isolee?|solitude)\b/,
	discrimination: /\b(discriminations?|prejuges)\b/
};

/** The types of blockers that words say, and the words that say none. */
export function readBlockers(
	text: string,
	offered: readonly BlockerType[]
): { types: BlockerType[]; unknown: string[] } {
	const types = new Set<BlockerType>();
	const unknown: string[] = [];
	for (const part of text.split(/[,;/+|\n]| et | and /)) {
		const words = plainWords(part);
		if (words === '' || /^(aucun|neant|non|ras|none|no)$/.test(words)) continue;
		const found = BLOCKER_TYPES.filter(
			(type) => offered.includes(type) && BLOCKER_WORDS[type].test(words)
		);
		if (found.length === 0) unknown.push(part.trim());
		for (const type of found) types.add(type);
	}
	return { types: [...types], unknown };
}

/** A telephone number as the form of a new case takes it; null when it is none. A spreadsheet drops the zero at its start. */
export function readPhone(text: string): string | null {
	const value = text.replace(/[\s\u00a0/]+/g, ' ').trim();
	const whole = /^[1-9]\d{8}$/.test(value) ? `0${value}` : value;
	return /^[+\d][\d ().-]{5,29}$/.test(whole) ? whole : null;
}

/** An address as the form of a new case takes it; null when it is none. */
export function readEmail(text: string): string | null {
	const value = text.trim();
	return value.length <= 120 && /^[\w+.-]+@[\da-z]+(?:[.-][\da-z]+)*\.[a-z]{2,}$/i.test(value)
		? value
		: null;
}

/** Whether a text holds a French social-security number: it is never kept, wherever it is. */
export function isSocialSecurityNumber(text: string): boolean {
	const digits = text.replace(/[\s.\u00a0-]/g, '');
	return /(?:^|\D)[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[ab])\d{6}(?:\d{2})?(?:\D|$)/i.test(
		digits
	);
}
