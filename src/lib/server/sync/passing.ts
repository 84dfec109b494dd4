import { randomUUID } from 'node:crypto';
import type { Batch, Bus, Told } from './bus';
import type { Limits } from './limits';
import { pause } from './pause';
import { Quota } from './quota';

/** What a request is answered with. */
export interface Said {
	status: number;
	text?: string;
}

/** Batches that one person may have on their way to other nodes: of so many tabs at once. */
const ON_THEIR_WAY = 8;
/** Try again: the batch is numbered, and taken once. */
const LATER: Said = { status: 503 };

/** Has batches of sockets over HTTP taken by the node that holds their stream, whichever node they came to. */
export class Passing {
	readonly #bus: Bus;
	readonly #limits: Limits;
	readonly #questions = new Map<string, (said: Said) => void>();
	readonly #people = new Quota(ON_THEIR_WAY);

	constructor(bus: Bus, limits: Limits) {
		this.#bus = bus;
		this.#limits = limits;
	}

	/** What the other node answers; that nobody heard may be because the stream is new. */
	async pass(batch: Batch): Promise<Said> {
		const question = randomUUID();
		const answered = new Promise<Said>((resolve) => this.#questions.set(question, resolve));
		try {
			const heard = await this.#bus.ask({ kind: 'batch', question, batch });
			if (heard === 0 || heard === null) return LATER;
			const late = pause(this.#limits.passedOnWithin).then(() => LATER);
			return await Promise.race([answered, late]);
		} finally {
			this.#questions.delete(question);
		}
	}

	/** Does something that passes a batch on, unless its author has too many on their way. */
	async within(profileId: string, work: () => Promise<Said>): Promise<Said> {
		if (!this.#people.take(profileId)) return LATER;
		return work().finally(() => this.#people.give(profileId));
	}

	/** Answers the node that passed a batch on. */
	answer(question: string, { status, text = '' }: Said): void {
		this.#bus.tell({ kind: 'batchTaken', question, status, text });
	}

	/** Hears what became of a batch; those of other nodes are not waited for here. */
	answered({ question, status, text }: Extract<Told, { kind: 'batchTaken' }>): void {
		this.#questions.get(question)?.({ status, text });
	}
}
