import {
	BATCH_HEADER,
	encodeBatch,
	ITEM,
	ITEM_OVERHEAD,
	STREAM_HEADER,
	type BatchItem
} from '$lib/documents/http-wire';
import { CLOSE } from '$lib/documents/wire';
import { readEvents } from './event-stream';
import { fromBase64 } from './world';

/** Sends a request of the tunnel. Throws when no answer comes. */
export type Post = (request: {
	headers: Record<string, string>;
	body: Uint8Array<ArrayBuffer> | null;
	signal: AbortSignal;
}) => Promise<Response>;

/** What the tunnel tells the sockets that it carries. */
export interface TunnelSocket {
	opened(): void;
	received(data: Uint8Array): void;
	closed(code: number): void;
}

/** A connection that was lost without a word, in the language of sockets. */
const LOST = 1006;
/** The stream must say something within this time, then at least this often: proxies that hold it back are no use. */
const READY_WITHIN = 10_000;
const SILENT_FOR = 45_000;
/** A batch without an answer is sent again after this pause, doubled each time, until it is late. */
const RETRY_FIRST = 250;
const RETRY_LAST = 4_000;
const ANSWERED_WITHIN = 15_000;
const TAKEN_WITHIN = 40_000;
/** What one batch carries, and the pause after it: what is written meanwhile goes together. */
const BATCH_BYTES = 256 * 1024;
const BATCH_ITEMS = 200;
const BATCH_PAUSE = 25;
/** Requests up to this size leave even when the page is being closed. */
const KEEPALIVE_BYTES = 60_000;

/** One try of a stream: ends once, with a code for all its sockets. */
interface Stream {
	abort: AbortController;
	token: string | null;
	/** Number of the last batch made. */
	made: number;
}

/** The sockets of a tab over HTTP: one answer that does not end, and numbered batches that are sent until taken. */
export class HttpTunnel {
	readonly #post: Post;
	readonly #sockets = new Map<number, TunnelSocket>();
	#outgoing: BatchItem[] = [];
	#channels = 0;
	#stream: Stream | null = null;
	#pumping = false;
	#watchdog: ReturnType<typeof setTimeout> | undefined;

	constructor(post: Post) {
		this.#post = post;
	}

	/** A socket opens a room; returns its channel. */
	join(socket: TunnelSocket, room: string): number {
		const channel = ++this.#channels;
		this.#sockets.set(channel, socket);
		const stream = this.#stream ?? this.#start();
		this.send(channel, ITEM.open, new TextEncoder().encode(room));
		// Later: whoever makes a socket listens to it first.
		if (stream.token !== null) queueMicrotask(() => socket.opened());
		return channel;
	}

	send(channel: number, kind: number, payload: Uint8Array): void {
		this.#outgoing.push({ channel, kind, payload });
		void this.#pump();
	}

