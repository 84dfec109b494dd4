/** The clock of the server, as well as a page can know it: that of the computer may be wrong, and may be set while the meeting runs. */

/** Where the server tells the time. */
const CLOCK_PATH = '/horloge';
/** Questions asked when a page opens: the quickest answer is the most exact. */
const PROBES = 5;
/** Then one is asked at this pace, in milliseconds: computers drift, and sleep. */
const PROBE_EVERY = 60_000;
/** An answer is trusted for this long, however quick it was. */
const TRUSTED_FOR = 10 * 60_000;

interface ClockWorld {
	/** Milliseconds that only go forward, whatever happens to the date of the computer. */
	elapsed: () => number;
	/** Asks the server for its time, in milliseconds since the epoch. */
	ask: () => Promise<number>;
}

const BROWSER: ClockWorld = {
	elapsed: () => performance.now(),
	ask: async () => {
		const response = await fetch(CLOCK_PATH, { cache: 'no-store' });
		if (!response.ok) throw new Error('no time');
		return Number(await response.text());
	}
};

interface Answer {
	/** Milliseconds from the elapsed time to the clock of the server. */
	offset: number;
	/** How far it may be wrong. */
	doubt: number;
	/** Elapsed time at which it came. */
	at: number;
}

/** Tells the time of the server: from the page at first, then from the quickest of several answers. */
export class ServerClock {
	readonly #world: ClockWorld;
	#best: Answer;

	/** @param now Time of the server when it drew the page, in milliseconds since the epoch. */
	constructor(now: number, world: ClockWorld = BROWSER) {
		this.#world = world;
		const at = world.elapsed();
		this.#best = { offset: now - at, doubt: Infinity, at };
	}

	/** Milliseconds since the epoch, by the clock of the server. */
	now(): number {
		return this.#world.elapsed() + this.#best.offset;
	}

	/** Asks once; the answer counts when it is quicker than the one in use, or that one is old. An answer that does not come changes nothing. */
	async probe(): Promise<void> {
		const asked = this.#world.elapsed();
		const told = await this.#world.ask().catch(() => NaN);
		const at = this.#world.elapsed();
		const doubt = (at - asked) / 2;
		if (!Number.isFinite(told)) return;
		if (doubt > this.#best.doubt && at - this.#best.at < TRUSTED_FOR) return;
		this.#best = { offset: told + doubt - at, doubt, at };
	}

	/** Asks several times now, then regularly, and anew when the page comes back; returns how to stop. */
	start(): () => void {
		const timer = setInterval(() => void this.probe(), PROBE_EVERY);
		const onvisible = (): void => {
			// A computer that slept: on some, elapsed time slept too.
			if (document.visibilityState === 'visible') void this.#settle();
		};
		document.addEventListener('visibilitychange', onvisible);
		void this.#settle();
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', onvisible);
		};
	}

	async #settle(): Promise<void> {
		this.#best = { ...this.#best, doubt: Infinity };
		for (let asked = 0; asked < PROBES; asked += 1) await this.probe();
	}
}
