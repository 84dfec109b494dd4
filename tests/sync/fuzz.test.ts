import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/documents/wire';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { handleFrame } from '../../src/lib/server/sync/frames';
import type { Peer } from '../../src/lib/server/sync/peer';
import type { Room } from '../../src/lib/server/sync/room';
import { FrameFuzzer } from './fuzz-frames';
import { seededRandom } from './random';
import { presenceFrame, syncFrame } from './raw-client';
import { CASE, limits, openPeer, openRoom } from './room-alone';

/** Frames in all, and those that one room takes before it is looked at and left. */
const FRAMES = Number(process.env['FRAMES'] ?? 20_000);
const ROUND = 2000;
const SEED = Number(process.env['SEED'] ?? 20261122);
const CODES = new Set<number>(Object.values(CLOSE));
const NAMES: DocumentName[] = [`case:${CASE}`, `board:${CASE}`, `meeting:${CASE}`, `inbox:${CASE}`];

test(
	'[I10][S80][F10] no frame, however forged, stops the server, is confirmed when refused, or reaches another room',
	{ timeout: 3_600_000 },
	() => {
		const bystander = openRoom(`case:${CASE}`);
		const untouched = bystander.encoded().slice();
		const collect = collector();
		collect();
		const before = process.memoryUsage();
		let slowest = 0;
		const seen = new Map<number | null, number>();
		const cpu = process.cpuUsage();
		for (let round = 0, frames = 0; frames < FRAMES; round++) {
			const name = NAMES[round % NAMES.length] ?? `case:${CASE}`;
			const played = playRound(name, SEED + round);
			slowest = Math.max(slowest, played.slowest);
			frames += played.codes.length;
			for (const code of played.codes) seen.set(code, (seen.get(code) ?? 0) + 1);
		}
		const { user } = process.cpuUsage(cpu);
		collect();
		const after = process.memoryUsage();
		if (process.env['FRAMES']) console.info({ seen, slowest, user, before, after });
		expect(bystander.encoded()).toEqual(untouched);
		bystander.destroy();
		// Both were tried: frames that are let through and frames that are refused.
		expect(seen.get(null)).toBeGreaterThan(FRAMES / 20);
		expect(seen.get(CLOSE.malformed)).toBeGreaterThan(FRAMES / 20);
		expect(slowest).toBeLessThan(2000);
		expect(user / 1000 / FRAMES).toBeLessThan(5);
		expect(after.heapUsed - before.heapUsed).toBeLessThan(16 * 1024 * 1024);
	}
);

/** One room, an attacker who comes back each time it is closed, and somebody who types meanwhile. */
function playRound(name: DocumentName, seed: number) {
	const random = seededRandom(seed);
	const fuzzer = new FrameFuzzer(random, [CASE]);
	const room = openRoom(name);
	const log: Uint8Array[] = [room.encoded()];
	const honest = new Typist(room);
	honest.type('début');
	let attacker = openPeer(room, 'attacker');
	let accepted = 0;
	let slowest = 0;
	const codes: (number | null)[] = [];
	for (let i = 0; i < ROUND; i++) {
		const frame = fuzzer.next(statesOf(room));
		const start = performance.now();
		const code = handleFrame({ room, peer: attacker.peer, limits, now: i }, frame);
		slowest = Math.max(slowest, performance.now() - start);
		codes.push(code);
		// It would be loaded again from its log, which holds all that was said to be stored.
		if (room.broken) {
			honest.expectStored(log, seed);
			room.destroy();
			return { codes, slowest };
		}
		if (code === null) accepted = attacker.peer.frames;
		else {
			expect(CODES.has(code), `seed ${seed}, frame ${i}, code ${code}`).toBe(true);
			attacker.peer.close(code);
			room.leave(attacker.peer);
			expect(attacker.saved(), `seed ${seed}, frame ${i}, code ${code}`).toBeLessThanOrEqual(
				accepted
			);
			attacker = openPeer(room, 'attacker');
			accepted = 0;
		}
		if (i % 50 === 0) honest.type(`mot ${i} `);
		if (i % 20 === 0) store(room, log);
	}
	for (const each of [attacker.peer]) room.leave(each);
	honest.type('fin');
	store(room, log);
	room.flush();
	const stored = new Y.Doc();
	for (const update of log) Y.applyUpdate(stored, update);
	expect(Y.encodeStateVector(stored), `seed ${seed}`).toEqual(Y.encodeStateVector(room.doc));
	honest.expectEqual(room, seed);
	room.destroy();
	return { codes, slowest };
}

