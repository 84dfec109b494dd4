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

export type Found = FoundCase | FoundMember;
