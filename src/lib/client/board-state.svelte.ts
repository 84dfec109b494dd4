import { createSubscriber } from 'svelte/reactivity';
import type { BoardDocument, Card, Placement, Proposal } from '$lib/documents/board-document';
import type { Member } from '$lib/domain/member';
import type { Stage } from '$lib/domain/stage';

/** How long, in milliseconds, a move of mine may be overtaken by somebody else's and still be told about. */
export const OVERTAKEN_WITHIN_MS = 10_000;

/** A card that somebody else moved. */
export interface RemoteMove {
	caseId: string;
	by: string | null;
	from: Stage;
	stage: Stage;
}

interface Options {
	/** What the group shares, and what only my organisation sees. */
	shared: BoardDocument;
	own: BoardDocument;
	profileId: string;
	now: () => Date;
}

/** The two documents of a board as one, and what I do to it. */
export class BoardState {
	readonly #shared: BoardDocument;
	readonly #own: BoardDocument;
	readonly #profileId: string;
	readonly #now: () => Date;
	readonly #subscribe: () => void;
	/** Origin of my own transactions. */
	readonly #origin = Symbol('board');
	/** My last move of each case, until somebody is told to have overtaken it. */
	readonly #moved = new Map<string, Placement>();

	constructor({ shared, own, profileId, now }: Options) {
		this.#shared = shared;
		this.#own = own;
		this.#profileId = profileId;
		this.#now = now;
		this.#subscribe = createSubscriber((update) => {
			const stopShared = shared.observe(update);
			const stopOwn = own.observe(update);
			return () => {
				stopShared();
				stopOwn();
			};
		});
	}

	/** Every card I may see, in no particular order. A case that is in both documents is the shared one. */
	get cards(): Card[] {
		this.#subscribe();
		const shared = this.#shared.cards();
		const ids = new Set(shared.map((card) => card.caseId));
		return [...shared, ...this.#own.cards().filter((card) => !ids.has(card.caseId))];
	}

	get members(): Member[] {
		this.#subscribe();
		return this.#shared.members();
	}

	/** A card as it is now; null when I do not see it. */
	card(caseId: string): Card | null {
		return this.#documentOf(caseId)?.card(caseId) ?? null;
	}

	/**
	 * Moves a card to a stage and returns the way to take the move back, or null when there was nothing to move.
	 * Taking it back does nothing once somebody else moved the card: it then returns false.
	 */
	move(caseId: string, stage: Stage): (() => boolean) | null {
		const before = this.card(caseId)?.placement;
		if (!before || before.stage === stage) return null;
		this.#place(caseId, stage);
		return () => {
			const current = this.card(caseId)?.placement;
			if (current?.stage !== stage || current.by !== this.#profileId) return false;
			this.#place(caseId, before.stage);
			return true;
		};
	}

	/** Proposes a case for the next agenda, or takes the proposal back with null. */
	propose(caseId: string, question: string | null): void {
		const proposal: Proposal | null = question === null ? null : { question, by: this.#profileId };
		this.#documentOf(caseId)?.propose({ caseId, proposal, origin: this.#origin });
	}

	/** Calls back with the cards that others moved, as they come, together; returns the way to stop. */
	onmoves(callback: (moves: RemoteMove[]) => void): () => void {
		const stages = new Map(this.#allCards().map((card) => [card.caseId, card.placement.stage]));
		const listen = (transaction: { origin: unknown }): void => {
			const moves: RemoteMove[] = [];
			for (const { caseId, placement } of this.#allCards()) {
				const from = stages.get(caseId);
				stages.set(caseId, placement.stage);
				if (from === undefined || from === placement.stage) continue;
				moves.push({ caseId, by: placement.by, from, stage: placement.stage });
			}
			if (moves.length > 0 && transaction.origin !== this.#origin) callback(moves);
		};
		const stopShared = this.#shared.observe(listen);
		const stopOwn = this.#own.observe(listen);
		return () => {
			stopShared();
			stopOwn();
		};
	}

	/** True when this move of somebody else overtook one that I had just made; tells it once. */
	overtook({ caseId, by, stage }: RemoteMove): boolean {
		const mine = this.#moved.get(caseId);
		if (!mine || by === this.#profileId || mine.stage === stage) return false;
		this.#moved.delete(caseId);
		return this.#now().getTime() - Date.parse(mine.at) <= OVERTAKEN_WITHIN_MS;
	}

	#place(caseId: string, stage: Stage): void {
		const placement = { stage, by: this.#profileId, at: this.#now().toISOString() };
		this.#moved.set(caseId, placement);
		this.#documentOf(caseId)?.place({ caseId, placement, origin: this.#origin });
	}

	#documentOf(caseId: string): BoardDocument | null {
		if (this.#shared.card(caseId)) return this.#shared;
		return this.#own.card(caseId) ? this.#own : null;
	}

	#allCards(): Card[] {
		return [...this.#own.cards(), ...this.#shared.cards()];
	}
}
