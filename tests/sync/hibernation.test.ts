import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { factsOf } from '../../src/lib/documents/facts';
import { plainTextOf } from '../../src/lib/documents/rich-text';
import { handleFrame } from '../../src/lib/server/sync/frames';
import { LIMITS } from '../../src/lib/server/sync/limits';
import { Peer } from '../../src/lib/server/sync/peer';
import { Room } from '../../src/lib/server/sync/room';
import { syncFrame } from './raw-client';
import { writeParagraph } from './writing';

const CASE = 'case:00000000-0000-4000-8000-000000000001';
const FACTS = { case: { caseId: 'c', firstName: 'Sacha' }, circle: ['a', 'b'] };
/** Long enough that what comes back with something builds the document instead of reading its encoding. */
const LONG = 80_000;

let clock = 1_000_000;

test('[S70] a room gives its document back once silent, stored and passed on, not before', () => {
	const room = roomOf(noteSaying('Bonjour'));
	room.writeFacts(FACTS);
	const awake = room.encoded();
	room.rest();
	expect(room.asleep).toBe(false);
	clock += LIMITS.hibernateAfter;
	room.rest();
	expect(room.asleep).toBe(false);
	room.flush();
	room.rest();
	expect(room.asleep).toBe(false);
	store(room);
	room.rest();
	expect(room.asleep).toBe(true);
	expect(room.encoded()).toEqual(awake);
});

test('[S70][S12] a room that waits for what an edit depends on stays awake', () => {
	const room = roomOf(noteSaying('Bonjour'));
	const peer = peerIn(room);
	const doc = copyOf(room);
	doc.getText('t').insert(0, 'a');
	const before = Y.encodeStateVector(doc);
	doc.getText('t').insert(1, 'b');
	send(room, peer, 2, Y.encodeStateAsUpdate(doc, before));
	clock += LIMITS.hibernateAfter;
	room.rest();
	expect(room.asleep).toBe(false);
	expect(room.snapshot()).toBeNull();
});

test('[S71] a snapshot that is all there is is served without being built; facts that differ build it', () => {
	const doc = noteSaying('Bonjour');
	for (const [key, value] of Object.entries(FACTS)) factsOf(doc).set(key, value);
	const same = roomOf(doc, { tailRows: 0 });
	same.writeFacts({ circle: FACTS.circle, case: FACTS.case });
	expect(same.asleep).toBe(true);
	const other = roomOf(doc, { tailRows: 0 });
	other.writeFacts({ ...FACTS, circle: ['a'] });
	expect(other.asleep).toBe(false);
	expect(factsOf(copyOf(other)).get('circle')).toEqual(['a']);
});

test.each([
	['short', 'Bonjour'],
	['long', 'Bonjour '.repeat(LONG / 8)]
])('[S72][I2] newcomers and those who come back are served while a %s note sleeps', (_, text) => {
	const doc = noteSaying(text);
	doc.getText('t').insert(0, 'abc');
	doc.getText('t').delete(0, 2);
	const before = Y.encodeStateVector(doc);
	doc.getText('t').insert(0, 'd');
	const room = roomOf(doc, { tailRows: 0 });
	const newcomer = peerIn(room);
	expect(receivedBy(newcomer)).toEqual(Y.encodeStateVector(doc));
	send(room, newcomer, 0, Uint8Array.of(0));
	const built = new Y.Doc();
	Y.applyUpdate(built, receivedBy(newcomer));
	expect(Y.encodeStateAsUpdate(built)).toEqual(Y.encodeStateAsUpdate(doc));
	send(room, newcomer, 1, Uint8Array.of(0, 0));
	const back = peerIn(room);
	send(room, back, 0, before);
	const older = new Y.Doc();
	Y.applyUpdate(older, Y.encodeStateAsUpdate(doc));
	Y.applyUpdate(older, receivedBy(back));
	expect(older.getText('t').toJSON()).toBe('dc');
	expect(room.asleep).toBe(true);
	// Whoever comes back sends all that they deleted: it is there already.
	send(room, back, 1, Y.encodeStateAsUpdate(doc));
	expect(back.peer.held).toBe(1);
	expect(room.asleep).toBe(text.length < LONG);
});

