/** People who type in rooms at a rate, what the others see of it and when, and whether all of it is there at the end. */
import * as Y from 'yjs';
import { costOf, until, type Cost } from './bench.ts';
import type { LoadClient } from './load-client.ts';
import type { Served } from './target.ts';
import { Typist } from './wire.ts';
import type { World } from './world.ts';

export interface Typing {
	rooms: number;
	writers: number;
	/** Edits per second, of all writers together. */
	rate: number;
	seconds: number;
	/** Seconds of typing before anything is measured. */
	warmUp?: number;
}

export interface Typed {
	/** Milliseconds from the sending of an edit to its reception by somebody else. */
	latencies: number[];
	/** Edits per second that were really sent. */
	rate: number;
	sent: number;
	/** Edits that did not come to the others, or that a fresh replica does not have. */
	lost: number;
	/** Whether a fresh replica and somebody who was there hold the same. */
	equal: boolean;
	/** Milliseconds from the last edit until all of them were confirmed; NaN where nothing confirms. */
	confirmedAfter: number;
	cost: Cost;
}

/** Yjs clients of people are large numbers. */
const FIRST_CLIENT = 0x10000000;
const CLIENT_STEP = 7919;
/** How long what is on its way may take, in milliseconds. */
const PATIENCE = 5_000;
const TICK = 2;
/** Before what people hold is compared again. */
const SAME_AGAIN = 100;

let clients = 0;

/** One room with its writers: the first of them watches the clock, the last keeps what it receives. */
class TypingRoom {
	readonly sockets: LoadClient[];
	readonly typists: Typist[];
	readonly latencies: number[] = [];
	readonly #sentAt = new Map<number, number[]>();
	readonly #seen = new Map<number, number>();
	readonly #kept: Uint8Array[] = [];
	sent = 0;
	seen = 0;
	measuring = false;

	constructor(target: Served, { caseId, writers }: { caseId: string; writers: number }) {
		this.sockets = Array.from({ length: writers }, (_, i) => target.open(caseId, i));
		this.typists = this.sockets.map(() => new Typist(FIRST_CLIENT + CLIENT_STEP * clients++));
		const watching = this.sockets[0];
		const keeping = this.sockets.at(-1);
		if (!watching || !keeping || watching === keeping) throw new Error('two writers at least');
		watching.onupdate = (update) => this.#watch(update);
		keeping.onupdate = (update) => this.#kept.push(update.slice());
		for (const { client } of this.typists) this.#sentAt.set(client, []);
	}

	async ready(): Promise<void> {
		await Promise.all(this.sockets.map(({ synced }) => synced));
	}

	/** The next edit of one of the writers. */
	write(who: number): void {
		const typist = this.typists[who];
		const socket = this.sockets[who];
		if (!typist || !socket) return;
		const from = typist.clock;
		const update = typist.next();
		if (who > 0) {
			const at = this.#sentAt.get(typist.client);
			const now = this.measuring ? performance.now() : NaN;
			for (let clock = from; clock < typist.clock; clock++) at?.push(now);
			this.sent += typist.clock - from;
		}
		socket.sendUpdate(update);
	}

	/** Everything that the first writer should see was seen. */
	get complete(): boolean {
		return this.seen >= this.sent;
	}

	get confirmed(): boolean {
		return this.sockets.every((socket, i) => {
			const typist = this.typists[i];
			const edits = typist && typist.clock > 0 ? typist.clock - 2 : 0;
			return socket.confirmed >= edits;
		});
	}

	/** What the last writer received, with what it wrote. */
	replica(): Y.Doc {
		const doc = new Y.Doc();
		const { client = 0, clock = 0 } = this.typists.at(-1) ?? {};
		const again = new Typist(client);
		doc.transact(() => {
			while (again.clock < clock) Y.applyUpdate(doc, again.next());
			for (const update of this.#kept) Y.applyUpdate(doc, update);
		});
		return doc;
	}

	end(): void {
		for (const socket of this.sockets) socket.end();
	}

	#watch(update: Uint8Array): void {
		const now = performance.now();
		for (const [client, end] of Y.parseUpdateMeta(update).to) {
			const at = this.#sentAt.get(client);
			if (!at) continue;
			const from = this.#seen.get(client) ?? 0;
			for (let clock = from; clock < end; clock++) {
				const sent = at[clock] ?? NaN;
				if (!Number.isNaN(sent)) this.latencies.push(now - sent);
			}
			if (end <= from) continue;
			this.#seen.set(client, end);
			this.seen += end - from;
		}
	}
}

