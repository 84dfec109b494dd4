import type { BoardCard } from '$lib/domain/board-card';
import type { ListColumn, ListSort } from '$lib/domain/board-sort';
import { COHORTS } from '$lib/domain/cohort';
import { STAGES } from '$lib/domain/stage';

/** The sort after a click on a column: the other way round when it was sorted by it already. */
export function nextSort(sort: ListSort | null, column: ListColumn): ListSort {
	return { column, descending: sort?.column === column && !sort.descending };
}

/**
 * How rows compare. Rows without a value come last either way; ties keep the order of the board, the sort being stable.
 * `referentNameOf` gives the name to sort by, or an empty string.
 */
export function compareRows(
	{ column, descending }: ListSort,
	{ locale, referentNameOf }: { locale: string; referentNameOf: (card: BoardCard) => string }
): (a: BoardCard, b: BoardCard) => number {
	const collator = new Intl.Collator(locale, { numeric: true });
	const sign = descending ? -1 : 1;
	return (a, b) => {
		const [left, right] = [a, b].map((card) => valueOf(card, column, referentNameOf)) as [
			string | number,
			string | number
		];
		if (left === '' || right === '') return Number(left === '') - Number(right === '');
		if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
		return sign * collator.compare(String(left), String(right));
	};
}

function valueOf(
	card: BoardCard,
	column: ListColumn,
	referentNameOf: (card: BoardCard) => string
): string | number {
	switch (column) {
		case 'case':
			return card.shortName;
		case 'reference':
			return card.reference;
		case 'cohort':
			return COHORTS.indexOf(card.cohort);
		case 'stage':
			return STAGES.indexOf(card.placement.stage);
		case 'action':
			return card.nextAction?.dueOn ?? '';
		case 'referent':
			return referentNameOf(card);
		case 'contact':
			return card.lastContactOn ?? '';
	}
}
