import { randomBytes } from 'node:crypto';
import { createClient } from '@redis/client';
import { decodeTold, encodeTold, topicOf } from './bus';
import type { Bus, BusListener, Told, Topic } from './bus';
import type { Log } from './log';
import { pause } from './pause';

/** How often the way there and back is tried, and how long it may take before Redis counts as away. In milliseconds. */
const ECHO_EVERY = 250;
const ECHO_WITHIN = 800;
const RECONNECT_FIRST = 50;
const RECONNECT_LAST = 2000;
const CONNECT_TIMEOUT = 2000;
const FAREWELL = 200;
/** Bytes told and not yet taken by Redis: above, telling is left out and the log does its work. */
const UNSENT_MAX = 8 * 1024 * 1024;

/** Pub/sub on Redis: nothing is kept there. A Redis that is away, slow or empty changes nothing but the speed. */
export class RedisBus implements Bus {
	readonly node = randomBytes(8).toString('hex');
	readonly #log: Log;
	readonly #prefix: string;
	readonly #speaking: ReturnType<typeof connectTo>;
	readonly #hearing: ReturnType<typeof connectTo>;
	/** Channels to hear, with what to do; those of a topic say so once heard. */
	readonly #heard = new Map<string, { ontold: (bytes: Uint8Array) => void; topic: Topic | null }>();
	#listener: BusListener | null = null;
	#timer: NodeJS.Timeout | null = null;
	#echoedAt = -Infinity;
	#alive = false;
	#unsent = 0;

	/** `url` as redis:// or rediss://; the number of its database keeps installations that share a Redis apart. */
	constructor({ url, log }: { url: string; log: Log }) {
		this.#log = log;
		this.#prefix = `maillage:${new URL(url).pathname.slice(1) || '0'}:`;
		this.#speaking = connectTo(url);
		this.#hearing = connectTo(url);
	}

	get alive(): boolean {
		return this.#alive;
	}

	start(listener: BusListener): void {
		this.#listener = listener;
		this.#heard.set(`${this.#prefix}all`, { ontold: this.#hear, topic: null });
		this.#heard.set(this.#echo, { ontold: () => this.#echoed(), topic: null });
		// The client asks again for what it heard before; what was asked for meanwhile is asked here.
		this.#hearing.on('ready', () => [...this.#heard.keys()].forEach((each) => this.#listen(each)));
		for (const client of [this.#speaking, this.#hearing]) {
			// It reconnects by itself; without a listener Node would end the process.
			client.on('error', () => undefined);
			client.connect().catch(() => undefined);
		}
		this.#timer = setInterval(() => this.#tryEcho(), ECHO_EVERY);
	}

	tell(told: Told): void {
		void this.ask(told);
	}

	async ask(told: Told): Promise<number | null> {
		// Nobody is spoken to through a wire that does not answer: the others read the log.
		if (!this.#alive) return null;
		const channel = `${this.#prefix}${topicOf(told) ?? 'all'}`;
		const heard = await this.#publish(channel, encodeTold(this.node, told));
		// It hears itself where it listens.
		return heard === null ? null : heard - (this.#heard.has(channel) ? 1 : 0);
	}

	follow(topic: Topic): void {
		const channel = `${this.#prefix}${topic}`;
		this.#heard.set(channel, { ontold: this.#hear, topic });
		this.#listen(channel);
	}

	unfollow(topic: Topic): void {
		const channel = `${this.#prefix}${topic}`;
		this.#heard.delete(channel);
		if (this.#hearing.isReady) this.#hearing.unsubscribe(channel).catch(() => undefined);
	}

	async stop(): Promise<void> {
		if (this.#timer) clearInterval(this.#timer);
		this.#listener = null;
		// What was told last leaves, when that is quick.
		for (let waited = 0; this.#alive && this.#unsent > 0 && waited < FAREWELL; waited += 10)
			await pause(10);
		this.#alive = false;
		for (const client of [this.#speaking, this.#hearing]) if (client.isOpen) client.destroy();
	}

	#listen(channel: string): void {
		const heard = this.#heard.get(channel);
		if (!heard || !this.#hearing.isReady) return;
		this.#hearing.subscribe(channel, heard.ontold, true).then(
			() => {
				if (this.#heard.get(channel) !== heard)
					this.#hearing.unsubscribe(channel).catch(() => undefined);
				else if (heard.topic !== null) this.#listener?.onback(heard.topic);
			},
			() => undefined // Asked again with the next connection.
		);
	}

	readonly #hear = (bytes: Uint8Array): void => {
		const told = decodeTold(bytes);
		if (!told || told.node === this.node) return;
		try {
			this.#listener?.ontold(told.told, told.node);
		} catch (error) {
			this.#log.warn({ error }, 'what a node told could not be read');
		}
	};

	get #echo(): string {
		return `${this.#prefix}echo:${this.node}`;
	}

	async #publish(channel: string, bytes: Uint8Array): Promise<number | null> {
		if (!this.#speaking.isReady || this.#unsent + bytes.length > UNSENT_MAX) return null;
		this.#unsent += bytes.length;
		try {
			return await this.#speaking.publish(channel, Buffer.from(bytes));
		} catch {
			return null; // It went away meanwhile.
		} finally {
			this.#unsent -= bytes.length;
		}
	}

	#tryEcho(): void {
		void this.#publish(this.#echo, new Uint8Array());
		if (!this.#alive || performance.now() - this.#echoedAt < ECHO_WITHIN) return;
		this.#alive = false;
		this.#log.warn({}, 'redis is away');
	}

	#echoed(): void {
		this.#echoedAt = performance.now();
		if (this.#alive) return;
		this.#alive = true;
		this.#log.info({}, 'redis is there');
		this.#listener?.onback(null);
	}
}

function connectTo(url: string) {
	return createClient({
		url,
		disableOfflineQueue: true,
		socket: {
			connectTimeout: CONNECT_TIMEOUT,
			reconnectStrategy: (tries) => {
				const wait = Math.min(RECONNECT_LAST, RECONNECT_FIRST * 2 ** Math.min(tries, 10));
				// Nodes that lost it together do not come back together.
				return wait * (0.5 + Math.random());
			}
		}
	});
}
