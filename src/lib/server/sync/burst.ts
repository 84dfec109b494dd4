import * as Y from 'yjs';
import type { Peer } from './peer';
import type { Insertion } from './scan';

/** What a document is made of; Yjs does not export its type. */
type Store = Y.Doc['store'];

/** An edit that inserts a text, and nothing else. */
export interface Typed {
	update: Uint8Array;
	insertion: Insertion;
	peer: Peer;
}

/**
 * What people type between two moments at which edits are passed on: applied in one transaction, which costs far less
 * than one for each key. Only what cannot go wrong waits here: a text beside another that is known, next in the order of
 * its author's Yjs client. The rest is applied by itself, after it.
 */
export class Burst {
	readonly typed: Typed[] = [];
	readonly #ends = new Map<number, number>();

	/** Takes what may wait; false for anything else. `dangling`: the document holds edits that depend on others. */
	takes(typed: Typed, store: Store, dangling: boolean): boolean {
		const { client, start, end, beside } = typed.insertion;
		if (dangling || typed.peer.danglingSince !== null) return false;
		if (this.#known(client, store) !== start) return false;
		if (!beside.every((id) => this.#isText(id, store))) return false;
		this.typed.push(typed);
		this.#ends.set(client, end);
		return true;
	}

	/** Its only author; null when there are several. */
	get author(): Peer | null {
		const author = this.typed[0]?.peer ?? null;
		return this.typed.every(({ peer }) => peer === author) ? author : null;
	}

	/** Applies all of it, in its order, with itself as the origin. */
	applyTo(doc: Y.Doc): void {
		doc.transact(() => {
			for (const { update } of this.typed) Y.applyUpdate(doc, update);
		}, this);
	}

	#known(client: number, store: Store): number {
		return this.#ends.get(client) ?? Y.getState(store, client);
	}

	/** Whether this id is a piece of a text: what is beside it belongs to that text, never to the server. */
	#isText(id: Y.ID, store: Store): boolean {
		if (id.clock >= Y.getState(store, id.client)) return id.clock < this.#known(id.client, store);
		const item = Y.getItem(store, id) as Y.Item | Y.GC;
		return item instanceof Y.Item && item.parent instanceof Y.Text;
	}
}
