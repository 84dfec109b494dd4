import { CLOSE, type CloseCode } from '$lib/documents/wire';
import type { DocumentName } from '$lib/domain/document-name';
import type { AccessChange, AccessCursor } from '$lib/server/database/sessions';
import { KEEPALIVE } from './messages';
import type { Limits } from './limits';
import type { Log } from './log';
import { pause } from './pause';
import type { Peer } from './peer';
import type { Room } from './room';
import type { Rooms } from './rooms';
import type { Decision, DocumentStore } from './store';

/** How long access may go unchecked because the database is away. */
const UNCHECKED_MAX = 5 * 60_000;
const CHECKS_AT_ONCE = 4;
/** A document that nobody opens is compacted by whoever finds it. */
const UNCOMPACTED_EVERY = 60_000;

/** How long storing what a document holds may take before it is left for later, and how often it is looked at. In milliseconds. */
const STORED_WITHIN = 5000;
const STORED_POLL = 5;

export interface HousekeepingOptions {
	rooms: Rooms;
	store: DocumentStore;
	limits: Limits;
	log: Log;
	now: () => number;
	/** Has the other nodes decide again about a document and store what was said there; false when one did not. */
	settleElsewhere: (name: DocumentName) => Promise<boolean>;
}

/** What the clock does: keepalive, access checks, mandates that end, compaction, sleep, and forgetting idle rooms. */
export class Housekeeping {
	readonly #options: HousekeepingOptions;
	readonly #busy = new Set<Room>();
	#timers: NodeJS.Timeout[] = [];
	#cursor: AccessCursor | null = null;
	#settledAt = 0;
	#uncompactedAt: number;
	#watching: Promise<void> | null = null;

	constructor(options: HousekeepingOptions) {
		this.#options = options;
		this.#uncompactedAt = options.now();
	}

	start(): void {
		const { beat, accessChanges } = this.#options.limits;
		this.#timers = [
			setInterval(() => this.#beat(), beat),
			setInterval(() => this.#watch(), accessChanges)
		];
	}

	/** Ends; what is being looked at is over when this is. */
	async stop(): Promise<void> {
		for (const timer of this.#timers.splice(0)) clearInterval(timer);
		await this.#watching;
	}

	#beat(): void {
		const { rooms, now } = this.#options;
		const at = now();
		for (const room of rooms.all()) {
			for (const peer of room.peers) this.#keepAlive(peer, at);
			this.#dropDangling(room, at);
			room.rest();
			void this.#tidy(room, at);
		}
	}

	/** Decides again about open sockets: those of these people, or all. Closes those that lost or changed their access. */
	async recheck(profileIds?: string[]): Promise<void> {
		this.#options.rooms.accessChanges++;
		const concerned = profileIds && new Set(profileIds);
		await this.#check((peer) => !concerned || concerned.has(peer.caller.profileId));
	}

	#keepAlive(peer: Peer, at: number): void {
		const { keepalive, ping } = this.#options.limits;
		if (at - peer.lastSentAt >= keepalive) peer.send(KEEPALIVE, at);
		if (at - peer.pingedAt < ping) return;
		if (peer.alive) peer.ping(at);
		else peer.terminate();
	}

