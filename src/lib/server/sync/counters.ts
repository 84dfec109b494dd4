import { MESSAGE } from '$lib/documents/wire';
import type { PeerSocket } from './peer';
import type { DocumentStore } from './store';

/** Upper bounds of what the store takes, in milliseconds; the last bucket holds the rest. */
export const LATENCIES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000] as const;

const FRAMES = ['sync', 'presence', 'question', 'saved', 'read_only', 'other'] as const;
type FrameType = (typeof FRAMES)[number];
type Stored = 'open' | 'load' | 'append' | 'compact';

/** Where something was refused: before the socket, before it was let in, or for what it sent. */
type Stage = 'upgrade' | 'opening' | 'frame';

/** What one kind of work took. */
export interface Latency {
	/** How many took up to each of `LATENCIES`, and longer: not added up. */
	buckets: number[];
	count: number;
	milliseconds: number;
	failures: number;
}

/** What the sync server has done since it began: plain numbers without a name, of nobody and of no document. */
export class Counters {
	readonly framesIn = zeros(FRAMES);
	readonly framesOut = zeros(FRAMES);
	bytesIn = 0;
	bytesOut = 0;
	/** Sockets that asked, and those that were let in. */
	asked = 0;
	letIn = 0;
	/** Closes by code, whoever closed. */
	readonly closes = new Map<number, number>();
	/** Refusals by stage and code: of HTTP before the socket. */
	readonly refusals = new Map<Stage, Map<number, number>>();
	readonly store: Record<Stored, Latency> = {
		open: noLatency(),
		load: noLatency(),
		append: noLatency(),
		compact: noLatency()
	};

	received(frame: Uint8Array): void {
		this.framesIn[typeOf(frame)]++;
		this.bytesIn += frame.length;
	}

	sent(frame: Uint8Array): void {
		this.framesOut[typeOf(frame)]++;
		this.bytesOut += frame.length;
	}

	closed(code: number): void {
		this.closes.set(code, (this.closes.get(code) ?? 0) + 1);
	}

	refused(stage: Stage, code: number): void {
		const codes = this.refusals.get(stage) ?? new Map<number, number>();
		codes.set(code, (codes.get(code) ?? 0) + 1);
		this.refusals.set(stage, codes);
	}

	/** The same socket, counting what leaves by it. */
	counting(socket: PeerSocket): PeerSocket {
		return new CountingSocket(socket, this);
	}

	/** The same store, measured. */
	measuring(store: DocumentStore): DocumentStore {
		return {
			...store,
			open: this.#timed('open', (...asked) => store.open(...asked)),
			load: this.#timed('load', (...asked) => store.load(...asked)),
			append: this.#timed('append', (...asked) => store.append(...asked)),
			compact: this.#timed('compact', (...asked) => store.compact(...asked))
		};
	}

	#timed<Kind extends Stored, Asked extends Parameters<DocumentStore[Kind]>, T>(
		kind: Kind,
		work: (...asked: Asked) => Promise<T>
	): (...asked: Asked) => Promise<T> {
		const latency = this.store[kind];
		return async (...asked) => {
			const start = performance.now();
			try {
				return await work(...asked);
			} catch (error) {
				latency.failures++;
				throw error;
			} finally {
				record(latency, performance.now() - start);
			}
		};
	}
}

class CountingSocket implements PeerSocket {
	readonly #socket: PeerSocket;
	readonly #counters: Counters;

	constructor(socket: PeerSocket, counters: Counters) {
		this.#socket = socket;
		this.#counters = counters;
	}

	get bufferedAmount(): number {
		return this.#socket.bufferedAmount;
	}

	send(data: Uint8Array): void {
		this.#counters.sent(data);
		this.#socket.send(data);
	}

	ping(): void {
		this.#socket.ping();
	}

	close(code: number, reason: string): void {
		this.#socket.close(code, reason);
	}

	terminate(): void {
		this.#socket.terminate();
	}
}

function typeOf(frame: Uint8Array): FrameType {
	switch (frame[0]) {
		case MESSAGE.sync:
			return 'sync';
		case MESSAGE.awareness:
			return 'presence';
		case MESSAGE.queryAwareness:
			return 'question';
		case MESSAGE.saved:
			return 'saved';
		case MESSAGE.readOnly:
			return 'read_only';
		default:
			return 'other';
	}
}

function record(latency: Latency, milliseconds: number): void {
	const bucket = LATENCIES.findIndex((bound) => milliseconds <= bound);
	const at = bucket === -1 ? LATENCIES.length : bucket;
	latency.buckets[at] = (latency.buckets[at] ?? 0) + 1;
	latency.count++;
	latency.milliseconds += milliseconds;
}

function noLatency(): Latency {
	return { buckets: LATENCIES.map(() => 0).concat(0), count: 0, milliseconds: 0, failures: 0 };
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
	return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}
