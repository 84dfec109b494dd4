import type { Cohort } from './cohort';
import type { Member } from './member';
import type { Stage } from './stage';

/** Longest text that is searched, in characters. */
export const QUERY_MAX = 80;

/** What of a case answered: what everybody who knows of it may read, or what its circle alone may. */
export type CaseMatch = 'reference' | 'name' | 'identity' | 'note';

/** A case that answers to a text. */
export interface FoundCase {
	kind: 'case';
	why: CaseMatch;
	/** Of the territory, for its address. */
	slug: string;
	territory: string;
	reference: string;
	shortName: string;
	cohort: Cohort;
	stage: Stage;
}

/** A colleague that answers to a text, and a group where one works with them. */
export interface FoundMember extends Pick<
	Member,
	'id' | 'firstName' | 'lastName' | 'jobTitle' | 'organization' | 'color'
> {
	kind: 'member';
	slug: string;
	territory: string;
}

/** A service of the directory that answers to a text. */
export interface FoundService {
	kind: 'service';
	id: string;
	name: string;
	organization: string;
	slug: string;
	territory: string;
}

export type Found = FoundCase | FoundMember | FoundService;

/** A text as it is searched: words without case, accents or punctuation, one space between them. */
export function searchKey(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase()
		.replaceAll('œ', 'oe')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}

/** True when each word of a searched text, which `searchKey` made, begins a word of another text. */
export function answers(text: string, key: string): boolean {
	const words = ` ${searchKey(text)}`;
	return key.split(' ').every((word) => words.includes(` ${word}`));
}

/** The answers of the server; null when they are not what they should be. */
export function readFound(value: unknown): Found[] | null {
	return Array.isArray(value) && value.every(isFound) ? value : null;
}

function isFound(value: unknown): value is Found {
	if (typeof value !== 'object' || value === null) return false;
	const { kind, slug, reference, shortName, id, firstName, name } = value as Record<
		string,
		unknown
	>;
	if (typeof slug !== 'string') return false;
	if (kind === 'case') return typeof reference === 'string' && typeof shortName === 'string';
	if (typeof id !== 'string') return false;
	return kind === 'member'
		? typeof firstName === 'string'
		: kind === 'service' && typeof name === 'string';
}
