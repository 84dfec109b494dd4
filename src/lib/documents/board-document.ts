import * as Y from 'yjs';
import type { CardFacts } from '../domain/case';
import type { Member } from '../domain/member';
import { isStage, type Stage } from '../domain/stage';
import { factsOf } from './facts';

/** Where a card stands, who put it there and when (ISO date-time). One value: the three never disagree. */
export interface Placement {
	stage: Stage;
	by: string | null;
	at: string;
}

export interface Proposal {
	question: string;
	by: string;
}

/** A card as the board draws it. */
export interface Card extends CardFacts {
	placement: Placement;
	/** Set when a member proposed the case for the next agenda. */
	proposal: Proposal | null;
}

/**
 * The shared board of a group (`board`), and of one organisation's cases not shared yet (`board-own`).
 * `facts` (server): `members` → Member[]; `card:<caseId>` → CardFacts.
 * `cards` (people): caseId → Y.Map { placement, proposal }; entries are made by the server with the facts.
 */
export class BoardDocument {
	readonly doc: Y.Doc;
	readonly #cards: Y.Map<Y.Map<unknown>>;
	readonly #facts: Y.Map<unknown>;
	/** Last card made for each case with the values it was made of, so that a card that did not change stays the same object. */
	readonly #made = new Map<string, { from: readonly unknown[]; card: Card }>();

	constructor(doc: Y.Doc) {
		this.doc = doc;
		this.#cards = doc.getMap('cards');
		this.#facts = factsOf(doc);
	}

	/** Cards in no particular order. Entries without facts or that do not decode are left out. */
	cards(): Card[] {
		return [...this.#facts.keys()].flatMap((key) => {
			const caseId = key.startsWith('card:') ? key.slice(5) : null;
			return caseId ? (this.card(caseId) ?? []) : [];
		});
	}

	/** A card, or null when it is not there. The same object as long as nothing of it changed. */
	card(caseId: string): Card | null {
		const facts = this.#facts.get(`card:${caseId}`) as CardFacts | undefined;
		if (!facts) return null;
		const entry = this.#cards.get(caseId);
		const from = [facts, entry?.get('placement'), entry?.get('proposal')] as const;
		const made = this.#made.get(caseId);
		if (made?.from.every((value, index) => value === from[index])) return made.card;
		const card: Card = {
			...facts,
			placement: decodePlacement(from[1]) ?? {
				stage: facts.stage,
				by: null,
				at: facts.stageSince
			},
			proposal: decodeProposal(from[2])
		};
		this.#made.set(caseId, { from, card });
		return card;
	}

	members(): Member[] {
		return (this.#facts.get('members') as Member[] | undefined) ?? [];
	}

	/** Where a card stands now according to people; null when nobody moved it. */
	placement(caseId: string): Placement | null {
		return decodePlacement(this.#cards.get(caseId)?.get('placement'));
	}

	/** Moves a card. `origin` is what undo follows. Does nothing for a card that is not there. */
	place({
		caseId,
		placement,
		origin
	}: {
		caseId: string;
		placement: Placement;
		origin: unknown;
	}): void {
		this.doc.transact(() => this.#cards.get(caseId)?.set('placement', placement), origin);
	}

	/** Proposes a case for the next agenda, or takes the proposal back with null. */
	propose({
		caseId,
		proposal,
		origin
	}: {
		caseId: string;
		proposal: Proposal | null;
		origin: unknown;
	}): void {
		this.doc.transact(() => {
			if (proposal) this.#cards.get(caseId)?.set('proposal', proposal);
			else this.#cards.get(caseId)?.delete('proposal');
		}, origin);
	}

	/** Cases that have an entry. */
	entryIds(): string[] {
		return [...this.#cards.keys()];
	}

	/** Server only: makes the entry of a card, or takes it away. */
	ensureEntry(caseId: string, placement: Placement): void {
		if (this.#cards.has(caseId)) return;
		const entry = new Y.Map<unknown>();
		entry.set('placement', placement);
		this.#cards.set(caseId, entry);
	}

	removeEntry(caseId: string): void {
		this.#cards.delete(caseId);
	}

	/** Calls back after each change, with the case ids concerned by it and its transaction; returns the way to stop. */
	observe(onchange: (transaction: Y.Transaction) => void): () => void {
		const listener = (_: unknown, transaction: Y.Transaction): void => onchange(transaction);
		this.#cards.observeDeep(listener);
		this.#facts.observe(listener);
		return () => {
			this.#cards.unobserveDeep(listener);
			this.#facts.unobserve(listener);
		};
	}
}

function decodePlacement(value: unknown): Placement | null {
	if (typeof value !== 'object' || value === null) return null;
	const { stage, by, at } = value as Record<string, unknown>;
	if (!isStage(stage) || typeof at !== 'string') return null;
	return { stage, by: typeof by === 'string' ? by : null, at };
}

function decodeProposal(value: unknown): Proposal | null {
	if (typeof value !== 'object' || value === null) return null;
	const { question, by } = value as Record<string, unknown>;
	return typeof question === 'string' && typeof by === 'string' ? { question, by } : null;
}
