/** A token bucket that goes into debt instead of dropping, and knows since when it is over. */
export class Bucket {
	readonly #perSecond: number;
	readonly #burst: number;
	#tokens: number;
	#at: number;
	#overSince: number | null = null;

	constructor(perSecond: number, burst: number, now: number) {
		this.#perSecond = perSecond;
		this.#burst = burst;
		this.#tokens = burst;
		this.#at = now;
	}

	/** Spends `cost`; returns for how many milliseconds the bucket has been over, 0 when it is not. */
	spend(cost: number, now: number): number {
		this.#refill(now);
		this.#tokens -= cost;
		if (this.#tokens >= 0) {
			this.#overSince = null;
			return 0;
		}
		this.#overSince ??= now;
		// A debt of four bursts is no honest burst: over for ever.
		if (this.#tokens < -4 * this.#burst) return Infinity;
		return Math.max(1, now - this.#overSince);
	}

	/** Spends one token if there is one. */
	take(now: number): boolean {
		this.#refill(now);
		if (this.#tokens < 1) return false;
		this.#tokens -= 1;
		return true;
	}

	#refill(now: number): void {
		const elapsed = Math.max(0, now - this.#at) / 1000;
		this.#at = now;
		this.#tokens = Math.min(this.#burst, this.#tokens + elapsed * this.#perSecond);
	}
}
