/** One reading at a time of something that changes: whoever asks meanwhile waits for a reading that began after. */
export class Reading {
	readonly #read: () => Promise<void>;
	#running: Promise<void> | null = null;
	#next: Promise<void> | null = null;

	constructor(read: () => Promise<void>) {
		this.#read = read;
	}

	/** Reads; over once a reading that began after this call is. Throws what that reading throws. */
	again(): Promise<void> {
		if (!this.#running) return this.#start();
		this.#next ??= this.#running.then(
			() => this.#startNext(),
			() => this.#startNext()
		);
		return this.#next;
	}

	#startNext(): Promise<void> {
		this.#next = null;
		return this.#start();
	}

	#start(): Promise<void> {
		const reading = this.#read();
		this.#running = reading;
		const over = (): void => {
			// The one that follows may have begun already.
			if (this.#running === reading && !this.#next) this.#running = null;
		};
		reading.then(over, over);
		return reading;
	}
}