/** Lets people type. Throws when a socket is closed meanwhile. */
export async function type(
	{ target, world }: { target: Served; world: World },
	typing: Typing
): Promise<Typed> {
	const ids = await world.cases(typing.rooms, 'everybody');
	const rooms = ids.map((caseId) => new TypingRoom(target, { caseId, writers: typing.writers }));
	await Promise.all(rooms.map((room) => room.ready()));
	const all = rooms.flatMap((room) => room.sockets.map((_, who) => ({ room, who })));
	// Who writes next is in another room: rooms are busy together.
	all.sort((a, b) => a.who - b.who);
	let next = 0;
	const write = (): void => {
		const { room, who } = all[next++ % all.length] ?? {};
		if (room && who !== undefined) room.write(who);
	};
	for (let i = 0; i < all.length; i++) write();
	await pace(write, typing.rate, typing.warmUp ?? 0);
	for (const room of rooms) room.measuring = true;
	let sent = 0;
	let paced = 0;
	let last = 0;
	const cost = await costOf({ target, world }, async () => {
		const began = performance.now();
		sent = await pace(write, typing.rate, typing.seconds);
		last = performance.now();
		paced = (last - began) / 1000;
		// A server that is behind has not spent it yet.
		await until(() => rooms.every((room) => room.complete), PATIENCE);
	});
	const confirms = target.confirms;
	if (confirms) await until(() => rooms.every((room) => room.confirmed), PATIENCE);
	const confirmedAfter = confirms ? performance.now() - last : NaN;
	const unconfirmed = confirms && rooms.some((room) => !room.confirmed);
	const missing = rooms.reduce((sum, room) => sum + Math.max(0, room.sent - room.seen), 0);
	const checks = await Promise.all(
		rooms.slice(0, 3).map((room, i) => check(target, room, ids[i] ?? ''))
	);
	const typed: Typed = {
		latencies: rooms.flatMap(({ latencies }) => latencies),
		rate: sent / paced,
		sent,
		lost: missing + checks.reduce((sum, { lost }) => sum + lost, 0) + (unconfirmed ? 1 : 0),
		equal: checks.every(({ equal }) => equal),
		confirmedAfter,
		cost
	};
	for (const room of rooms) room.end();
	return typed;
}

/** Calls `write` so many times per second; returns how many times. */
async function pace(write: () => void, rate: number, seconds: number): Promise<number> {
	const began = performance.now();
	let written = 0;
	for (;;) {
		const elapsed = (performance.now() - began) / 1000;
		if (elapsed >= seconds) return written;
		for (const due = Math.floor(elapsed * rate); written < due; written++) write();
		await pause(TICK);
	}
}

/** Compares a fresh replica with what was written, and with what one writer received. */
async function check(
	target: Served,
	room: TypingRoom,
	caseId: string
): Promise<{ lost: number; equal: boolean }> {
	const fresh = target.keeps ? await freshReplica(target, caseId) : null;
	const lost = room.typists.reduce((sum, { client, clock }) => {
		return fresh ? sum + Math.max(0, clock - Y.getState(fresh.store, client)) : sum;
	}, 0);
	if (!fresh) return { lost, equal: true };
	const same = (): boolean => {
		const present = room.replica();
		return (
			present.getXmlFragment('note').toJSON() === fresh.getXmlFragment('note').toJSON() &&
			present.store.pendingStructs === null
		);
	};
	// What came last may still be on its way from one node to another.
	const deadline = performance.now() + PATIENCE;
	while (!same() && performance.now() < deadline) await pause(SAME_AGAIN);
	const equal = same();
	return { lost, equal };
}

/** The document as somebody gets it who has nothing. */
export async function freshReplica(target: Served, caseId: string): Promise<Y.Doc> {
	const doc = new Y.Doc();
	const client = target.open(caseId, 0);
	client.onupdate = (update) => Y.applyUpdate(doc, update);
	await client.synced;
	client.end();
	return doc;
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
