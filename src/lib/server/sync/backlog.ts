import { mergeInChunks } from './fan-out';
import type { Peer } from './peer';
import type { Projection } from './projection';
import type { Late } from './projection-pace';
import type { Row, StoredDocument } from './store';

/** What one write will store, and what it will then be true to say. */
export interface Taken {
	/** Up to where the log was known. */
	after: number;
	rows: Row[];
	projection: Projection | null;
	/** Whether it was read from the document for this; null is then "nothing differs". */
	projected: boolean;
	/** Yjs clients that are new in the rows, and the person each of them is. */
	clients: Map<number, string>;
	/** Content frames of each peer that are stored once this is. */
	held: Map<Peer, number>;
	groups: Group[];
}

/** How to read from the document what the tables must know, and whether that is with its text. */
interface Reading {
	text: boolean;
	difference: () => Projection | null;
}

/** An update that changes nothing. */
const NOTHING = Uint8Array.of(0, 0);

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
	/** What of the words that were taken the tables do not know yet. */
	#late: Late = 'nothing';
	#lastAuthorId: string | null = null;
	#clients = new Map<number, string>();

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

	/** Everything is stored, and the tables know it. */
	get settled(): boolean {
		return this.empty && this.#late === 'nothing';
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
		if (authorId === null) return;
		this.#project = true;
		this.#lastAuthorId = authorId;
	}

	/** What is pushed next holds the first words of a Yjs client. */
	met(client: number, profileId: string): void {
		this.#clients.set(client, profileId);
	}

	deleted(): void {
		this.deletedSince ??= this.#now();
	}

	/** What is stored, or about to be, and the tables do not know. */
	get late(): Late {
		return this.#late;
	}

	/** Makes the tables know them with the next write: one of nothing when there is no other. */
	projectLate(): void {
		if (this.#groups.length === 0) this.push(NOTHING, this.#lastAuthorId);
	}

	/** Takes everything; one write at a time. `reading` says what the tables must know; null: they wait. */
	take(held: Map<Peer, number>, reading: Reading | null): Taken | null {
		if (this.#inFlight || this.#groups.length === 0) return null;
		const groups = this.#groups;
		this.#groups = [];
		this.#inFlight = true;
		this.#inFlightSince = groups[0]?.at ?? null;
		const rows = rowsOf(groups);
		const projected = this.#project && reading !== null;
		if (this.#project) this.#late = !reading ? 'all' : reading.text ? 'nothing' : 'text';
		const projection = projected ? reading.difference() : null;
		const clients = this.#clients;
		this.#clients = new Map();
		return { after: this.seq, rows, projection, projected, clients, held, groups };
	}

	stored(taken: Taken, seq: number): void {
		this.#inFlight = false;
		this.#inFlightSince = null;
		this.seq = Math.max(this.seq, seq);
		const bytes = taken.rows.reduce((sum, { content }) => sum + content.length, 0);
		this.tailRows += taken.rows.length;
		this.tailBytes += bytes;
		this.bytes = this.#groups
			.flatMap(({ updates }) => updates)
			.reduce((sum, u) => sum + u.length, 0);
		this.#project =
			this.#late !== 'nothing' || this.#groups.some(({ authorId }) => authorId !== null);
	}

	/** Entries that other nodes stored are in the document, up to `seq`. */
	received(seq: number, contents: readonly Uint8Array[]): void {
		this.seq = seq;
		this.tailRows += contents.length;
		this.tailBytes += contents.reduce((sum, { length }) => sum + length, 0);
	}

	/** The write failed: everything waits again, in order. */
	putBack(taken: Taken): void {
		this.#inFlight = false;
		this.#inFlightSince = null;
		this.#groups = [...taken.groups, ...this.#groups];
		this.#clients = new Map([...taken.clients, ...this.#clients]);
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

/** One row per author: people who write together do not make one of each letter. */
function rowsOf(groups: readonly Group[]): Row[] {
	const byAuthor = Map.groupBy(groups, ({ authorId }) => authorId);
	return [...byAuthor].flatMap(([authorId, each]) =>
		mergeInChunks(each.flatMap(({ updates }) => updates)).map((content) => ({ content, authorId }))
	);
}
