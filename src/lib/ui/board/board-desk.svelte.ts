import { SvelteMap } from 'svelte/reactivity';
import type { RemoteMove } from '$lib/client/board-moves';
import type { BoardState } from '$lib/client/board-state.svelte';
import type { Card } from '$lib/documents/board-document';
import { BOARD_STAGES, type Stage } from '$lib/domain/stage';

/** For how long, in milliseconds, a card that somebody else moved is tinted. */
const TINT_MS = 10_000;

/** More cards than this moved at once are told in one line, without tints. */
const MANY_MOVES = 5;

/** Who moved a card, and what ends its tint. */
interface Tint {
	by: string | null;
	timer: ReturnType<typeof setTimeout>;
}

/** A card held at the keyboard, above a stage where it is not dropped yet. */
export interface Carried {
	caseId: string;
	stage: Stage;
}

/** What the desk has to say. The page turns it into words. */
export type DeskEvent =
	| { kind: 'moved'; card: Card; stage: Stage; dropped: boolean; undo: () => void }
	| { kind: 'moved_back'; card: Card; stage: Stage }
	| { kind: 'not_undone'; card: Card }
	| { kind: 'nothing_to_undo' }
	| { kind: 'picked'; card: Card; stage: Stage }
	| { kind: 'carried'; card: Card; stage: Stage }
	| { kind: 'put_back'; card: Card; stage: Stage }
	| { kind: 'overtaken'; card: Card; by: string | null; stage: Stage }
	| { kind: 'moved_many'; count: number; by: string | null };

/** What a person does with the cards of a board: move, carry, undo; and what others did, for as long as it shows. */
export class BoardDesk {
	readonly #state: BoardState;
	readonly #tell: (event: DeskEvent) => void;
	readonly #undos: { caseId: string; undo: () => boolean }[] = [];
	readonly #stop: () => void;

	/** Who moved each card that somebody else moved in the last seconds. */
	readonly tints = new SvelteMap<string, Tint>();
	/** The card held at the keyboard. */
	carried = $state.raw<Carried | null>(null);
	/** The card that I moved last: it stays in sight where a view shows only some. */
	lastMovedId = $state.raw<string | null>(null);

	constructor(state: BoardState, tell: (event: DeskEvent) => void) {
		this.#state = state;
		this.#tell = tell;
		this.#stop = state.onmoves((moves) => {
			this.#told(moves);
		});
	}

	destroy(): void {
		this.#stop();
		for (const { timer } of this.tints.values()) clearTimeout(timer);
	}

	/** Moves a card, and says so with the way to undo it. Nothing happens when it stands there already. */
	move(caseId: string, stage: Stage, { dropped = false } = {}): void {
		const undo = this.#state.move(caseId, stage);
		const card = this.#state.card(caseId);
		if (!undo || !card) return;
		const entry = { caseId, undo };
		this.#undos.push(entry);
		this.lastMovedId = caseId;
		this.#fade(caseId);
		const undoThis = (): void => {
			const index = this.#undos.indexOf(entry);
			if (index >= 0) this.#undo(this.#undos.splice(index, 1)[0]);
		};
		this.#tell({ kind: 'moved', card, stage, dropped, undo: undoThis });
	}

	/** Takes back the last move that was not taken back yet. */
	undoLast(): void {
		this.#undo(this.#undos.pop());
	}

	/** Picks a card up at the keyboard. */
	pick(caseId: string): void {
		const card = this.#state.card(caseId);
		if (!card) return;
		this.carried = { caseId, stage: card.placement.stage };
		this.#tell({ kind: 'picked', card, stage: card.placement.stage });
	}

	/** Carries the card that is held one stage further or back, within the columns of the board. */
	carry(step: 1 | -1): void {
		const card = this.carried && this.#state.card(this.carried.caseId);
		if (!this.carried || !card) return;
		const index = (BOARD_STAGES as readonly Stage[]).indexOf(this.carried.stage);
		const stage = BOARD_STAGES[Math.min(BOARD_STAGES.length - 1, Math.max(0, index + step))];
		if (!stage || stage === this.carried.stage) return;
		this.carried = { ...this.carried, stage };
		this.#tell({ kind: 'carried', card, stage });
	}

	/** Drops the card that is held where it is. */
	drop(): void {
		const carried = this.carried;
		this.carried = null;
		if (!carried) return;
		const card = this.#state.card(carried.caseId);
		if (card?.placement.stage === carried.stage) {
			this.#tell({ kind: 'put_back', card, stage: carried.stage });
		} else this.move(carried.caseId, carried.stage, { dropped: true });
	}

	/** Lets go of the card that is held: it stays where it was. */
	cancel(): void {
		const card = this.carried && this.#state.card(this.carried.caseId);
		this.carried = null;
		if (card) this.#tell({ kind: 'put_back', card, stage: card.placement.stage });
	}

	#undo(entry: { caseId: string; undo: () => boolean } | undefined): void {
		const undone = entry?.undo();
		const card = entry && this.#state.card(entry.caseId);
		if (!card) {
			this.#tell({ kind: 'nothing_to_undo' });
			return;
		}
		this.lastMovedId = card.caseId;
		if (undone) this.#tell({ kind: 'moved_back', card, stage: card.placement.stage });
		else this.#tell({ kind: 'not_undone', card });
	}

	#told(moves: RemoteMove[]): void {
		const many = moves.length > MANY_MOVES;
		for (const move of moves) {
			const card = this.#state.card(move.caseId);
			if (!card) continue;
			if (this.#state.overtook(move)) {
				this.#tell({ kind: 'overtaken', card, by: move.by, stage: move.stage });
			}
			if (!many) this.#tint(move);
		}
		if (!many) return;
		const by = moves[0]?.by ?? null;
		const one = moves.every((move) => move.by === by);
		this.#tell({ kind: 'moved_many', count: moves.length, by: one ? by : null });
	}

	#tint({ caseId, by }: RemoteMove): void {
		this.#fade(caseId);
		const timer = setTimeout(() => {
			this.#fade(caseId);
		}, TINT_MS);
		this.tints.set(caseId, { by, timer });
	}

	#fade(caseId: string): void {
		clearTimeout(this.tints.get(caseId)?.timer);
		this.tints.delete(caseId);
	}
}