test('[S73][I2] the first edit wakes a room and is on top of what it held', () => {
	const room = roomOf(noteSaying('Bonjour'), { tailRows: 0 });
	const [writer, reader] = [peerIn(room), peerIn(room)];
	const doc = copyOf(room);
	const before = Y.encodeStateVector(doc);
	writeParagraph(new CaseDocument(doc).note, 'à tous');
	send(room, writer, 2, Y.encodeStateAsUpdate(doc, before));
	expect(room.asleep).toBe(false);
	room.flush();
	expect(reader.sent.at(-1)).toEqual(syncFrame(2, Y.encodeStateAsUpdate(doc, before)));
	expect(plainTextOf(new CaseDocument(copyOf(room)).note)).toBe('Bonjour\nà tous');
	expect(store(room)).toMatchObject({ text: 'Bonjour\nà tous' });
	expect(writer.peer.unconfirmed).toBe(false);
});

test('[S73] what wakes with an edit projects only what changed since it fell asleep', () => {
	const room = roomOf(noteSaying('Bonjour'));
	const writer = peerIn(room);
	type(room, writer, 'un');
	expect(store(room)).toHaveProperty('mentions');
	fallAsleep(room);
	type(room, writer, 'deux');
	expect(store(room)).toEqual({ text: 'Bonjour\nun\ndeux' });
});

test('[S74][S30] facts that say the same let it sleep; others wake it and are told', () => {
	const room = roomOf(noteSaying('Bonjour'));
	room.writeFacts(FACTS);
	fallAsleep(room);
	const reader = peerIn(room);
	room.writeFacts({ ...FACTS });
	expect(room.asleep).toBe(true);
	room.writeFacts({ ...FACTS, circle: ['b'] });
	room.flush();
	expect(room.asleep).toBe(false);
	const seen = copyOf(room);
	expect(factsOf(seen).get('circle')).toEqual(['b']);
	expect(reader.sent.at(-1)?.subarray(0, 2)).toEqual(Uint8Array.of(0, 2));
});

test('[S74] facts written after each sleep are written by the same Yjs client', () => {
	const room = roomOf(noteSaying('Bonjour'));
	for (let i = 0; i < 5; i++) {
		room.writeFacts({ ...FACTS, circle: [`${i}`] });
		fallAsleep(room);
	}
	expect(Y.decodeStateVector(Y.encodeStateVector(copyOf(room))).size).toBe(2);
});

test('[S75][S31] what belongs to the server is still repaired after a sleep', () => {
	const room = roomOf(noteSaying('Bonjour'));
	room.writeFacts(FACTS);
	fallAsleep(room);
	const forger = peerIn(room);
	const doc = copyOf(room);
	const before = Y.encodeStateVector(doc);
	factsOf(doc).set('circle', ['forger']);
	expect(send(room, forger, 2, Y.encodeStateAsUpdate(doc, before))).toBe(4403);
	expect(factsOf(copyOf(room)).get('circle')).toEqual(FACTS.circle);
});

test('[I7][S70] deleted text is not in what sleeps', () => {
	const room = roomOf(noteSaying('Bonjour'));
	const writer = peerIn(room);
	const doc = copyOf(room);
	doc.on('update', (update: Uint8Array) => send(room, writer, 2, update));
	doc.getText('t').insert(0, 'zygomatique');
	doc.getText('t').delete(0, 11);
	fallAsleep(room);
	expect(Buffer.from(room.encoded()).includes('zygomatique')).toBe(false);
	expect(room.backlog.deletedSince).not.toBeNull();
	expect(room.snapshot()).toEqual(room.encoded());
});

