/** A wire between the nodes of one process that loses, doubles and reorders what is told, as chance wants. */
import type { Bus, BusListener, Told } from '../../src/lib/server/sync/bus';

export interface Weather {
	random: () => number;
	/** Parts of what is told, between 0 and 1. */
	lost: number;
	doubled: number;
	/** What is told takes up to this long, in milliseconds. */
	delay: number;
}

/** Joins nodes; `cut` separates them until it is false again. */
export class LossyWire {
	cut = false;
	readonly #weather: Weather;
	readonly #ends = new Set<LossyEnd>();

	constructor(weather: Weather) {
		this.#weather = weather;
	}

	/** The end of one node. */
	end(): Bus {
		const end = new LossyEnd(this);
		this.#ends.add(end);
		return end;
	}

	carry(from: LossyEnd, told: Told): void {
		if (this.cut) return;
		const { random, lost, doubled, delay } = this.#weather;
		for (const to of this.#ends) {
			if (to === from || random() < lost) continue;
			const copies = random() < doubled ? 2 : 1;
			for (let i = 0; i < copies; i++) setTimeout(() => to.hear(told), random() * delay);
		}
	}
}

class LossyEnd implements Bus {
	readonly #wire: LossyWire;
	#listener: BusListener | null = null;

	constructor(wire: LossyWire) {
		this.#wire = wire;
	}

	get alive(): boolean {
		return !this.#wire.cut;
	}

	start(listener: BusListener): void {
		this.#listener = listener;
	}

	hear(told: Told): void {
		this.#listener?.ontold(told, 'other');
	}

	tell(told: Told): void {
		this.#wire.carry(this, told);
	}

	ask(told: Told): Promise<number | null> {
		this.tell(told);
		return Promise.resolve(1);
	}

	follow(): void {
		// It hears of everything.
	}

	unfollow(): void {
		// It hears of everything.
	}

	stop(): Promise<void> {
		this.#listener = null;
		return Promise.resolve();
	}
}
