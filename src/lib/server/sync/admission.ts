import type { Limits } from './limits';

type AdmissionLimits = Pick<Limits, 'openingsPerSecond' | 'openingsBurst' | 'openingsWaiting'>;

/** How often those who wait are looked at, in milliseconds. */
const TICK = 20;

/**
 * Lets sockets begin at a bounded pace: when everybody comes back at once, the first ones are served well instead of all
 * of them badly. Who does not fit in the queue is told to come back.
 */
export class Admission {
	readonly #limits: AdmissionLimits;
	#waiting: ((admitted: boolean) => void)[] = [];
	#free: number;
	#at = performance.now();
	#timer: NodeJS.Timeout | null = null;

	constructor(limits: AdmissionLimits) {
		this.#limits = limits;
		this.#free = limits.openingsBurst;
	}

	/** Waits for its turn; false when too many wait, or when the server stops. */
	enter(): Promise<boolean> {
		this.#refill();
		if (this.#free >= 1 && this.#waiting.length === 0) {
			this.#free--;
			return Promise.resolve(true);
		}
		if (this.#waiting.length >= this.#limits.openingsWaiting) return Promise.resolve(false);
		this.#timer ??= setInterval(() => this.#serve(), TICK);
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	get waiting(): number {
		return this.#waiting.length;
	}

	/** Sends away whoever waits. */
	stop(): void {
		for (const resolve of this.#waiting.splice(0)) resolve(false);
		this.#serve();
	}

	#serve(): void {
		this.#refill();
		const served = this.#waiting.splice(0, Math.floor(this.#free));
		this.#free -= served.length;
		for (const resolve of served) resolve(true);
		if (this.#waiting.length > 0 || !this.#timer) return;
		clearInterval(this.#timer);
		this.#timer = null;
	}

	/** By a clock that does not jump. */
	#refill(): void {
		const { openingsPerSecond, openingsBurst } = this.#limits;
		const at = performance.now();
		this.#free = Math.min(openingsBurst, this.#free + ((at - this.#at) / 1000) * openingsPerSecond);
		this.#at = at;
	}
}
