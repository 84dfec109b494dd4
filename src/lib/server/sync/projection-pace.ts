import type { Limits } from './limits';

/** What waits to be told to the tables. */
export type Late = 'nothing' | 'text' | 'all';

interface ProjectionPaceOptions {
	limits: Pick<Limits, 'projectEvery' | 'projectTextEvery'>;
	now: () => number;
	/** What was late is due. */
	ondue: () => void;
}

/**
 * How often the tables are told what a room says while people write on in it: at once after a silence, then now and then.
 * Its plain text changes with each letter, is read by the search alone, and costs most: it is told less often.
 */
export class ProjectionPace {
	readonly #limits: ProjectionPaceOptions['limits'];
	readonly #now: () => number;
	readonly #ondue: () => void;
	#toldAt = -Infinity;
	#textToldAt = -Infinity;
	#hurried = false;
	#timer: NodeJS.Timeout | null = null;

	constructor({ limits, now, ondue }: ProjectionPaceOptions) {
		this.#limits = limits;
		this.#now = now;
		this.#ondue = ondue;
	}

	/** Whether a write must tell the tables now, and of the text as well; null when it is too soon. `hurried`: others wait for it. */
	due(): { text: boolean; hurried: boolean } | null {
		if (this.#waitOf('all') > 0) return null;
		return { text: this.#waitOf('text') <= 0, hurried: this.#hurried };
	}

	told({ text }: { text: boolean }): void {
		this.#toldAt = this.#now();
		if (text) this.#textToldAt = this.#toldAt;
		this.#hurried = false;
	}

	/** Others are told first: this comes within a period, not together with the others that were put off. */
	putOff(): void {
		this.#toldAt = this.#now() - Math.random() * this.#limits.projectEvery;
	}

	/** Has what is late told when its time comes, if nobody writes before. */
	later(late: Late): void {
		if (late === 'nothing' || this.#timer) return;
		this.#timer = setTimeout(
			() => {
				this.#timer = null;
				this.#ondue();
			},
			Math.max(0, this.#waitOf(late))
		);
	}

	/** Everything is due now. */
	hurry(): void {
		this.#hurried = true;
		this.#toldAt = -Infinity;
		this.#textToldAt = -Infinity;
		this.destroy();
	}

	destroy(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
	}

	#waitOf(late: 'text' | 'all'): number {
		const { projectEvery, projectTextEvery } = this.#limits;
		const next =
			late === 'text' ? this.#textToldAt + projectTextEvery : this.#toldAt + projectEvery;
		return next - this.#now();
	}
}