	#dropDangling(room: Room, at: number): void {
		const { danglingFor } = this.#options.limits;
		for (const peer of room.peers) {
			if (peer.danglingSince === null || at - peer.danglingSince < danglingFor) continue;
			room.dropDangling(peer);
			peer.close(CLOSE.malformed);
			return;
		}
	}

	/** Compacts or unloads a room when it is time. */
	async #tidy(room: Room, at: number): Promise<void> {
		const { rooms, limits } = this.#options;
		const { backlog, emptySince } = room;
		const idle = emptySince !== null && room.holds === 0 && at - emptySince >= limits.idle;
		const large = backlog.tailRows > limits.compactRows || backlog.tailBytes > limits.compactBytes;
		const deleted =
			backlog.deletedSince !== null && at - backlog.deletedSince >= limits.compactDeletions;
		if (!(idle || large || deleted) || this.#busy.has(room)) return;
		this.#busy.add(room);
		await (idle ? rooms.unload(room) : rooms.compact(room));
		this.#busy.delete(room);
	}

	/** What needs the database: access due to be checked, changes made elsewhere, logs left behind. */
	#watch(): void {
		const at = this.#options.now();
		this.#watching ??= this.#look(at)
			.catch((error: unknown) => this.#options.log.warn({ error }, 'housekeeping failed'))
			.finally(() => (this.#watching = null));
	}

	async #look(at: number): Promise<void> {
		const { limits } = this.#options;
		await this.#check((peer) => peer.nextCheckAt <= at);
		if (at - this.#settledAt >= limits.settle) await this.#settle(at);
		await this.#readChanges();
		if (at - this.#uncompactedAt >= UNCOMPACTED_EVERY) await this.#compactForgotten(at);
	}

	/** Whoever works no more hands their work back, which shows as changes of access; meetings that nobody closed close. */
	async #settle(at: number): Promise<void> {
		this.#settledAt = at;
		const { store, rooms } = this.#options;
		await store.settle();
		const closed = await store.closeForgotten();
		const waiting = new Set([...closed.meetingIds, ...(await store.unsealed())]);
		for (const meetingId of waiting) {
			if (await this.settleDocument(`meeting:${meetingId}`)) await store.seal(meetingId);
		}
		if (waiting.size > 0) await rooms.refresh({ ...closed, meetingIds: [...waiting] });
	}

	/** Decides again about the sockets of a document, on all nodes, and stores what came before; false when that takes too long. */
	async settleDocument(name: DocumentName): Promise<boolean> {
		const settled = await Promise.all([this.settleHere(name), this.#options.settleElsewhere(name)]);
		return settled.every(Boolean);
	}

	/** The same for the sockets that are served here. */
	async settleHere(name: DocumentName): Promise<boolean> {
		const { rooms, now } = this.#options;
		rooms.accessChanges++;
		const room = rooms.find(name);
		if (!room) return true;
		await this.#check((peer) => room.peers.has(peer));
		const deadline = now() + STORED_WITHIN;
		room.project();
		while (!room.backlog.empty && now() < deadline) {
			rooms.writer.hurry();
			await pause(STORED_POLL);
			room.project();
		}
		return room.backlog.empty;
	}

	async #readChanges(): Promise<void> {
		const { store, rooms } = this.#options;
		const peers = rooms.all().flatMap((room) => [...room.peers].map((peer) => ({ room, peer })));
		// The first time in any case: it is from then on that changes are told.
		if (rooms.all().length === 0 && this.#cursor) return;
		const served = [...new Set(peers.map(({ peer }) => peer.caller.sessionId))];
		const { cursor, changes, due, sessions } = await store.watch(this.#cursor, served);
		for (const { room, peer } of peers) {
			const { sessionId } = peer.caller;
			if (!sessions.alive.has(sessionId)) this.#close(room, peer, CLOSE.signedOut);
			else if (sessions.locked.has(sessionId)) this.#close(room, peer, CLOSE.locked);
		}
		await this.#apply([...changes, ...due]);
		this.#cursor = cursor;
	}

	async #apply(changes: AccessChange[]): Promise<void> {
		const { rooms } = this.#options;
		if (changes.length === 0) return;
		const people = changes.flatMap(({ profileId }) => profileId ?? []);
		await this.recheck(people.length === changes.length ? people : undefined);
		// The other nodes read the same changes.
		await rooms.refreshHere({
			caseIds: changes.flatMap(({ caseId }) => caseId ?? []),
			groupIds: changes.map(({ groupId }) => groupId),
			profileIds: people
		});
	}

	async #compactForgotten(at: number): Promise<void> {
		const { store, rooms, limits } = this.#options;
		this.#uncompactedAt = at;
		const open = new Set(rooms.all().map(({ name }) => name));
		for (const name of await store.uncompacted(limits.compactDeletions)) {
			if (open.has(name)) continue;
			const room = await rooms.hold(name);
			await rooms.compact(room);
			rooms.release(room);
		}
	}

	async #check(concerns: (peer: Peer) => boolean): Promise<void> {
		const { rooms, store } = this.#options;
		const due = rooms
			.all()
			.flatMap((room) => [...room.peers].filter(concerns).map((peer) => ({ room, peer })));
		await inParallel(due, CHECKS_AT_ONCE, async ({ room, peer }) => {
			const decision = await store.decide(peer.caller, room.name).catch(() => null);
			this.#decide(room, peer, decision);
		});
		const names = [...new Set(due.map(({ room }) => room.name))];
		const found = names.length > 0 ? await store.heads(names).catch(() => null) : null;
		for (const room of found ? rooms.all() : []) {
			const epoch = found?.get(room.name)?.epoch;
			if (epoch !== undefined && epoch !== room.epoch) rooms.discard(room, CLOSE.epochChanged);
		}
	}

	#decide(room: Room, peer: Peer, decision: Decision | null): void {
		const { limits, now } = this.#options;
		peer.nextCheckAt = now() + limits.recheck * (0.9 + Math.random() / 5);
		if (!decision) {
			// A database that is away is nobody's fault: sockets live on a while, then come back.
			peer.uncheckedSince ??= now();
			if (now() - peer.uncheckedSince > UNCHECKED_MAX) peer.close(CLOSE.busy);
			return;
		}
		peer.uncheckedSince = null;
		const code = codeOf(decision, peer);
		if (code !== null) this.#close(room, peer, code);
	}

	#close(room: Room, peer: Peer, code: CloseCode): void {
		const { log } = this.#options;
		log.info({ name: room.name, profileId: peer.caller.profileId, code }, 'access changed');
		// Out of the room at once: not one more frame reaches it while the socket closes.
		room.leave(peer);
		peer.close(code);
	}
}

function codeOf(decision: Decision, peer: Peer) {
	if (decision.access === 'signed_out') return CLOSE.signedOut;
	if (decision.access === 'locked') return CLOSE.locked;
	if (decision.access === 'none') return CLOSE.noAccess;
	return decision.access === peer.access ? null : CLOSE.accessChanged;
}

async function inParallel<T>(
	items: T[],
	width: number,
	work: (item: T) => Promise<void>
): Promise<void> {
	const rest = items.values();
	const lanes = Array.from({ length: Math.min(width, items.length) }, async () => {
		for (const item of rest) await work(item);
	});
	await Promise.all(lanes);
}
