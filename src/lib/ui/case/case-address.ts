import type { HistoryGroup } from '$lib/domain/case-change';
import type { HistoryFilter } from '$lib/domain/case-history';

/** Addresses inside a case: the tab that is open and, in the sharing of it, the step that has a page of its own. */
export type CaseTab = 'follow-up' | 'course' | 'sharing' | 'history';
export type SharingStep = 'agreement' | 'withdrawal' | 'invitation' | 'handover';

const TAB = 'onglet';
const STEP = 'etape';
const TAB_WORDS: Record<Exclude<CaseTab, 'follow-up'>, string> = {
	course: 'parcours',
	sharing: 'partage',
	history: 'historique'
};
const STEP_WORDS: Record<SharingStep, string> = {
	agreement: 'accord',
	withdrawal: 'retrait',
	invitation: 'invitation',
	handover: 'relais'
};
/** Query parameter that opens the form of a new outcome. */
export const OUTCOME = 'resultat';
/** Query parameter that names who is invited. */
export const PERSON = 'personne';
/** Query parameter with the cursor of the history. */
export const BEFORE = 'avant';

const GROUP = 'partie';
const AUTHOR = 'qui';
const GROUP_WORDS: Record<HistoryGroup, string> = {
	'follow-up': 'suivi',
	course: 'parcours',
	sharing: 'partage',
	access: 'consultations'
};
const PROFILE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The filter of the history that an address asks for. */
export function filterOf(query: URLSearchParams): HistoryFilter {
	const person = query.get(AUTHOR) ?? '';
	return {
		group: keyOf(GROUP_WORDS, query.get(GROUP)),
		person: PROFILE_ID.test(person) ? person : null
	};
}

/** The parameters of a filter, for an address of the history or of a page of it. */
export function filterQuery({ group, person }: HistoryFilter): [string, string][] {
	return [
		...(group === null ? [] : [[GROUP, GROUP_WORDS[group]] satisfies [string, string]]),
		...(person === null ? [] : [[AUTHOR, person] satisfies [string, string]])
	];
}

/** Names of the fields of the filter, and the word of each part. */
export const FILTER_FIELDS = { group: GROUP, person: AUTHOR, words: GROUP_WORDS } as const;

/** The tab that an address opens. */
export function tabOf(query: URLSearchParams): CaseTab {
	return keyOf(TAB_WORDS, query.get(TAB)) ?? 'follow-up';
}

/** The step of the sharing that an address opens, or null. */
export function stepOf(query: URLSearchParams): SharingStep | null {
	return keyOf(STEP_WORDS, query.get(STEP));
}

/** The fields of an address, for a form that goes there. */
export function queryOf(tab: CaseTab, step: SharingStep | null = null): [string, string][] {
	const fields: [string, string][] = tab === 'follow-up' ? [] : [[TAB, TAB_WORDS[tab]]];
	if (step) fields.push([STEP, STEP_WORDS[step]]);
	return fields;
}

/** Address of a tab or a step from any place of the case. */
export function hrefOf(path: string, tab: CaseTab, step: SharingStep | null = null): string {
	const query = new URLSearchParams(queryOf(tab, step));
	return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Where a form that was sent without scripts leads back: its tab, without the step that is done. */
export function afterCommand(url: URL): string {
	return hrefOf(url.pathname, tabOf(url.searchParams));
}

function keyOf<K extends string>(words: Record<K, string>, word: string | null): K | null {
	const keys = Object.keys(words) as K[];
	return keys.find((key) => words[key] === word) ?? null;
}
