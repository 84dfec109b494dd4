/** Timers by purpose: asking again for the same purpose starts it over. */
export class Timers {
	readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
	#ended = false;

	after(purpose: string, milliseconds: number, work: () => void): void {
		this.clear(purpose);
		if (this.#ended) return;
		const run = (): void => {
			this.#timers.delete(purpose);
			work();
		};
		this.#timers.set(purpose, setTimeout(run, milliseconds));
	}

	has(purpose: string): boolean {
		return this.#timers.has(purpose);
	}

	clear(purpose: string): void {
		clearTimeout(this.#timers.get(purpose));
		this.#timers.delete(purpose);
	}

	/** Ends them all, and those to come. */
	end(): void {
		this.#ended = true;
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
	}
}
