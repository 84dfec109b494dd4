import type { Card, Placement } from '$lib/documents/board-document';
import type { Stage } from '$lib/domain/stage';

/** How long, in milliseconds, a move of mine may be overtaken by somebody else's and still be told about. */
const OVERTAKEN_WITHIN_MS = 10_000;

/** A card that somebody else moved. */
export interface RemoteMove {
	caseId: string;
	by: string | null;
	from: Stage;
	stage: Stage;
}

/** The cards of two documents; a case that is in both is the shared one. */
export function mergeCards(shared: readonly Card[], own: readonly Card[]): Card[] {
	const ids = new Set(shared.map((card) => card.caseId));
	return [...shared, ...own.filter((card) => !ids.has(card.caseId))];
}

/** Remembers where cards stand; each call says which have moved since the last one. */
export function watchStages(cards: readonly Card[]): (cards: readonly Card[]) => RemoteMove[] {
	const stages = new Map(cards.map((card) => [card.caseId, card.placement.stage]));
	return (now) =>
		now.flatMap(({ caseId, placement: { stage, by } }) => {
			const from = stages.get(caseId);
			stages.set(caseId, stage);
			return from === undefined || from === stage ? [] : [{ caseId, by, from, stage }];
		});
}

/** My own last moves, to tell when somebody overtakes one. */
export class MoveLog {
	readonly #mine = new Map<string, Placement>();

	add(caseId: string, placement: Placement): void {
		this.#mine.set(caseId, placement);
	}

	/** True when somebody else's move overtook one that I had just made; says so once. */
	overtaken({ caseId, by, stage }: RemoteMove, now: Date): boolean {
		const mine = this.#mine.get(caseId);
		if (!mine || by === mine.by || mine.stage === stage) return false;
		this.#mine.delete(caseId);
		return now.getTime() - Date.parse(mine.at) <= OVERTAKEN_WITHIN_MS;
	}
}