	/** A socket has closed; the tunnel ends with the last one. */
	leave(channel: number): void {
		if (!this.#sockets.delete(channel)) return;
		if (this.#sockets.size === 0) this.end();
		else this.send(channel, ITEM.close, new Uint8Array());
	}

	/** Ends the stream, and its sockets with this code: as a connection that was lost, unless told otherwise. */
	end(code = LOST): void {
		const stream = this.#stream;
		if (!stream) return;
		this.#stream = null;
		this.#outgoing = [];
		clearTimeout(this.#watchdog);
		stream.abort.abort();
		const sockets = [...this.#sockets.values()];
		this.#sockets.clear();
		for (const socket of sockets) socket.closed(code);
	}

	#start(): Stream {
		const stream: Stream = { abort: new AbortController(), token: null, made: 0 };
		this.#stream = stream;
		this.#expect(stream, READY_WITHIN);
		void this.#read(stream);
		return stream;
	}

	async #read(stream: Stream): Promise<void> {
		let code = LOST;
		try {
			const { signal } = stream.abort;
			const headers = { accept: 'text/event-stream' };
			const response = await this.#post({ headers, body: null, signal });
			if (!response.ok || !response.body) code = codeOf(response.status) ?? LOST;
			else {
				for await (const { type, data } of readEvents(response.body)) {
					if (stream !== this.#stream) return;
					this.#expect(stream, SILENT_FOR);
					this.#onEvent(stream, type, data);
				}
			}
		} catch {
			// Cut, or no network: the sockets say so.
		}
		if (stream === this.#stream) this.end(code);
	}

	#onEvent(stream: Stream, type: string, data: string): void {
		if (type === 'ready') {
			stream.token = data;
			for (const socket of [...this.#sockets.values()]) socket.opened();
			void this.#pump();
			return;
		}
		const [id = '', rest = ''] = data.split(' ', 2);
		const channel = Number(id);
		const socket = this.#sockets.get(channel);
		if (!socket) return;
		if (type === 'ping') this.send(channel, ITEM.pong, new Uint8Array());
		else if (type !== 'close') socket.received(fromBase64(rest));
		else {
			this.#sockets.delete(channel);
			socket.closed(Number(rest));
			if (this.#sockets.size === 0) this.end();
		}
	}

	/** Sends what waits, one batch at a time. */
	async #pump(): Promise<void> {
		if (this.#pumping) return;
		this.#pumping = true;
		try {
			// A turn later: what is sent together goes together.
			await Promise.resolve();
			for (let stream = this.#stream; stream?.token && this.#outgoing.length > 0;) {
				const body = encodeBatch(this.#nextItems());
				stream.made++;
				const code = await this.#deliver(stream, body);
				if (code !== null && stream === this.#stream) this.end(code);
				// Browsers hold back the timers of hidden pages, and the server waits for an answer to its pings.
				if (!isHidden()) await pause(BATCH_PAUSE);
				stream = this.#stream;
			}
		} finally {
			this.#pumping = false;
		}
	}

	#nextItems(): BatchItem[] {
		let bytes = 0;
		let count = 0;
		for (const { payload } of this.#outgoing) {
			bytes += payload.length + ITEM_OVERHEAD;
			if (count > 0 && (bytes > BATCH_BYTES || count === BATCH_ITEMS)) break;
			count++;
		}
		return this.#outgoing.splice(0, count);
	}

	/** Sends a batch until it is taken; otherwise the code with which the tunnel ends. */
	async #deliver(stream: Stream, body: Uint8Array<ArrayBuffer>): Promise<number | null> {
		const headers = {
			[STREAM_HEADER]: stream.token ?? '',
			[BATCH_HEADER]: String(stream.made),
			'content-type': 'application/octet-stream'
		};
		const late = Date.now() + TAKEN_WITHIN;
		for (let wait = RETRY_FIRST; stream === this.#stream; wait = Math.min(RETRY_LAST, wait * 2)) {
			try {
				const signal = AbortSignal.any([stream.abort.signal, AbortSignal.timeout(ANSWERED_WITHIN)]);
				const response = await this.#post({ headers, body, signal });
				const taken = Number(await response.text());
				if (response.ok && taken >= stream.made) return null;
				const code = codeOf(response.status);
				if (code !== null) return code;
			} catch {
				// The answer was lost, or the request: the number tells the server which.
			}
			if (Date.now() > late) return LOST;
			await pause(wait);
		}
		return null;
	}

	#expect(stream: Stream, within: number): void {
		clearTimeout(this.#watchdog);
		this.#watchdog = setTimeout(() => {
			if (stream === this.#stream) this.end();
		}, within);
	}
}

/** The close code that a status stands for; null when it may be the word of a proxy, and another try may pass. */
function codeOf(status: number): number | null {
	switch (status) {
		case 401:
			return CLOSE.signedOut;
		case 409:
		case 410:
			return LOST;
		case 413:
			return CLOSE.tooBig;
		case 429:
			return CLOSE.abuse;
		default:
			return null;
	}
}

/** How the pages send the requests of the tunnel. */
export function postTo(path: string): Post {
	return ({ headers, body, signal }) =>
		fetch(path, {
			method: 'POST',
			headers,
			body,
			signal,
			cache: 'no-store',
			keepalive: body !== null && body.length < KEEPALIVE_BYTES
		});
}

function isHidden(): boolean {
	return typeof document !== 'undefined' && document.hidden;
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
