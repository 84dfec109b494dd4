import { mergeInChunks } from './fan-out';
import type { Peer } from './peer';
import type { Projection } from './projection';
import type { Row, StoredDocument } from './store';

/** What one write will store, and what it will then be true to say. */
export interface Taken {
	rows: Row[];
	projection: Projection | null;
	/** Content frames of each peer that are stored once this is. */
	held: Map<Peer, number>;
	groups: Group[];
}

/** Consecutive updates of one author. */
interface Group {
	/** When it began. */
	at: number;
	authorId: string | null;
	updates: Uint8Array[];
}

/** What a room has not stored yet, and what its log has not compacted yet. */
export class Backlog {
	readonly #now: () => number;
	seq: number;
	tailRows: number;
	tailBytes: number;
	/** Since when deleted text may be in the log. */
	deletedSince: number | null;
	bytes = 0;
	#groups: Group[] = [];
	#inFlight = false;
	#inFlightSince: number | null = null;
	#project = false;

	constructor({ stored, now }: { stored: StoredDocument; now: () => number }) {
		this.#now = now;
		this.seq = stored.seq;
		this.tailRows = stored.tailRows;
		this.tailBytes = stored.tailBytes;
		this.deletedSince = stored.tailRows > 0 ? now() : null;
	}

	/** Everything is stored. */
	get empty(): boolean {
		return this.#groups.length === 0 && !this.#inFlight;
	}

	/** Since when the oldest of what is not stored waits; null when all is. */
	get since(): number | null {
		return this.#inFlightSince ?? this.#groups[0]?.at ?? null;
	}

	get busy(): boolean {
		return this.#inFlight;
	}

	push(update: Uint8Array, authorId: string | null): void {
		const last = this.#groups.at(-1);
		this.bytes += update.length;
		if (last?.authorId === authorId) last.updates.push(update);
		else this.#groups.push({ at: this.#now(), authorId, updates: [update] });
		if (authorId !== null) this.#project = true;
	}

	deleted(): void {
		this.deletedSince ??= this.#now();
	}

	/** Takes everything; one write at a time. */
	take(held: Map<Peer, number>, difference: () => Projection | null): Taken | null {
		if (this.#inFlight || this.#groups.length === 0) return null;
		const groups = this.#groups;
		this.#groups = [];
		this.#inFlight = true;
		this.#inFlightSince = groups[0]?.at ?? null;
		const rows = groups.flatMap(({ authorId, updates }) =>
			mergeInChunks(updates).map((content) => ({ content, authorId }))
		);
		return { rows, projection: this.#project ? difference() : null, held, groups };
	}

	stored(taken: Taken, seq: number): void {
		this.#inFlight = false;
		this.#inFlightSince = null;
		this.seq = seq;
		const bytes = taken.rows.reduce((sum, { content }) => sum + content.length, 0);
		this.tailRows += taken.rows.length;
		this.tailBytes += bytes;
		this.bytes = this.#groups
			.flatMap(({ updates }) => updates)
			.reduce((sum, u) => sum + u.length, 0);
		this.#project = this.#groups.some(({ authorId }) => authorId !== null);
	}

	/** The write failed: everything waits again, in order. */
	putBack(taken: Taken): void {
		this.#inFlight = false;
		this.#inFlightSince = null;
		this.#groups = [...taken.groups, ...this.#groups];
	}

	/** Takes the room's turn to write for a compaction; false when a write is under way. */
	lock(): boolean {
		if (this.#inFlight) return false;
		this.#inFlight = true;
		return true;
	}

	unlock(): void {
		this.#inFlight = false;
	}

	/** The log up to `seq` is in the snapshot. */
	compacted(): void {
		this.tailRows = 0;
		this.tailBytes = 0;
		this.deletedSince = null;
	}
}