/** Somebody who types in the note of whatever document it is, and receives what the room sends. */
class Typist {
	readonly #doc = new Y.Doc();
	readonly #room: Room;
	readonly #peer: Peer;
	readonly #saved: () => number;
	readonly #closed: number[] = [];

	constructor(room: Room) {
		this.#room = room;
		this.#doc.clientID = 99;
		Y.applyUpdate(this.#doc, room.encoded());
		const { peer, saved } = openPeer(room, 'honest', (frame) => this.#receive(frame));
		this.#peer = peer;
		this.#saved = saved;
		const present = presenceFrame([{ clientId: 99, clock: 1, state: '{}' }]);
		handleFrame({ room, peer, limits, now: 0 }, present);
		this.#doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin === 'room') return;
			const frame = syncFrame(2, update);
			const context = { room: this.#room, peer: this.#peer, limits, now: 0 };
			const code = handleFrame(context, frame);
			if (code !== null) this.#closed.push(code);
		});
	}

	type(text: string): void {
		// What others sent first: an editor types on what it shows.
		this.#room.flush();
		const root = this.#doc.getMap('typed');
		root.set(text, text.length);
	}

	/** Every word that was said to be stored is in the log. */
	expectStored(log: readonly Uint8Array[], seed: number): void {
		const stored = new Y.Doc();
		for (const update of log) Y.applyUpdate(stored, update);
		// Each word is one step of its clock; what others deleted was stored all the same.
		expect(Y.getState(stored.store, 99), `seed ${seed}`).toBeGreaterThanOrEqual(this.#saved());
	}

	expectEqual(room: Room, seed: number): void {
		expect(this.#closed, `seed ${seed}`).toEqual([]);
		const mine = typedIn(this.#doc);
		expect(typedIn(room.doc), `seed ${seed}`).toEqual(mine);
		expect(Object.keys(mine), `seed ${seed}`).toContain('fin');
		expect(statesOf(room), `seed ${seed}`).toEqual(
			Y.decodeStateVector(Y.encodeStateVector(this.#doc))
		);
	}

	#receive(frame: Uint8Array): void {
		// An update passed on: 0, 2, then its length and bytes.
		if (frame[0] !== 0 || frame[1] !== 2) return;
		let at = 2;
		while ((frame[at++] ?? 0) > 0x7f);
		Y.applyUpdate(this.#doc, frame.subarray(at), 'room');
	}
}

/** What was typed. Somebody who cuts a character in two leaves halves, which only memory shows. */
function typedIn(doc: Y.Doc): Record<string, unknown> {
	const text = JSON.stringify(doc.getMap('typed'));
	return JSON.parse(text, (_, value: unknown) =>
		typeof value === 'string' ? value.toWellFormed() : value
	) as Record<string, unknown>;
}

/** What the writer does: takes what waits, stores it, says so. */
function store(room: Room, log: Uint8Array[]): void {
	const taken = room.take();
	if (!taken) return;
	for (const { content } of taken.rows) log.push(content);
	room.stored(taken, room.backlog.seq + 1);
}

function statesOf(room: Room): Map<number, number> {
	return Y.decodeStateVector(Y.encodeStateVector(room.doc));
}

function collector(): () => void {
	setFlagsFromString('--expose-gc');
	return runInNewContext('gc') as () => void;
}
