import * as Y from 'yjs';
import { BoardDocument, type Placement } from '$lib/documents/board-document';
import { factsOf, SERVER } from '$lib/documents/facts';
import type { ParsedName } from '$lib/domain/document-name';
import { hasEntries, writeFacts, type FactsByKey } from './facts';

/** How far in the future a client may date a move, in milliseconds: clocks differ a little. */
const CLOCK_SKEW = 60_000;

/**
 * Keeps what belongs to the server out of the hands of clients: facts, the list of cards, and who moved one. Repairs
 * happen in the same turn as the edit, before it leaves the room.
 */
export class Guard {
	readonly #doc: Y.Doc;
	readonly #kind: ParsedName['kind'];
	readonly #now: () => number;
	readonly #facts: Y.Map<unknown>;
	readonly #cards: Y.Map<Y.Map<unknown>> | null;
	#known: FactsByKey;
	#factsTouched = false;
	#entriesTouched = false;
	readonly #moved = new Set<string>();

	constructor(doc: Y.Doc, kind: ParsedName['kind'], now: () => number) {
		this.#doc = doc;
		this.#kind = kind;
		this.#now = now;
		this.#facts = factsOf(doc);
		this.#known = this.#facts.toJSON();
		this.#cards = hasEntries(kind) ? doc.getMap('cards') : null;
		doc.on('afterTransaction', this.#watch);
	}

	/** Writes the facts, which become what repairs go back to. */
	write(facts: FactsByKey): void {
		this.#known = facts;
		writeFacts(this.#doc, this.#kind, facts);
	}

	/** What another node stored is as it should be: facts included. */
	learn(): void {
		this.#known = this.#facts.toJSON();
		this.#factsTouched = false;
		this.#entriesTouched = false;
		this.#moved.clear();
	}

	/** Repairs after an edit of `profileId`; returns whether it had touched what belongs to the server. */
	repair(profileId: string): boolean {
		const forged =
			(this.#factsTouched && !this.#factsAreKnown()) ||
			(this.#entriesTouched && !this.#entriesAreWhole());
		const moved = [...this.#moved];
		this.#factsTouched = false;
		this.#entriesTouched = false;
		this.#moved.clear();
		if (forged) {
			this.#dropBrokenEntries();
			writeFacts(this.#doc, this.#kind, this.#known);
		}
		for (const caseId of moved) this.#sign(caseId, profileId);
		return forged;
	}

	destroy(): void {
		this.#doc.off('afterTransaction', this.#watch);
	}

	readonly #watch = (transaction: Y.Transaction): void => {
		if (transaction.origin === SERVER) return;
		if (
			transaction.changedParentTypes.has(
				this.#facts as unknown as Y.AbstractType<Y.YEvent<Y.AbstractType<unknown>>>
			)
		) {
			this.#factsTouched = true;
		}
		if (!this.#cards) return;
		for (const [type, keys] of transaction.changed) {
			if ((type as unknown) === this.#cards) {
				this.#entriesTouched = true;
				for (const key of keys) if (key !== null) this.#moved.add(key);
			} else if ((type.parent as unknown) === this.#cards && keys.has('placement')) {
				const caseId = type._item?.parentSub;
				if (caseId) this.#moved.add(caseId);
			}
		}
	};

	#factsAreKnown(): boolean {
		const keys = [...this.#facts.keys()];
		return (
			keys.length === Object.keys(this.#known).length &&
			keys.every((key) => JSON.stringify(this.#facts.get(key)) === JSON.stringify(this.#known[key]))
		);
	}

	#entriesAreWhole(): boolean {
		const entries = [...(this.#cards?.entries() ?? [])];
		const cards = Object.keys(this.#known).filter((key) => key.startsWith('card:'));
		return (
			entries.length === cards.length &&
			entries.every(([id, entry]) => `card:${id}` in this.#known && entry instanceof Y.Map)
		);
	}

	#dropBrokenEntries(): void {
		for (const [id, entry] of this.#cards?.entries() ?? []) {
			if (!(entry instanceof Y.Map)) this.#cards?.delete(id);
		}
	}

	/** A move carries the name of who made it, and no date to come. */
	#sign(caseId: string, profileId: string): void {
		const board = new BoardDocument(this.#doc);
		const placement = board.placement(caseId);
		if (!placement) return;
		const at = notLater(placement.at, this.#now());
		if (placement.by === profileId && at === placement.at) return;
		const signed: Placement = { stage: placement.stage, by: profileId, at };
		board.place({ caseId, placement: signed, origin: SERVER });
	}
}

function notLater(at: string, now: number): string {
	const time = Date.parse(at);
	return Number.isFinite(time) && time <= now + CLOCK_SKEW ? at : new Date(now).toISOString();
}
