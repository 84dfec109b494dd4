import { createSubscriber } from 'svelte/reactivity';
import type { BoardDocument, Card, Proposal } from '$lib/documents/board-document';
import type { Member } from '$lib/domain/member';
import type { Stage } from '$lib/domain/stage';
import { mergeCards, MoveLog, watchStages, type RemoteMove } from './board-moves';

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
	readonly #moved = new MoveLog();

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
		return mergeCards(this.#shared.cards(), this.#own.cards());
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
		// A closed case is opened again on its page.
		if (!before || before.stage === stage || this.card(caseId)?.settled?.closed) return null;
		this.#place(caseId, stage);
		return () => {
			const current = this.card(caseId)?.placement;
			if (current?.stage !== stage || current.by !== this.#profileId) return false;
			// It stands there since as long as before the move.
			this.#place(caseId, before.stage, before.at);
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
		const movedSince = watchStages(this.#allCards());
		const listen = (transaction: { origin: unknown }): void => {
			const moves = movedSince(this.#allCards());
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
	overtook(move: RemoteMove): boolean {
		return this.#moved.overtaken(move, this.#now());
	}

	#place(caseId: string, stage: Stage, at = this.#now().toISOString()): void {
		const placement = { stage, by: this.#profileId, at };
		this.#moved.add(caseId, placement);
		this.#documentOf(caseId)?.place({ caseId, placement, origin: this.#origin });
	}

	#documentOf(caseId: string): BoardDocument | null {
		if (this.#shared.card(caseId)) return this.#shared;
		return this.#own.card(caseId) ? this.#own : null;
	}

	#allCards(): Card[] {
		return mergeCards(this.#shared.cards(), this.#own.cards());
	}
}
