import * as Y from 'yjs';
import type { Limits } from './limits';
import { encodeUpdate } from './messages';
import type { Peer } from './peer';

/** Updates merged into one frame at most; merging more costs more than it saves. */
const MERGE_MAX = 64;

/** Merges updates, at most 64 at a time. */
export function mergeInChunks(updates: Uint8Array[]): Uint8Array[] {
	const merged: Uint8Array[] = [];
	for (let i = 0; i < updates.length; i += MERGE_MAX) {
		const chunk = updates.slice(i, i + MERGE_MAX);
		merged.push(chunk.length === 1 && chunk[0] ? chunk[0] : Y.mergeUpdates(chunk));
	}
	return merged;
}

interface FanOutOptions {
	peers: ReadonlySet<Peer>;
	limits: Limits;
	now: () => number;
	/** Called just before: what it pushes leaves at once. */
	onflush: () => void;
	/** Called when something leaves. */
	onflushed: () => void;
}

/** Passes edits on: the first after a silence at once, then one merged frame per period. */
export class FanOut {
	readonly #peers: ReadonlySet<Peer>;
	readonly #limits: Limits;
	readonly #now: () => number;
	readonly #onflush: () => void;
	readonly #onflushed: () => void;
	#updates: Uint8Array[] = [];
	/** The only author of what waits; null when there are several, or the server. */
	#author: Peer | null = null;
	#flushedAt = -Infinity;
	#timer: NodeJS.Timeout | null = null;
	#immediate: NodeJS.Immediate | null = null;

	constructor({ peers, limits, now, onflush, onflushed }: FanOutOptions) {
		this.#peers = peers;
		this.#limits = limits;
		this.#now = now;
		this.#onflush = onflush;
		this.#onflushed = onflushed;
	}

	/** Something waits to leave, or may. */
	get busy(): boolean {
		return this.#updates.length > 0 || this.#timer !== null || this.#immediate !== null;
	}

	push(update: Uint8Array, author: Peer | null): void {
		this.#author = this.#updates.length === 0 || this.#author === author ? author : null;
		this.#updates.push(update);
		this.schedule();
	}

	/** Chooses when what waits leaves, if that is not chosen yet. */
	schedule(): void {
		if (this.#timer || this.#immediate) return;
		const silence = this.#now() - this.#flushedAt;
		if (silence >= this.#limits.quiet || silence < 0) {
			this.#immediate = setImmediate(() => this.flush());
		} else {
			const wait = Math.max(0, this.#limits.period - silence);
			this.#timer = setTimeout(() => this.flush(), wait);
		}
	}

	/** Sends what waits to everybody but its only author. */
	flush(): void {
		this.#onflush();
		this.destroy();
		const now = this.#now();
		this.#flushedAt = now;
		const updates = this.#updates;
		const author = this.#author;
		this.#updates = [];
		// What others see is stored in the same moment: no longer than that may it be on a screen alone.
		if (updates.length > 0) this.#onflushed();
		for (const merged of mergeInChunks(updates)) {
			const message = encodeUpdate(merged);
			for (const peer of this.#peers) if (peer !== author) peer.send(message, now);
		}
	}

	destroy(): void {
		if (this.#timer) clearTimeout(this.#timer);
		if (this.#immediate) clearImmediate(this.#immediate);
		this.#timer = null;
		this.#immediate = null;
	}
}
