export const LIST_COLUMNS = [
	'case',
	'reference',
	'cohort',
	'stage',
	'action',
	'referent',
	'contact'
] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];

/** How the list of a board is sorted. */
export interface ListSort {
	column: ListColumn;
	descending: boolean;
}

/** Words of the address. */
const WORDS: Record<ListColumn, string> = {
	case: 'situation',
	reference: 'reference',
	cohort: 'cohorte',
	stage: 'etape',
	action: 'action',
	referent: 'referent',
	contact: 'nouvelles'
};
/** Before the word of a column that is sorted downwards. */
const DOWN = '-';

/** The sort that an address asks for; null for the order of the board. */
export function readSort(query: URLSearchParams): ListSort | null {
	const word = query.get('tri') ?? '';
	const descending = word.startsWith(DOWN);
	const name = descending ? word.slice(DOWN.length) : word;
	const column = LIST_COLUMNS.find((known) => WORDS[known] === name);
	return column ? { column, descending } : null;
}

/** What an address says of a sort. */
export function sortWord({ column, descending }: ListSort): string {
	return (descending ? DOWN : '') + WORDS[column];
}
