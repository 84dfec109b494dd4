import { CLOSE, type CloseCode } from '$lib/documents/wire';
import type { Caller } from '$lib/domain/caller';
import type { DocumentAccess } from '$lib/domain/document-name';
import { Bucket } from './bucket';
import type { Limits } from './limits';
import { encodeReadOnly, encodeSaved } from './messages';

/** Who the others see: decided by the server. */
export interface PeerIdentity {
	id: string;
	firstName: string;
	lastName: string;
	color: number;
}

/** What a peer needs of its WebSocket. */
export interface PeerSocket {
	readonly bufferedAmount: number;
	send(data: Uint8Array): void;
	ping(): void;
	close(code: number, reason: string): void;
	terminate(): void;
}

const REASON: Record<CloseCode, string> = {
	[CLOSE.goingAway]: 'going away',
	[CLOSE.tooBig]: 'too big',
	[CLOSE.restart]: 'restart',
	[CLOSE.busy]: 'busy',
	[CLOSE.malformed]: 'malformed',
	[CLOSE.signedOut]: 'signed out',
	[CLOSE.noAccess]: 'no access',
	[CLOSE.notFound]: 'not found',
	[CLOSE.epochChanged]: 'history replaced',
	[CLOSE.accessChanged]: 'access changed',
	[CLOSE.documentFull]: 'document full',
	[CLOSE.locked]: 'locked',
	[CLOSE.abuse]: 'too many messages',
	[CLOSE.databaseAway]: 'cannot store'
};

export function reasonOf(code: CloseCode): string {
	return REASON[code];
}

/** One connection that has been let in: its rights, its counters and its socket. */
export class Peer {
	readonly caller: Caller;
	readonly identity: PeerIdentity;
	readonly access: Exclude<DocumentAccess, 'none'>;
	readonly presenceBucket: Bucket;
	readonly frameBucket: Bucket;
	readonly byteBucket: Bucket;
	/** The Yjs client id this connection speaks for, once it has said one. */
	clientId: number | null = null;
	/** Content frames received, and how many of them the room holds entirely. */
	frames = 0;
	held = 0;
	/** Since when it sent something that depends on what nobody has. */
	danglingSince: number | null = null;
	closed: CloseCode | null = null;
	lastSentAt: number;
	pingedAt: number;
	alive = true;
	nextCheckAt: number;
	/** Since when its access could not be checked. */
	uncheckedSince: number | null = null;
	readonly #socket: PeerSocket;
	readonly #limits: Limits;
	readonly #acks: boolean;
	/** How far each Yjs client must be known before its last frames are held. */
	readonly #needs = new Map<number, number>();
	#confirmed = 0;

	constructor(options: {
		caller: Caller;
		identity: PeerIdentity;
		access: Exclude<DocumentAccess, 'none'>;
		socket: PeerSocket;
		limits: Limits;
		acks: boolean;
		now: number;
	}) {
		const { limits, now } = options;
		this.caller = options.caller;
		this.identity = options.identity;
		this.access = options.access;
		this.#socket = options.socket;
		this.#limits = limits;
		this.#acks = options.acks;
		this.frameBucket = new Bucket(limits.framesPerSecond, limits.framesBurst, now);
		this.byteBucket = new Bucket(limits.bytesPerSecond, limits.firstFrameBytes, now);
		this.presenceBucket = new Bucket(limits.presencePerSecond, limits.presencePerSecond, now);
		this.lastSentAt = now;
		this.pingedAt = now;
		this.nextCheckAt = now;
	}

	/** Sends bytes, or cuts a reader that does not read. */
	send(bytes: Uint8Array, now: number): void {
		if (this.closed !== null) return;
		if (this.#socket.bufferedAmount > this.#limits.buffered) {
			this.close(CLOSE.busy);
			this.#socket.terminate();
			return;
		}
		this.lastSentAt = now;
		this.#socket.send(bytes);
	}

	/** Cursors are the first thing a slow reader goes without. */
	sendPresence(bytes: Uint8Array, now: number): void {
		if (this.#socket.bufferedAmount <= this.#limits.bufferedForPresence) this.send(bytes, now);
	}

	/** Its last frame is held once every Yjs client is known this far. */
	waitFor(needs: Map<number, number>, now: number): void {
		for (const [client, end] of needs) {
			this.#needs.set(client, Math.max(this.#needs.get(client) ?? 0, end));
		}
		this.danglingSince ??= now;
	}

	/** Counts its frames as held if what they need is known. */
	settle(known: (client: number) => number): void {
		if (this.danglingSince === null) return;
		for (const [client, end] of this.#needs) {
			if (known(client) < end) return;
			this.#needs.delete(client);
		}
		this.held = this.frames;
		this.danglingSince = null;
	}

	/** Tells the client that its first `count` content frames are stored. */
	confirm(count: number, now: number): void {
		if (count <= this.#confirmed) return;
		this.#confirmed = count;
		if (this.#acks) this.send(encodeSaved(count), now);
	}

	get unconfirmed(): boolean {
		return this.held > this.#confirmed;
	}

	/** Tells the client whether its edits are refused for now. */
	readOnly(refused: boolean, now: number): void {
		if (this.#acks) this.send(encodeReadOnly(refused), now);
	}

	ping(now: number): void {
		this.pingedAt = now;
		this.alive = false;
		this.#socket.ping();
	}

	terminate(): void {
		this.#socket.terminate();
	}

	close(code: CloseCode): void {
		if (this.closed !== null) return;
		this.closed = code;
		this.#socket.close(code, REASON[code]);
	}
}
