import * as Y from 'yjs';
import { BoardDocument } from '$lib/documents/board-document';
import { CLOSE, type CloseCode } from '$lib/documents/wire';
import { parseDocumentName, type DocumentName, type ParsedName } from '$lib/domain/document-name';
import { Refusal } from '$lib/domain/refusal';
import { Backlog, type Taken } from './backlog';
import { hasEntries, isCard, type FactsByKey } from './facts';
import { FanOut } from './fan-out';
import { Guard } from './guard';
import type { Limits } from './limits';
import { encodeSyncStep1, encodeSyncStep2 } from './messages';
import { Peer } from './peer';
import { Presence } from './presence';
import { Projector } from './projection';
import type { StoredDocument } from './store';

export interface RoomOptions {
	name: DocumentName;
	stored: StoredDocument;
	limits: Limits;
	now: () => number;
	/** Called when something waits to be stored. */
	onpending: (room: Room) => void;
}

/** An edit of somebody, its bytes checked. */
export interface Edit {
	update: Uint8Array;
	/** End of what it holds of each Yjs client. */
	ends: Map<number, number>;
	/** How far each Yjs client must be known for it to be held entirely. */
	needs: Map<number, number>;
	peer: Peer;
	/** Sent by the client by itself on coming back: what it forges is repaired in silence. */
	resync: boolean;
}

/** One open document: its only Y.Doc, who is in it, and what is not stored yet. */
export class Room {
	readonly name: DocumentName;
	readonly parsed: ParsedName;
	readonly documentId: number;
	readonly epoch: number;
	readonly doc = new Y.Doc({ gc: true });
	readonly peers = new Set<Peer>();
	readonly presence: Presence;
	readonly projector: Projector;
	readonly backlog: Backlog;
	/** Since when nobody is here; null while somebody is. */
	emptySince: number | null;
	/** Edits are refused until the database has caught up. */
	refusing = false;
	/** What keeps it open besides its peers: a page being drawn, facts being read. */
	holds = 0;
	readonly #limits: Limits;
	readonly #now: () => number;
	readonly #fanOut: FanOut;
	readonly #guard: Guard;
	readonly #authors = new Map<number, string>();
	readonly #onpending: (room: Room) => void;
	readonly #board: BoardDocument | null;
	#encoded: Uint8Array | null = null;
	#bytes: number;

