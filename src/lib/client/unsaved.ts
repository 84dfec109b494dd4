import type * as Y from 'yjs';

/** Typing in the same field with pauses up to this long, in milliseconds, is one change to whoever types. */
const SAME_CHANGE = 2_000;
const RESTORED = Symbol('restored');

/**
 * Counts the changes made here against the frames that the server confirms: "the first n content frames of this
 * connection are stored".
 */
export class Unsaved {
	/** Changes made here since the document opened, and how many of them are stored. */
	#made = 0;
	#stored = 0;
	/** Those that a person would count: how many were made up to each change that ends one, and where and when it was. */
	#runs: { end: number; field: unknown; at: number }[] = [];
	/** For each content frame sent on this connection, how many changes are stored once it is. */
	#covers: number[] = [];
	/** The frame with which we gave the server all that it lacked; nothing before it covers anything. */
	#answer: number | null = null;
	#settled = false;
	#oldestAt: number | null = null;

	get pending(): number {
		return this.#made - this.#stored;
	}

	/** Changes that are not stored, as a person would count them. */
	get changes(): number {
		return this.#runs.length;
	}

	/** What we had when this connection opened is stored. */
	get settled(): boolean {
		return this.#settled;
	}

	/** For how long the oldest change has waited, in milliseconds. */
	waited(now: number): number {
		return this.#oldestAt === null ? 0 : now - this.#oldestAt;
	}

	/** A change was made, to this field. */
	change(now: number, field: unknown = null): void {
		this.#made++;
		const last = this.#runs.at(-1);
		if (last && last.field === field && now - last.at <= SAME_CHANGE) {
			last.end = this.#made;
			last.at = now;
		} else this.#runs.push({ end: this.#made, field, at: now });
		this.#oldestAt ??= now;
	}

	/** What was kept from another time was put back: several changes, in one. */
	restored(now: number, changes: number): void {
		this.#made++;
		for (let i = 0; i < changes; i++)
			this.#runs.push({ end: this.#made, field: RESTORED, at: now });
		this.#oldestAt ??= now;
	}

	/** A new connection: what was sent on the last one counts no more. */
	opening(now: number): void {
		this.#covers = [];
		this.#answer = null;
		this.#settled = false;
		if (this.pending > 0) this.#oldestAt = now;
	}

	/** A content frame leaves; `all` when it holds all that the server lacks. */
	sent(all: boolean): void {
		// Before our answer, a frame may leave out what was done while disconnected.
		this.#covers.push(all || this.#answer !== null ? this.#made : this.#stored);
		if (all) this.#answer ??= this.#covers.length;
	}

	/** The first `count` frames are stored. Returns whether everything is. */
	confirmed(count: number, now: number): boolean {
		const covered = this.#covers[count - 1];
		if (covered === undefined) return false;
		this.#settled ||= this.#answer !== null && count >= this.#answer;
		if (covered > this.#stored) {
			this.#stored = covered;
			this.#runs = this.#runs.filter(({ end }) => end > covered);
			this.#oldestAt = this.pending > 0 ? now : null;
		}
		return this.pending === 0 && this.#settled;
	}
}

/** The shared type at the root of what a transaction changed: a note, the cards. */
export function fieldOf({ changedParentTypes }: Y.Transaction): unknown {
	return [...changedParentTypes.keys()].find((type) => type._item === null) ?? null;
}
