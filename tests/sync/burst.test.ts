import { decoding, encoding } from 'lib0';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { factsOf } from '../../src/lib/documents/facts';
import { CLOSE } from '../../src/lib/documents/wire';
import { handleFrame } from '../../src/lib/server/sync/frames';
import type { Peer } from '../../src/lib/server/sync/peer';
import type { Room } from '../../src/lib/server/sync/room';
import { CASE, limits, openPeer, openRoom } from './room-alone';
import { seededRandom } from './random';
import { syncFrame } from './raw-client';

const ROUNDS = Number(process.env['ROUNDS'] ?? 60);
const SEED = Number(process.env['SEED'] ?? 20261122);
const UPDATE = 2;

test('[S27][S21] what people type between two departures is one transaction, one frame, and one row each, then saved', () => {
	const room = roomWithText('ab');
	const transactions = countTransactions(room);
	const [lea, amina] = [new Typist(room, 11), new Typist(room, 12)];
	lea.type(1, 'L');
	amina.type(2, 'A');
	lea.type(2, 'é');
	expect(transactions.count).toBe(0);
	room.flush();
	expect(transactions.count).toBe(1);
	expect(lea.received).toHaveLength(1);
	expect([lea.saved(), amina.saved()]).toEqual([0, 0]);
	const rows = store(room);
	expect(rows.map(({ authorId }) => authorId)).toEqual(['p11', 'p12']);
	expect([lea.saved(), amina.saved()]).toEqual([2, 1]);
	expect(lea.text()).toBe(amina.text());
	expect(lea.text()).toBe('aLébA');
});

test('[S27][S14] who types alone is not sent their own words', () => {
	const room = roomWithText('ab');
	const [lea, amina] = [new Typist(room, 11), new Typist(room, 12)];
	lea.type(1, 'L');
	lea.type(2, 'é');
	room.flush();
	expect(lea.received).toHaveLength(0);
	expect(amina.text()).toBe('aLéb');
});

test.each<[string, (room: Room) => boolean]>([
	['a newcomer', (room) => textIn(room.answer(Uint8Array.of(0))).includes('L')],
	['a page being drawn', (room) => textIn(room.doc).includes('L')],
	['a compaction', (room) => textIn(room.snapshot() ?? new Uint8Array()).includes('L')],
	['a write', (room) => store(room).length === 1],
	['a meeting that closes', (room) => (room.project(), !room.backlog.empty)]
])('[S27][I5] what waits to be applied is there for %s', (_, isThere) => {
	const room = roomWithText('ab');
	new Typist(room, 11).type(1, 'L');
	expect(isThere(room)).toBe(true);
});

test('[S27][I1] somebody who leaves just after a key has it stored', () => {
	const room = roomWithText('ab');
	const lea = new Typist(room, 11);
	lea.type(1, 'L');
	room.leave(lea.peer);
	expect(room.backlog.empty).toBe(false);
	expect(store(room)).toHaveLength(1);
});

test.each<[string, number, number]>([
	['after an edit of theirs that is lost', 0, 3],
	['beside a letter that is lost', 1, 2]
])(
	'[S27][S12] what somebody types %s is not kept with the rest, nor confirmed',
	(_, lostAt, at) => {
		const room = roomWithText('ab');
		const [lea, amina] = [new Typist(room, 11), new Typist(room, 12)];
		const author = lostAt === 0 ? lea : amina;
		const [lost = new Uint8Array()] = author.write((text) => text.insert(lostAt, 'x'));
		Y.applyUpdate(lea.doc, lost);
		expect(lea.type(at, 'y')).toBeNull();
		room.flush();
		store(room);
		expect(lea.saved()).toBe(0);
		expect(lea.peer.danglingSince).not.toBeNull();
		author.send(lost);
		room.flush();
		store(room);
		expect(lea.saved()).toBe(lea.peer.frames);
		expect(textIn(room.doc)).toBe(lea.text());
		expect(lea.text()).toContain('y');
	}
);

test('[S27][S82] a text under the Yjs client of the server is refused', () => {
	const room = roomWithText('ab');
	const forger = new Typist(room, room.doc.clientID);
	expect(forger.type(1, 'x')).toBe(CLOSE.noAccess);
	expect(textIn(room.doc)).toBe('ab');
});

test('[S27][S31] a text beside a fact is undone before it leaves, and closes its author only', () => {
	const room = roomWithText('ab');
	const [forger, lea] = [new Typist(room, 11), new Typist(room, 12)];
	lea.type(1, 'L');
	const fact = factsOf(room.doc)._map.get('case');
	expect(forger.send(textBeside(fact?.id ?? Y.createID(0, 0), 11))).toBe(CLOSE.noAccess);
	room.flush();
	expect(factsOf(room.doc).get('case')).toEqual({ id: CASE });
	expect(lea.text()).toBe('aLb');
	store(room);
	expect(lea.saved()).toBe(1);
});

test('[S27][I1][I10] when what was typed cannot be applied, nothing of it is confirmed or stored, and the room is loaded again', () => {
	let broken = 0;
	const room = roomWithText('ab', () => broken++);
	const lea = new Typist(room, 11);
	room.doc.on('beforeTransaction', () => {
		throw new Error('Yjs fails');
	});
	lea.type(1, 'L');
	room.flush();
	expect(broken).toBe(1);
	expect(room.broken).toBe(true);
	expect(room.take()).toBeNull();
	expect(lea.saved()).toBe(0);
});

