import type { BoardCard } from './board-card';
import { passes, type BoardFilters, type Viewpoint } from './board-filters';
import type { Cohort } from './cohort';
import type { Stage } from './stage';

export type CohortCounts = Record<Cohort, number>;

/** How many cards there are in each cohort. */
export function countCohorts(cards: readonly Pick<BoardCard, 'cohort'>[]): CohortCounts {
	const counts: CohortCounts = { youth: 0, women: 0, seniors: 0 };
	for (const { cohort } of cards) counts[cohort] += 1;
	return counts;
}

export interface FilterCounts {
	/** Cards that pass every other filter, whatever their cohort. */
	all: number;
	cohorts: CohortCounts;
	/** Mine among those that pass every other filter. */
	mine: number;
}

/** The numbers written on the filters: each says how many cards one would see by choosing it. */
export function countFilters(
	cards: readonly BoardCard[],
	filters: BoardFilters,
	view: Viewpoint
): FilterCounts {
	const board = cards.filter((card) => card.placement.stage !== 'exit');
	const anyCohort = board.filter((card) => passes(card, { ...filters, cohort: null }, view));
	const mine = board.filter((card) => passes(card, { ...filters, mine: true }, view));
	return { all: anyCohort.length, cohorts: countCohorts(anyCohort), mine: mine.length };
}

/** Cards by stage, each in the order given by `compare`. */
export function groupByStage<C extends BoardCard>(
	cards: readonly C[],
	compare: (a: C, b: C) => number
): Record<Stage, C[]> {
	const columns: Record<Stage, C[]> = {
		outreach: [],
		diagnosis: [],
		unblocking: [],
		project: [],
		employment: [],
		exit: []
	};
	for (const card of cards) columns[card.placement.stage].push(card);
	for (const column of Object.values(columns)) column.sort(compare);
	return columns;
}
