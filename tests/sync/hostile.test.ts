import { encoding } from 'lib0';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { CLOSE } from '../../src/lib/documents/wire';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { openRaw, presenceFrame, roomOf, syncFrame, type RawClient } from './raw-client';
import { seededRandom } from './random';
import { writeParagraph } from './writing';

let world: World;
let server: RunningServer;
let honest: DocumentConnection;
let room: string;

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database, { limits: { danglingFor: 200, beat: 50 } });
});
beforeEach(async () => {
	honest = await openClient({ server, caller: world.lea, name: world.case });
	room = roomOf(await server.sync.read(world.lea, world.case));
	await until(() => isSaved(honest));
});
afterEach(() => honest.destroy());
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

const forgedCount = (): Uint8Array => {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 1); // one client
	encoding.writeVarUint(encoder, 2 ** 31); // with that many structs
	encoding.writeVarUint(encoder, 7);
	encoding.writeVarUint(encoder, 0);
	return encoding.toUint8Array(encoder);
};

const MALFORMED: [string, () => Uint8Array][] = [
	['an empty frame', () => new Uint8Array(0)],
	['an unknown type', () => Uint8Array.of(99)],
	['an unknown step', () => syncFrame(7, Uint8Array.of(0))],
	['a forged struct count', () => syncFrame(2, forgedCount())],
	['a frame cut short', () => syncFrame(2, anUpdate()).slice(0, 12)],
	['an update of the second version', () => syncFrame(2, aSecondVersion())],
	['a state vector that ends too soon', () => syncFrame(0, Uint8Array.of(5, 1))],
	['a presence that is none', () => Uint8Array.of(1, 3, 1, 1)],
	['a document inside the document', () => syncFrame(2, aSubdocument())]
];

test.each(MALFORMED)('[I10][F10] %s closes its sender and changes nothing', async (_, frame) => {
	const before = await contentOf();
	const hostile = await openHostile();
	hostile.send(frame());
	expect(await hostile.closed).toBe(CLOSE.malformed);
	expect(await contentOf()).toBe(before);
	expect(honest.save).toBe('saved');
});

test('[I10][F10] frames cut or flipped anywhere never stop an honest client', async () => {
	const random = seededRandom(20261122);
	const whole = syncFrame(2, anUpdate());
	const frames = Array.from({ length: 150 }, (_, i) => {
		if (i < whole.length) return whole.slice(0, i);
		const flipped = whole.slice();
		const at = Math.floor(random() * flipped.length);
		flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8));
		return flipped;
	});
	for (const frame of frames) {
		const hostile = await openHostile();
		hostile.send(frame);
		hostile.ws.close();
		await hostile.closed;
	}
	writeParagraph(new CaseDocument(honest.doc).note, 'Toujours là.');
	await until(() => isSaved(honest));
});

test('[S10][F11] text, too large and too many frames are refused', async () => {
	const text = await openHostile();
	text.ws.send('texte');
	const large = await openHostile();
	large.send(syncFrame(2, new Uint8Array([0, 0])));
	large.send(new Uint8Array(1024 * 1024 + 1));
	const huge = await openHostile();
	huge.send(new Uint8Array(4 * 1024 * 1024 + 1));
	const many = await openHostile();
	for (let i = 0; i < 2000; i++) many.send(syncFrame(2, new Uint8Array([0, 0])));
	expect(await Promise.all([text.closed, large.closed, huge.closed, many.closed])).toEqual([
		CLOSE.malformed,
		CLOSE.tooBig,
		CLOSE.tooBig,
		CLOSE.abuse
	]);
	expect(honest.save).toBe('saved');
});

test('[F14] an old update sent again changes nothing and is not passed on', async () => {
	const witness = await openHostile();
	const replay = await openHostile();
	const seen = witness.frames.length;
	replay.send(syncFrame(2, Y.encodeStateAsUpdate(honest.doc)));
	await until(() => replay.frames.some((frame) => frame[0] === 121));
	expect(witness.frames.slice(seen).filter((frame) => frame[0] === 0)).toEqual([]);
	witness.ws.close();
	replay.ws.close();
});

test('[S12] an edit that depends on what nobody has is never confirmed, and ends with its sender', async () => {
	const doc = new Y.Doc();
	const text = doc.getText('t');
	text.insert(0, 'a');
	const known = Y.encodeStateVector(doc);
	text.insert(1, 'b');
	const hostile = await openHostile();
	hostile.send(syncFrame(2, Y.encodeStateAsUpdate(doc, known)));
	expect(await hostile.closed).toBe(CLOSE.malformed);
	expect(hostile.frames.some((frame) => frame[0] === 121)).toBe(false);
	writeParagraph(new CaseDocument(honest.doc).note, 'La suite.');
	await until(() => isSaved(honest));
});

test('[I9][S15][F19] presence is signed by the server, bounded, and nobody speaks for others', async () => {
	const forger = await openHostile();
	const state = JSON.stringify({
		user: { id: world.lea.profileId, firstName: 'Léa' },
		place: 'note',
		following: 'yes',
		hand: 'up',
		secret: 'x',
		__proto__: { polluted: true }
	});
	const me = 4242;
	forger.send(presenceFrame([{ clientId: me, clock: 1, state }]));
	await until(() => honest.peers.length === 1);
	expect(honest.peers[0]).toMatchObject({ following: false, hand: false });
	forger.send(presenceFrame([{ clientId: honest.doc.clientID, clock: 99, state: 'null' }]));
	forger.send(presenceFrame([{ clientId: 7, clock: 1, state }]));
	forger.send(presenceFrame([{ clientId: me, clock: 2, state: `"${'x'.repeat(5000)}"` }]));
	forger.send(
		presenceFrame([
			{ clientId: me, clock: 3, state: '{"place":"fin","following":true,"hand":true}' }
		])
	);
	await until(() => honest.peers[0]?.place === 'fin');
	expect(honest.peers).toMatchObject([
		{ id: world.amina.profileId, firstName: 'Amina', following: true, hand: true }
	]);
	expect(honest.awareness.getStates().get(me)).not.toHaveProperty('secret');
	expect([...honest.awareness.getStates().keys()].sort()).toEqual([honest.doc.clientID, me].sort());
	const crowd = Array.from({ length: 1000 }, (_, clientId) => ({
		clientId,
		clock: 1,
		state: '{}'
	}));
	forger.send(presenceFrame(crowd));
	expect(await forger.closed).toBe(CLOSE.malformed);
	await until(() => honest.peers.length === 0);
});

async function openHostile(): Promise<RawClient> {
	const client = openRaw(server.url, room, world.amina);
	await until(() => client.frames.length > 0);
	return client;
}

async function contentOf(): Promise<string> {
	return (await server.sync.read(world.lea, world.case)).state;
}

function anUpdate(): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = 12345;
	writeParagraph(new CaseDocument(doc).note, 'Une phrase.');
	return Y.encodeStateAsUpdate(doc);
}

function aSecondVersion(): Uint8Array {
	const doc = new Y.Doc();
	writeParagraph(new CaseDocument(doc).note, 'Une phrase.');
	return Y.encodeStateAsUpdateV2(doc);
}

function aSubdocument(): Uint8Array {
	const doc = new Y.Doc();
	doc.getMap('docs').set('inside', new Y.Doc());
	return Y.encodeStateAsUpdate(doc);
}
