import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { CLOSE, COLLAB_PATH } from '$lib/documents/wire';
import { ITEM, type BatchItem } from '$lib/documents/http-wire';
import type { Caller } from '$lib/domain/caller';
import { Bucket } from './bucket';
import type { Asking } from './opening';
import type { Limits } from './limits';
import type { ConnectionSocket } from './connection';

/** Some proxies pass nothing on before they have this many bytes. */
const PADDING = `:${' '.repeat(2048)}\n\n`;

interface HttpStreamOptions {
	token: string;
	caller: Caller;
	response: ServerResponse;
	limits: Limits;
	now: () => number;
	/** A channel asks for a room. */
	onopen: (asking: Asking, socket: ConnectionSocket) => void;
	onend: () => void;
}

/** One tab without WebSocket: an answer that does not end, and the channels of its documents. */
export class HttpStream {
	readonly token: string;
	readonly caller: Caller;
	/** Requests being read now. */
	receiving = 0;
	/** Number of the last batch taken. */
	taken = 0;
	readonly #options: HttpStreamOptions;
	readonly #channels = new Map<number, HttpChannel>();
	readonly #bucket: Bucket;
	#idle: NodeJS.Timeout | null = null;
	#ended = false;

	constructor(options: HttpStreamOptions) {
		this.token = options.token;
		this.caller = options.caller;
		this.#options = options;
		const { limits, now, response } = options;
		this.#bucket = new Bucket(limits.framesPerSecond, limits.framesBurst, now());
		response.on('close', () => this.#onclose());
		// What goes wrong with a response ends it; `close` follows.
		response.on('error', () => undefined);
		response.write(`${PADDING}event: ready\ndata: ${options.token}\n\n`);
		this.#waitForChannels();
	}

	get unread(): number {
		return this.#options.response.writableLength;
	}

	/** Counts a request; false when too many came for too long. */
	allow(): boolean {
		const { limits, now } = this.#options;
		return this.#bucket.spend(1, now()) <= limits.overFor;
	}

	/** Takes what a batch says, in its order. */
	take(items: BatchItem[], caller: Caller): void {
		for (const { channel, kind, payload } of items) {
			if (this.#ended) return;
			if (kind === ITEM.open) this.#open(channel, payload, caller);
			else this.#channels.get(channel)?.receive(kind, payload);
		}
	}

	write(event: string): void {
		if (!this.#ended) this.#options.response.write(event);
	}

	forget(channel: number): void {
		this.#channels.delete(channel);
		if (this.#channels.size === 0) this.#waitForChannels();
	}

	/** Ends the answer once what was written has left. */
	end(): void {
		this.#onclose();
		this.#options.response.end();
	}

	/** Cuts the connection: nothing more leaves. */
	cut(): void {
		this.#options.response.destroy();
	}

	#open(channel: number, payload: Uint8Array, caller: Caller): void {
		const { limits, onopen } = this.#options;
		if (this.#channels.has(channel)) {
			this.cut();
			return;
		}
		if (this.#channels.size >= limits.channelsPerStream) {
			this.write(`event: close\ndata: ${channel} ${CLOSE.busy}\n\n`);
			return;
		}
		if (this.#idle) clearTimeout(this.#idle);
		const socket = new HttpChannel(channel, this);
		this.#channels.set(channel, socket);
		const url = `${COLLAB_PATH}${Buffer.from(payload).toString()}`;
		onopen({ url, callerOf: () => Promise.resolve(caller) }, socket);
	}

	#onclose(): void {
		if (this.#ended) return;
		this.#ended = true;
		if (this.#idle) clearTimeout(this.#idle);
		for (const socket of this.#channels.values()) socket.end();
		this.#options.onend();
	}

	#waitForChannels(): void {
		if (this.#ended) return;
		this.#idle = setTimeout(() => this.end(), this.#options.limits.idle);
	}
}

/** One document of a tab: what `Connection` knows as a socket. */
class HttpChannel extends EventEmitter implements ConnectionSocket {
	readonly #id: number;
	readonly #stream: HttpStream;
	#closed = false;

	constructor(id: number, stream: HttpStream) {
		super();
		this.#id = id;
		this.#stream = stream;
	}

	/** All the documents of a tab share what it has not read. */
	get bufferedAmount(): number {
		return this.#stream.unread;
	}

	send(data: Uint8Array): void {
		if (this.#closed) return;
		const { buffer, byteOffset, byteLength } = data;
		const text = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
		this.#stream.write(`data: ${this.#id} ${text}\n\n`);
	}

	ping(): void {
		if (!this.#closed) this.#stream.write(`event: ping\ndata: ${this.#id}\n\n`);
	}

	close(code: number): void {
		if (this.#closed) return;
		this.#stream.write(`event: close\ndata: ${this.#id} ${code}\n\n`);
		this.end();
	}

	terminate(): void {
		this.#stream.cut();
	}

	receive(kind: number, payload: Uint8Array): void {
		if (this.#closed) return;
		if (kind === ITEM.frame) this.emit('message', Buffer.from(payload), true);
		else if (kind === ITEM.pong) this.emit('pong');
		else if (kind === ITEM.close) this.end();
		else this.close(CLOSE.malformed);
	}

	/** Ends, and says so later, as sockets do: whoever closes is not done yet. */
	end(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#stream.forget(this.#id);
		setImmediate(() => this.emit('close'));
	}
}
