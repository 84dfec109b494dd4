import type { Duplex } from 'node:stream';
import { WebSocket, type RawData } from 'ws';
import type { ConnectionSocket } from './connection';

/** Messages up to this size, in bytes, are copied behind their header: one write instead of two. */
const COPIED_BYTES = 64 * 1024 - 1;
/** First byte of a frame: a whole binary message (RFC 6455, section 5.2). */
const WHOLE_BINARY = 0x82;
const LENGTH_IN_2_BYTES = 126;

/**
 * A WebSocket that sends each message in one write, and makes the frame of a message to many once. It writes beside `ws`,
 * which writes each frame whole: without compression it keeps none back.
 */
export class BinarySocket implements ConnectionSocket {
	readonly #ws: WebSocket;
	readonly #socket: Duplex;

	/** `socket`: what carries `ws`, which does not compress. */
	constructor(ws: WebSocket, socket: Duplex) {
		this.#ws = ws;
		this.#socket = socket;
	}

	get bufferedAmount(): number {
		return this.#ws.bufferedAmount;
	}

	send(data: Uint8Array): void {
		if (data.length > COPIED_BYTES) this.#ws.send(data);
		else if (this.#ws.readyState === WebSocket.OPEN) this.#socket.write(frameOf(data));
	}

	ping(): void {
		this.#ws.ping();
	}

	close(code: number, reason: string): void {
		this.#ws.close(code, reason);
	}

	terminate(): void {
		this.#ws.terminate();
	}

	on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): unknown;
	on(event: 'error' | 'pong', listener: () => void): unknown;
	on(event: 'close', listener: (code?: number) => void): unknown;
	on(event: 'message' | 'error' | 'pong' | 'close', listener: (...args: never[]) => void): unknown {
		return this.#ws.on(event, listener as (...args: unknown[]) => void);
	}
}

/** The last message framed: the next one is most often the same, for somebody else. Nobody changes what was sent. */
let last: { data: Uint8Array; frame: Buffer } | null = null;

function frameOf(data: Uint8Array): Buffer {
	if (last?.data === data) return last.frame;
	const long = data.length >= LENGTH_IN_2_BYTES;
	const head = long ? 4 : 2;
	const frame = Buffer.allocUnsafe(head + data.length);
	frame[0] = WHOLE_BINARY;
	if (long) {
		frame[1] = LENGTH_IN_2_BYTES;
		frame.writeUInt16BE(data.length, 2);
	} else {
		frame[1] = data.length;
	}
	frame.set(data, head);
	last = { data, frame };
	return frame;
}