function noteSaying(text: string): Y.Doc {
	const doc = new Y.Doc();
	writeParagraph(new CaseDocument(doc).note, text);
	return doc;
}

function roomOf(doc: Y.Doc, { tailRows } = { tailRows: 1 }): Room {
	const stored = { documentId: 1, epoch: 1, seq: 1, tailRows, tailBytes: 0, written: false };
	return new Room({
		name: CASE,
		stored: { ...stored, updates: [Y.encodeStateAsUpdate(doc)] },
		limits: LIMITS,
		now: () => clock,
		onpending: () => undefined,
		onbroken: () => undefined
	});
}

interface Seat {
	peer: Peer;
	sent: Uint8Array[];
}

function peerIn(room: Room): Seat {
	const sent: Uint8Array[] = [];
	const peer = new Peer({
		caller: { profileId: 'p', sessionId: 's' } as Peer['caller'],
		identity: { id: 'p', firstName: 'A', lastName: 'B', color: 1 },
		access: 'write',
		socket: {
			bufferedAmount: 0,
			send: (bytes) => sent.push(bytes),
			ping: () => undefined,
			close: () => undefined,
			terminate: () => undefined
		},
		limits: LIMITS,
		acks: true,
		now: clock
	});
	room.join(peer);
	return { peer, sent };
}

function send(room: Room, { peer }: Seat, step: number, payload: Uint8Array): number | null {
	const frame = Buffer.from(syncFrame(step, payload));
	return handleFrame({ room, peer, limits: LIMITS, now: clock }, frame);
}

/** What the last sync frame that somebody received carries. */
function receivedBy({ sent }: Seat): Uint8Array {
	const frame = sent.findLast((bytes) => bytes[0] === 0) ?? new Uint8Array();
	let at = 2;
	while ((frame[at] ?? 0) >= 0x80) at++;
	return frame.subarray(at + 1);
}

function type(room: Room, seat: Seat, text: string): void {
	const doc = copyOf(room);
	const before = Y.encodeStateVector(doc);
	writeParagraph(new CaseDocument(doc).note, text);
	send(room, seat, 2, Y.encodeStateAsUpdate(doc, before));
}

/** Stores what waits, as the writer does; returns what it projects. */
function store(room: Room): unknown {
	const taken = room.take();
	if (taken) room.stored(taken, room.backlog.seq + 1);
	return taken?.projection;
}

function fallAsleep(room: Room): void {
	room.flush();
	store(room);
	clock += LIMITS.hibernateAfter;
	room.rest();
	expect(room.asleep).toBe(true);
}

function copyOf(room: Room): Y.Doc {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, room.encoded());
	return doc;
}

test('[S76][S33] while people write on, words are stored at once and the tables are told now and then', async () => {
	const room = roomOf(noteSaying('Bonjour'));
	const writer = peerIn(room);
	type(room, writer, 'un');
	expect(store(room)).toMatchObject({ text: 'Bonjour\nun' });
	type(room, writer, 'deux');
	expect(store(room)).toBeNull();
	expect(writer.peer.unconfirmed).toBe(false);
	expect(room.backlog.empty).toBe(true);
	clock += LIMITS.hibernateAfter;
	room.rest();
	expect(room.asleep).toBe(false);
	await expect.poll(() => room.backlog.empty).toBe(false);
	const taken = room.take();
	expect(taken?.projection).toEqual({ text: 'Bonjour\nun\ndeux' });
	expect(taken?.rows).toEqual([{ content: Uint8Array.of(0, 0), authorId: 'p' }]);
});

test('[S76] whoever needs the tables to know is not made to wait', () => {
	const room = roomOf(noteSaying('Bonjour'));
	const writer = peerIn(room);
	type(room, writer, 'un');
	store(room);
	type(room, writer, 'deux');
	store(room);
	room.project();
	expect(store(room)).toEqual({ text: 'Bonjour\nun\ndeux' });
	room.project();
	expect(room.backlog.empty).toBe(true);
});
