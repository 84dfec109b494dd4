import type { RawData } from 'ws';
import { CLOSE, type CloseCode } from '$lib/documents/wire';
import { handleFrame } from './frames';
import { open, type Asking, type OpeningOptions } from './opening';
import { reasonOf, type Peer, type PeerSocket } from './peer';
import type { Room } from './room';

/** A WebSocket, or what stands for one where networks refuse it. */
export interface ConnectionSocket extends PeerSocket {
	on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): unknown;
	on(event: 'error' | 'pong', listener: () => void): unknown;
	on(event: 'close', listener: (code?: number) => void): unknown;
}

/** What a connection that ends without a close is counted as. */
const CUT = 1006;

/** One WebSocket from its acceptance to its close: what it sends waits, bounded, until it is let in. */
export class Connection {
	readonly #ws: ConnectionSocket;
	readonly #options: OpeningOptions;
	#waiting: Uint8Array[] | null = [];
	#waitingBytes = 0;
	#closed = false;
	/** With which code it was closed before it was let in. */
	#code: CloseCode | null = null;
	#room: Room | null = null;
	#timer: NodeJS.Timeout | null = null;
	peer: Peer | null = null;

	constructor(ws: ConnectionSocket, options: OpeningOptions) {
		this.#ws = ws;
		this.#options = options;
	}

	/** Listens, decides, lets in or closes with a code; `onclose` comes once, at the end. */
	async start(asking: Asking, onclose: () => void): Promise<void> {
		const ws = this.#ws;
		ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
		// What a socket does wrong ends that socket only; `close` follows.
		ws.on('error', () => undefined);
		ws.on('pong', () => this.#onpong());
		ws.on('close', (code) => {
			this.#end(code);
			onclose();
		});
		const { rooms, counters, admission, people, limits } = this.#options;
		counters.asked++;
		this.#timer = setTimeout(() => this.close(CLOSE.busy), limits.openingTimeout);
		const admitted = await admission.enter();
		const changes = rooms.accessChanges;
		const opened = this.#closed
			? CLOSE.goingAway
			: admitted
				? await open(this.#options, asking, counters.counting(ws))
				: CLOSE.busy;
		clearTimeout(this.#timer);
		if (typeof opened === 'number') {
			counters.refused('opening', opened);
			this.close(opened);
		} else if (this.#closed) {
			rooms.release(opened.room);
			people.give(opened.peer.caller.profileId);
		} else this.#letIn(opened.room, opened.peer, rooms.accessChanges === changes);
	}

	close(code: CloseCode): void {
		this.#code ??= code;
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
		this.#options.counters.letIn++;
		peer.nextCheckAt = fresh ? now() + limits.recheck * (0.9 + Math.random() / 5) : now();
		room.join(peer);
		this.#options.rooms.release(room);
		const waiting = this.#waiting ?? [];
		this.#waiting = null;
		for (const bytes of waiting) this.#handle(bytes);
	}

	#receive(data: RawData, isBinary: boolean): void {
		// A socket that is told to go may still send for a while.
		if (this.#code !== null) return;
		if (!isBinary || !(data instanceof Buffer)) {
			this.#options.counters.refused('frame', CLOSE.malformed);
			this.close(CLOSE.malformed);
			return;
		}
		this.#options.counters.received(data);
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
		this.#options.counters.refused('frame', code);
		this.#options.log.warn({ name: room.name, profileId: peer.caller.profileId, code }, 'refused');
		peer.close(code);
		// What was not stored is sent again by those who come back.
		if (room.broken) this.#options.rooms.discard(room, CLOSE.busy);
	}

	#onpong(): void {
		if (this.peer) this.peer.alive = true;
	}

	#end(code: number = CUT): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#options.counters.closed(this.peer?.closed ?? this.#code ?? code);
		this.#waiting = null;
		if (this.#timer) clearTimeout(this.#timer);
		if (!this.peer) return;
		this.#room?.leave(this.peer);
		this.#options.people.give(this.peer.caller.profileId);
	}
}
