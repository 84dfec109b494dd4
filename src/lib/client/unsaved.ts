/**
 * Counts the changes made here against the frames that the server confirms: "the first n content frames of this
 * connection are stored".
 */
export class Unsaved {
	/** Changes made here since the document opened, and how many of them are stored. */
	#made = 0;
	#stored = 0;
	/** For each content frame sent on this connection, how many changes are stored once it is. */
	#covers: number[] = [];
	/** The frame with which we gave the server all that it lacked; nothing before it covers anything. */
	#answer: number | null = null;
	#settled = false;
	#oldestAt: number | null = null;

	get pending(): number {
		return this.#made - this.#stored;
	}

	/** What we had when this connection opened is stored. */
	get settled(): boolean {
		return this.#settled;
	}

	/** For how long the oldest change has waited, in milliseconds. */
	waited(now: number): number {
		return this.#oldestAt === null ? 0 : now - this.#oldestAt;
	}

	change(now: number): void {
		this.#made++;
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
			this.#oldestAt = this.pending > 0 ? now : null;
		}
		return this.pending === 0 && this.#settled;
	}
}
