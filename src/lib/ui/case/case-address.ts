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
