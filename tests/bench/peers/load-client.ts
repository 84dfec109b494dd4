/** One socket of the load: it says bytes and counts bytes, whatever server is at the other end. */
import { decoding } from 'lib0';
import { WebSocket } from 'ws';
import { MESSAGE } from '../../../src/lib/documents/wire.ts';
import { Frames } from './wire.ts';

const STEP1 = 0;
const HOCUSPOCUS_SYNC_REPLY = 4;
const HOCUSPOCUS_SYNC_STATUS = 8;

/** How a server wants to be addressed. */
export interface Address {
	url: string;
	headers: Record<string, string>;
	/** Name of the document before each message; null where there is none. */
	prefix: string | null;
	/** Whether it keeps a document: a relay does not. */
	keeps: boolean;
}

export class LoadClient {
	readonly ws: WebSocket;
	readonly frames: Frames;
	/** Everything that the document held was received. */
	readonly synced: Promise<void>;
	/** Frames and bytes received. */
	received = 0;
	receivedBytes = 0;
	/** Content frames that the server says it holds. */
	confirmed = 0;
	closed: number | null = null;
	/** Called with the edits that come, the first answer among them. */
	onupdate: ((update: Uint8Array) => void) | null = null;
	onpresence: ((message: Uint8Array) => void) | null = null;
	readonly #keeps: boolean;
	readonly #told: { synced: () => void; failed: (error: Error) => void };

	constructor({ url, headers, prefix, keeps }: Address) {
		this.frames = new Frames(prefix);
		this.#keeps = keeps;
		const { promise, resolve, reject } = Promise.withResolvers<undefined>();
		this.synced = promise;
		this.#told = { synced: () => resolve(undefined), failed: reject };
		// Whoever does not wait for it is told by `closed`.
		this.synced.catch(() => undefined);
		this.ws = new WebSocket(url, { headers, perMessageDeflate: false, skipUTF8Validation: true });
		this.ws.on('open', () => this.#open(prefix !== null));
		this.ws.on('message', (data: Buffer) => this.#receive(data));
		this.ws.on('error', () => undefined);
		this.ws.on('close', (code) => {
			this.closed = code;
			this.#told.failed(new Error(`closed with ${code}`));
		});
	}

	send(frame: Uint8Array): void {
		this.ws.send(frame);
	}

	sendUpdate(update: Uint8Array): void {
		this.ws.send(this.frames.update(update));
	}

	/** Ends without a word, as a closed laptop does. */
	end(): void {
		this.ws.terminate();
	}

	#open(authenticates: boolean): void {
		if (!this.#keeps) {
			this.#told.synced();
			return;
		}
		if (authenticates) this.send(this.frames.auth());
		this.send(this.frames.ask());
	}

	#receive(data: Buffer): void {
		this.received++;
		this.receivedBytes += data.length;
		const type = data[this.frames.skip];
		if (type === MESSAGE.sync || type === HOCUSPOCUS_SYNC_REPLY) this.#receiveSync(data);
		else if (type === MESSAGE.awareness) this.onpresence?.(data.subarray(this.frames.skip + 1));
		else if (type === MESSAGE.saved) this.confirmed = numberAt(data, 1);
		else if (type === HOCUSPOCUS_SYNC_STATUS) this.confirmed++;
	}

	#receiveSync(data: Buffer): void {
		const step = data[this.frames.skip + 1];
		if (step === STEP1) {
			this.send(this.frames.nothing());
			return;
		}
		if (this.onupdate) {
			const decoder = decoding.createDecoder(data);
			decoder.pos = this.frames.skip + 2;
			this.onupdate(decoding.readVarUint8Array(decoder));
		}
		if (step === 1) this.#told.synced();
	}
}

function numberAt(data: Uint8Array, at: number): number {
	const decoder = decoding.createDecoder(data);
	decoder.pos = at;
	return decoding.readVarUint(decoder);
}