	constructor({ name, stored, limits, now, onpending }: RoomOptions) {
		const parsed = parseDocumentName(name);
		if (!parsed) throw new Refusal('not_found');
		this.name = name;
		this.parsed = parsed;
		this.documentId = stored.documentId;
		this.epoch = stored.epoch;
		this.#limits = limits;
		this.#now = now;
		this.#onpending = onpending;
		this.emptySince = now();
		this.doc.transact(() => {
			for (const update of stored.updates) Y.applyUpdate(this.doc, update);
		});
		this.#bytes = this.encoded().length;
		this.#board = hasEntries(parsed.kind) ? new BoardDocument(this.doc) : null;
		this.backlog = new Backlog({ stored, now: this.#now });
		this.presence = new Presence(this.peers, limits, now);
		this.#fanOut = new FanOut(this.peers, limits, now);
		this.#guard = new Guard(this.doc, parsed.kind, now);
		this.projector = new Projector(this.doc, parsed, this.#authors);
		this.doc.on('update', this.#onUpdate);
		this.doc.on('afterTransaction', this.#onTransaction);
	}

	/** Lets somebody in: asks for what they have and says who is here. */
	join(peer: Peer): void {
		this.peers.add(peer);
		this.emptySince = null;
		peer.send(encodeSyncStep1(this.doc), this.#now());
		const present = this.presence.all();
		if (present) peer.send(present, this.#now());
	}

	leave(peer: Peer): void {
		if (!this.peers.delete(peer)) return;
		this.presence.leave(peer);
		if (peer.danglingSince !== null) this.dropDangling(peer);
		if (this.peers.size === 0) this.emptySince = this.#now();
	}

	/** The whole document, encoded once for all newcomers. */
	encoded(): Uint8Array {
		this.#encoded ??= Y.encodeStateAsUpdate(this.doc);
		return this.#encoded;
	}

	/** What a client with this state vector does not have. Throws on bytes that are not a state vector. */
	answer(stateVector: Uint8Array): Uint8Array {
		const update =
			stateVector.length <= 1 ? this.encoded() : Y.encodeStateAsUpdate(this.doc, stateVector);
		return encodeSyncStep2(update);
	}

	/** Whether an edit of this size would make the document too large. */
	isFull(bytes: number): boolean {
		if (this.#bytes + bytes <= this.#limits.documentBytes) return false;
		this.#bytes = this.encoded().length;
		return this.#bytes + bytes > this.#limits.documentBytes;
	}

	/** Applies an edit. Returns the code with which to close its author, if any. */
	apply({ update, ends, needs, peer, resync }: Edit): CloseCode | null {
		for (const [client, end] of ends) {
			if (!this.#authors.has(client) && end > Y.getState(this.doc.store, client)) {
				this.#authors.set(client, peer.caller.profileId);
			}
		}
		try {
			Y.applyUpdate(this.doc, update, peer);
		} catch {
			return CLOSE.malformed; // Whatever Yjs throws, the bytes were wrong.
		}
		const forged = this.#guard.repair(peer.caller.profileId);
		const code = this.#hold(peer, needs);
		return forged && !resync ? CLOSE.noAccess : code;
	}

	writeFacts(facts: FactsByKey): void {
		this.#guard.write(facts);
	}

	/** On opening: stages that the tables know already need no projection; the others get one with the next edit. */
	reconcile(facts: FactsByKey): void {
		const cards = Object.values(facts).filter(isCard);
		this.projector.stored({
			stages: cards.flatMap(({ caseId, stage }) => {
				const placement = this.#board?.placement(caseId);
				return placement?.stage === stage ? { caseId, ...placement } : [];
			})
		});
	}

	/** The group of a meeting; null for other documents. */
	get groupId(): string | null {
		return this.parsed.kind === 'meeting' ? this.#guard.groupId : null;
	}

	/** Takes what waits to be stored, with the frames it will confirm; null when nothing waits. */
	take(): Taken | null {
		const held = new Map([...this.peers].map((peer) => [peer, peer.held] as const));
		return this.backlog.take(held, () => this.projector.difference());
	}

	/** What was taken is stored: tells whoever waits for it. */
	stored(taken: Taken, seq: number): void {
		this.backlog.stored(taken, seq);
		if (taken.projection) this.projector.stored(taken.projection);
		for (const [peer, held] of taken.held) peer.confirm(held, this.#now());
		this.confirm();
	}

	/** Confirms at once what needs no storing. */
	confirm(): void {
		if (!this.backlog.empty) return;
		for (const peer of this.peers) if (peer.unconfirmed) peer.confirm(peer.held, this.#now());
	}

	/** Sends what waits in the fan-out now. */
	flush(): void {
		this.#fanOut.flush();
	}

	/** Tells everybody that edits are refused for now. */
	tellReadOnly(refused: boolean): void {
		for (const peer of this.peers) peer.readOnly(refused, this.#now());
	}

	close(code: CloseCode): void {
		for (const peer of this.peers) peer.close(code);
	}

	destroy(): void {
		this.#fanOut.destroy();
		this.presence.destroy();
		this.#guard.destroy();
		this.doc.destroy();
	}

	readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
		const author = origin instanceof Peer ? origin : null;
		this.#encoded = null;
		this.#bytes += update.length;
		this.#fanOut.push(update, author);
		this.backlog.push(update, author?.caller.profileId ?? null);
		this.#onpending(this);
	};

	readonly #onTransaction = (transaction: Y.Transaction): void => {
		if (transaction.deleteSet.clients.size > 0) this.backlog.deleted();
	};

	/** Edits that depend on others which nobody sent are never confirmed, and dropped after a while. */
	#hold(peer: Peer, needs: Map<number, number>): CloseCode | null {
		const { store } = this.doc;
		peer.waitFor(needs, this.#now());
		for (const each of this.peers) each.settle((client) => Y.getState(store, client));
		const size = (store.pendingStructs?.update.length ?? 0) + (store.pendingDs?.length ?? 0);
		if (size <= this.#limits.danglingBytes) return null;
		this.dropDangling(peer);
		return CLOSE.malformed;
	}

	/** Forgets edits that depend on what nobody has; their authors other than `culprit` come back and send them again. */
	dropDangling(culprit: Peer): void {
		this.doc.store.pendingStructs = null;
		this.doc.store.pendingDs = null;
		this.#encoded = null;
		for (const peer of this.peers) {
			if (peer.danglingSince !== null && peer !== culprit) peer.close(CLOSE.busy);
		}
	}
}
