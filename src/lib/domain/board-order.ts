import { dueStateOf, isOnAgenda, type BoardCard } from './board-card';

/** The order of a column: late, today, on the agenda, by due date, then by silence. Nobody arranges it by hand. */
export function compareCards(today: string): (a: BoardCard, b: BoardCard) => number {
	return (a, b) =>
		rankOf(a, today) - rankOf(b, today) ||
		compareText(dueOn(a), dueOn(b)) ||
		compareText(a.lastContactOn ?? '', b.lastContactOn ?? '') ||
		compareText(a.shortName, b.shortName) ||
		compareText(a.caseId, b.caseId);
}

/**
 * The order to show while somebody stands in a column: the cards they have under their eyes keep their places, and those
 * that came are put at the end.
 */
export function holdOrder<C extends { caseId: string }>(cards: C[], heldIds: string[]): C[] {
	const byId = new Map(cards.map((card) => [card.caseId, card]));
	const held = heldIds.flatMap((id) => byId.get(id) ?? []);
	const heldSet = new Set(heldIds);
	return [...held, ...cards.filter((card) => !heldSet.has(card.caseId))];
}

function rankOf(card: BoardCard, today: string): number {
	const due = dueStateOf(card, today);
	if (due === 'late') return 0;
	if (due === 'today') return 1;
	if (isOnAgenda(card, today)) return 2;
	return due === 'later' ? 3 : 4;
}

/** Cards without a date come after those that have one. */
function dueOn(card: BoardCard): string {
	return card.nextAction?.dueOn ?? '9999';
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