test(`[S27][I1][I2] whatever people mix, the log holds what they were told is saved, and all read the same (seed ${SEED})`, () => {
	for (let round = 0; round < ROUNDS; round++) {
		const seed = SEED + round;
		const random = seededRandom(seed);
		const pick = (below: number): number => Math.floor(random() * below);
		const room = roomWithText('Bonjour');
		const log: Uint8Array[] = [room.encoded()];
		const typists = [21, 22, 23].map((client) => new Typist(room, client));
		for (let step = 0; step < 80; step++) {
			const typist = typists[pick(typists.length)];
			const length = typist?.text().length ?? 0;
			const at = pick(length + 1);
			const act = pick(10);
			if (act < 6) typist?.type(at, String.fromCharCode(97 + pick(26)));
			else if (act === 6 && length > 0) typist?.do((text) => text.delete(pick(length), 1));
			else if (act === 7) typist?.do((text) => text.format(0, length, { bold: pick(2) === 0 }));
			else if (act === 8) room.flush();
			else log.push(...store(room).map(({ content }) => content));
		}
		room.flush();
		log.push(...store(room).map(({ content }) => content));
		const stored = new Y.Doc();
		for (const update of log) Y.applyUpdate(stored, update);
		expect(Y.encodeStateVector(stored), `seed ${seed}`).toEqual(Y.encodeStateVector(room.doc));
		expect(textIn(stored), `seed ${seed}`).toBe(textIn(room.doc));
		for (const typist of typists) {
			expect(typist.text(), `seed ${seed}`).toBe(textIn(room.doc));
			expect(typist.saved(), `seed ${seed}`).toBe(typist.peer.frames);
		}
		room.destroy();
	}
});

/** Somebody whose editor shows a text, and who receives what the room sends. */
class Typist {
	readonly doc = new Y.Doc();
	readonly peer: Peer;
	readonly received: Uint8Array[] = [];
	readonly saved: () => number;
	readonly #room: Room;

	constructor(room: Room, client: number) {
		this.#room = room;
		Y.applyUpdate(this.doc, room.encoded());
		this.doc.clientID = client;
		const { peer, saved } = openPeer(room, `p${client}`, (frame) => this.#receive(frame));
		this.peer = peer;
		this.saved = saved;
	}

	text(): string {
		return textIn(this.doc);
	}

	/** Types a text; returns the code with which the room closes. */
	type(at: number, text: string): number | null {
		return this.do((into) => into.insert(at, text));
	}

	do(change: (text: Y.Text) => void): number | null {
		let code: number | null = null;
		for (const update of this.write(change)) code ??= this.send(update);
		return code;
	}

	/** What a change makes of updates, not sent yet. */
	write(change: (text: Y.Text) => void): Uint8Array[] {
		const updates: Uint8Array[] = [];
		const keep = (update: Uint8Array): void => {
			updates.push(update);
		};
		this.doc.on('update', keep);
		change(textOf(this.doc));
		this.doc.off('update', keep);
		return updates;
	}

	send(update: Uint8Array): number | null {
		const context = { room: this.#room, peer: this.peer, limits, now: 0 };
		return handleFrame(context, syncFrame(UPDATE, update));
	}

	#receive(frame: Uint8Array): void {
		if (frame[0] !== 0 || frame[1] !== UPDATE) return;
		this.received.push(frame);
		Y.applyUpdate(this.doc, updateOf(frame), 'room');
	}
}

function roomWithText(words: string, onbroken: () => void = () => undefined): Room {
	const room = openRoom(`case:${CASE}`, onbroken);
	const doc = new Y.Doc();
	doc.getMap('texts').set('t', new Y.Text(words));
	room.write('p1', Y.encodeStateAsUpdate(doc));
	room.flush();
	store(room);
	return room;
}

/** Stores what waits, and returns its rows. */
function store(room: Room) {
	const taken = room.take();
	if (!taken) return [];
	room.stored(taken, room.backlog.seq + taken.rows.length);
	return taken.rows;
}

function countTransactions(room: Room): { count: number } {
	const seen = { count: 0 };
	room.doc.on('afterTransaction', () => seen.count++);
	return seen;
}

/** The first update of a Yjs client: one letter beside an item, whatever that is in. */
function textBeside(id: Y.ID, client: number): Uint8Array {
	const encoder = encoding.createEncoder();
	const WITH_ORIGIN = 0x80;
	const TEXT = 4;
	for (const each of [1, 1, client, 0]) encoding.writeVarUint(encoder, each);
	encoding.writeUint8(encoder, WITH_ORIGIN | TEXT);
	for (const each of [id.client, id.clock]) encoding.writeVarUint(encoder, each);
	encoding.writeVarString(encoder, 'x');
	encoding.writeVarUint(encoder, 0);
	return encoding.toUint8Array(encoder);
}

function updateOf(frame: Uint8Array): Uint8Array {
	const decoder = decoding.createDecoder(frame);
	decoding.readVarUint(decoder);
	decoding.readVarUint(decoder);
	return decoding.readVarUint8Array(decoder);
}

/** A text in another type, as those of editors are. */
function textOf(doc: Y.Doc): Y.Text {
	return doc.getMap('texts').get('t') as Y.Text;
}

/** The text of a document, of its encoding, or of the message that gives it. */
function textIn(source: Y.Doc | Uint8Array): string {
	if (source instanceof Y.Doc) return textOf(source).toJSON();
	const doc = new Y.Doc();
	Y.applyUpdate(doc, source[0] === 0 && source[1] === 1 ? updateOf(source) : source);
	return textOf(doc).toJSON();
}
