import * as Y from 'yjs';
import { BoardDocument } from '$lib/documents/board-document';
import type { ParsedName } from '$lib/domain/document-name';
import { Burst, type Typed } from './burst';
import { hasEntries, isCard, type FactsByKey } from './facts';
import { Guard } from './guard';
import type { Deleted, Extent } from './outline';
import { Projector, remember, type ProjectionMemory } from './projection';

/** Origin of what is in the log already. */
export const STORED = Symbol('stored');

interface LiveDocumentOptions {
	parsed: ParsedName;
	updates: readonly Uint8Array[];
	/** The Yjs client that the server writes as: the same after a sleep. */
	clientId: number | null;
	authors: ReadonlyMap<number, string>;
	memory: ProjectionMemory;
	onupdate: (update: Uint8Array, origin: unknown) => void;
	/** Called when what was typed is in the document, or could not be applied: its state is then unknown. */
	ontyped: (typed: readonly Typed[]) => void;
	onbroken: () => void;
	/** Text was deleted. */
	ondeletion: () => void;
}

/** A document in memory: its Y.Doc, what keeps it whole and what reads it for the tables. */
export class LiveDocument {
	readonly #doc = new Y.Doc({ gc: true });
	readonly #options: Pick<LiveDocumentOptions, 'ontyped' | 'onbroken'>;
	#burst = new Burst();
	readonly guard: Guard;
	readonly projector: Projector;
	readonly #memory: ProjectionMemory;
	readonly #board: BoardDocument | null;

	constructor(options: LiveDocumentOptions) {
		const { parsed, updates, clientId } = options;
		// Not the options themselves: they hold what was read from the database.
		this.#options = { ontyped: options.ontyped, onbroken: options.onbroken };
		const doc = this.#doc;
		doc.transact(() => {
			for (const update of updates) Y.applyUpdate(doc, update);
		});
		// After: a document that receives what its own client wrote takes another one.
		if (clientId !== null) doc.clientID = clientId;
		this.#memory = options.memory;
		this.guard = new Guard(doc, parsed.kind, Date.now);
		this.projector = new Projector(doc, parsed, options.authors, options.memory);
		this.#board = hasEntries(parsed.kind) ? new BoardDocument(doc) : null;
		doc.on('update', options.onupdate);
		doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
			if (deleteSet.clients.size > 0) options.ondeletion();
		});
	}

	/** The document with all that was typed. */
	get doc(): Y.Doc {
		this.drain();
		return this.#doc;
	}

	/** The Yjs client that the server writes as. */
	get clientId(): number {
		return this.#doc.clientID;
	}

	/** Keeps a typed text for `drain`; false: it must be applied by itself. */
	type(typed: Typed): boolean {
		return this.#burst.takes(typed, this.#doc.store, this.dangling > 0);
	}

	/** Applies what was typed. */
	drain(): void {
		const burst = this.#burst;
		if (burst.typed.length === 0) return;
		this.#burst = new Burst();
		try {
			burst.applyTo(this.#doc);
		} catch {
			this.#options.onbroken();
			return;
		}
		this.#options.ontyped(burst.typed);
	}

	/** Applies what other nodes have stored and projected: what was remembered of the tables may be so no more. */
	receive(contents: readonly Uint8Array[]): void {
		const { doc } = this;
		doc.transact(() => {
			for (const content of contents) Y.applyUpdate(doc, content, STORED);
		}, STORED);
		this.guard.learn();
		this.#memory.parts.clear();
		if (!this.#board) return;
		for (const { caseId } of this.projector.difference()?.stages ?? []) {
			this.#memory.stages.delete(caseId);
		}
	}

	/** Stages that the tables know already need no projection; the others get one with the next edit. */
	reconcile(facts: FactsByKey): void {
		const cards = Object.values(facts).filter(isCard);
		remember(this.#memory, {
			stages: cards.flatMap(({ caseId, stage }) => {
				const placement = this.#board?.placement(caseId);
				return placement?.stage === stage ? { caseId, ...placement } : [];
			})
		});
	}

	/** How far a Yjs client is known. */
	readonly known = (client: number): number => Y.getState(this.#doc.store, client);

	/** Whether it holds all of an update already. */
	has(extent: Extent): boolean {
		this.drain();
		for (const [client, end] of extent.ends) if (end > this.known(client)) return false;
		return extent.deletes.every((range) => this.#isDeleted(range));
	}

	/** Bytes of edits that depend on what nobody has. */
	get dangling(): number {
		const { pendingStructs, pendingDs } = this.#doc.store;
		return (pendingStructs?.update.length ?? 0) + (pendingDs?.length ?? 0);
	}

	dropDangling(): void {
		this.#doc.store.pendingStructs = null;
		this.#doc.store.pendingDs = null;
	}

	destroy(): void {
		this.guard.destroy();
		this.#doc.destroy();
	}

	#isDeleted({ client, clock, length }: Deleted): boolean {
		if (clock + length > this.known(client)) return false;
		const structs = this.#doc.store.clients.get(client) ?? [];
		let at = length === 0 ? structs.length : Y.findIndexSS(structs, clock);
		for (; at < structs.length; at++) {
			const struct = structs[at];
			if (!struct || struct.id.clock >= clock + length) break;
			if (!struct.deleted) return false;
		}
		return true;
	}
}
