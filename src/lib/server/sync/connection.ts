import type { RawData } from 'ws';
import { CLOSE, type CloseCode } from '$lib/documents/wire';
import { handleFrame } from './frames';
import { open, type Asking, type OpeningOptions } from './opening';
import { reasonOf, type Peer, type PeerSocket } from './peer';
import type { Room } from './room';

/** A WebSocket, or what stands for one where networks refuse it. */
export interface ConnectionSocket extends PeerSocket {
	on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): unknown;
	on(event: 'error' | 'pong' | 'close', listener: () => void): unknown;
}

/** One WebSocket from its acceptance to its close: what it sends waits, bounded, until it is let in. */
export class Connection {
	readonly #ws: ConnectionSocket;
	readonly #options: OpeningOptions;
	#waiting: Uint8Array[] | null = [];
	#waitingBytes = 0;
	#closed = false;
	#room: Room | null = null;
	#timer: NodeJS.Timeout | null = null;
	peer: Peer | null = null;

	constructor(ws: ConnectionSocket, options: OpeningOptions) {
		this.#ws = ws;
		this.#options = options;
	}

	/** Listens, decides, lets in or closes with a code; `onclose` comes once, at the end. */
	async start(request: Asking, onclose: () => void): Promise<void> {
		const ws = this.#ws;
		ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
		// What a socket does wrong ends that socket only; `close` follows.
		ws.on('error', () => undefined);
		ws.on('pong', () => this.#onpong());
		ws.on('close', () => {
			this.#end();
			onclose();
		});
		this.#timer = setTimeout(() => this.close(CLOSE.busy), this.#options.limits.openingTimeout);
		const { rooms } = this.#options;
		const changes = rooms.accessChanges;
		const opened = await open(this.#options, request, ws);
		clearTimeout(this.#timer);
		if (typeof opened === 'number') this.close(opened);
		else if (this.#closed) rooms.release(opened.room);
		else this.#letIn(opened.room, opened.peer, rooms.accessChanges === changes);
	}

	close(code: CloseCode): void {
		if (this.peer) this.peer.close(code);
		else this.#ws.close(code, reasonOf(code));
	}

	terminate(): void {
		this.#ws.terminate();
	}

	/** What was decided while access changed is not `fresh`: it is decided again at once. */
	#letIn(room: Room, peer: Peer, fresh: boolean): void {
		this.#room = room;
		this.peer = peer;
		const { limits, now } = this.#options;
		peer.nextCheckAt = fresh ? now() + limits.recheck * (0.9 + Math.random() / 5) : now();
		room.join(peer);
		this.#options.rooms.release(room);
		const waiting = this.#waiting ?? [];
		this.#waiting = null;
		for (const bytes of waiting) this.#handle(bytes);
	}

	#receive(data: RawData, isBinary: boolean): void {
		if (!isBinary || !(data instanceof Buffer)) {
			this.close(CLOSE.malformed);
			return;
		}
		if (!this.#waiting) {
			this.#handle(data);
			return;
		}
		this.#waiting.push(data);
		this.#waitingBytes += data.length;
		const { waitingFrames, waitingBytes, firstFrameBytes } = this.#options.limits;
		const bytes = this.#waiting.length > 1 ? waitingBytes : firstFrameBytes;
		if (this.#waiting.length > waitingFrames || this.#waitingBytes > bytes) this.close(CLOSE.busy);
	}

	#handle(bytes: Uint8Array): void {
		const { limits, now } = this.#options;
		const room = this.#room;
		const peer = this.peer;
		if (!room || !peer || peer.closed !== null) return;
		const code = handleFrame({ room, peer, limits, now: now() }, bytes);
		if (code === null) return;
		this.#options.log.warn({ name: room.name, profileId: peer.caller.profileId, code }, 'refused');
		peer.close(code);
	}

	#onpong(): void {
		if (this.peer) this.peer.alive = true;
	}

	#end(): void {
		this.#closed = true;
		this.#waiting = null;
		if (this.#timer) clearTimeout(this.#timer);
		if (this.peer) this.#room?.leave(this.peer);
	}
}
