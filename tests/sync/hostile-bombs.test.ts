import { encoding } from 'lib0';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CLOSE, type CloseCode } from '../../src/lib/documents/wire';
import { handleFrame } from '../../src/lib/server/sync/frames';
import type { Room } from '../../src/lib/server/sync/room';
import { scanUpdate } from '../../src/lib/server/sync/scan';
import { presenceFrame, syncFrame } from './raw-client';
import { CASE, limits, openPeer, openRoom } from './room-alone';

let room: Room;
let clients = 100;

beforeEach(() => {
	room = openRoom(`case:${CASE}`);
});
afterEach(() => room.destroy());

/** What the server does with an update of somebody new. */
function send(update: Uint8Array): CloseCode | null {
	const { peer } = openPeer(room, 'attacker');
	const code = handleFrame({ room, peer, limits, now: 0 }, syncFrame(2, update));
	if (code !== null) {
		peer.close(code);
		room.leave(peer);
	}
	return code;
}

/** One client and its structs, written by hand. */
function handmade(count: number, write: (out: encoding.Encoder) => void): Uint8Array {
	const out = encoding.createEncoder();
	for (const n of [1, count, clients++, 0]) encoding.writeVarUint(out, n);
	write(out);
	encoding.writeVarUint(out, 0);
	return encoding.toUint8Array(out);
}

/** An item in a root, without its content. */
function inRoot(out: encoding.Encoder, kind: number, root = 'note'): void {
	encoding.writeUint8(out, kind);
	encoding.writeVarUint(out, 1);
	encoding.writeVarString(out, root);
}

function deepValue(depth: number, innermost: (out: encoding.Encoder) => void): Uint8Array {
	return handmade(1, (out) => {
		inRoot(out, 8);
		encoding.writeVarUint(out, 1);
		for (let i = 0; i < depth; i++) {
			encoding.writeUint8(out, 117);
			encoding.writeVarUint(out, 1);
		}
		innermost(out);
	});
}

const nothing = (out: encoding.Encoder): void => encoding.writeUint8(out, 126);

const BOMBS: [string, () => Uint8Array][] = [
	['values 33 deep', () => deepValue(33, nothing)],
	['values 300,000 deep', () => deepValue(300_000, nothing)],
	[
		'JSON 100,000 deep',
		() =>
			handmade(1, (out) => {
				inRoot(out, 5);
				encoding.writeVarString(out, '['.repeat(100_000) + ']'.repeat(100_000));
			})
	],
	[
		'a whole number that JSON cannot say',
		() =>
			deepValue(1, (out) => {
				encoding.writeUint8(out, 122);
				encoding.writeBigInt64(out, 1n);
			})
	],
	[
		'a million tiny structs',
		() =>
			handmade(1_000_000, (out) => {
				for (let i = 0; i < 1_000_000; i++) encoding.writeUint16(out, 0x01_00);
			})
	],
	[
		'many root types',
		() =>
			handmade(40, (out) => {
				for (let i = 0; i < 40; i++) {
					inRoot(out, 4, `root ${i}`);
					encoding.writeVarString(out, 'x');
				}
			})
	],
	[
		'an empty struct',
		() =>
			handmade(1, (out) => {
				inRoot(out, 4);
				encoding.writeVarString(out, '');
			})
	],
	[
		'a clock out of range',
		() =>
			handmade(2, (out) => {
				for (let i = 0; i < 2; i++) {
					encoding.writeUint8(out, 0);
					encoding.writeVarUint(out, 2 ** 53 - 1);
				}
			})
	],
	[
		'an object that would be bytes',
		() =>
			deepValue(0, (out) => {
				encoding.writeUint8(out, 118);
				encoding.writeVarUint(out, 1);
				encoding.writeVarString(out, '__proto__');
				encoding.writeUint8(out, 116);
				encoding.writeVarUint8Array(out, Uint8Array.of(1, 2));
			})
	],
	['bytes after the end', () => Uint8Array.of(0, 0, 0)],
	['types 100 deep', () => nested(100)]
];

test.each(BOMBS)('[S81][F10] %s: refused at little cost, before anything is kept', (_, bomb) => {
	const update = bomb();
	const before = room.encoded().slice();
	const heap = process.memoryUsage().heapUsed;
	const { user } = process.cpuUsage();
	expect(send(update)).toBe(CLOSE.malformed);
	expect((process.cpuUsage().user - user) / 1000).toBeLessThan(100);
	expect(process.memoryUsage().heapUsed - heap).toBeLessThan(24 * 1024 * 1024);
	expect(room.encoded()).toEqual(before);
});

test('[S81] types may nest 64 deep, sent at once or one by one, and no deeper', () => {
	expect(send(nested(64))).toBeNull();
	const doc = new Y.Doc();
	Y.applyUpdate(doc, room.encoded());
	let inner = doc.getArray<Y.Array<unknown>>('deep') as Y.Array<unknown>;
	const codes: (CloseCode | null)[] = [];
	doc.on('update', (update: Uint8Array) => codes.push(send(update)));
	for (let depth = 1; depth <= 65; depth++) {
		const next = new Y.Array<unknown>();
		inner.push([next]);
		inner = next;
	}
	expect(codes.slice(0, 64)).toEqual(Array(64).fill(null));
	expect(codes[64]).toBe(CLOSE.malformed);
});

test('[S81] a type that hangs on something unknown is asked again, whole', () => {
	const doc = new Y.Doc();
	const outer = new Y.Array<unknown>();
	doc.getArray('deep').push([outer]);
	const known = Y.encodeStateVector(doc);
	outer.push([new Y.Array()]);
	expect(send(Y.encodeStateAsUpdate(doc, known))).toBe(CLOSE.busy);
	expect(send(Y.encodeStateAsUpdate(doc))).toBeNull();
});

test('[S82][F14] nobody writes under the Yjs client of somebody else, here or gone, nor of the server', () => {
	const doc = new Y.Doc();
	doc.getMap('typed').set('a', 1);
	const theirs = openPeer(room, 'honest');
	const from = (peer: typeof theirs.peer, frame: Uint8Array): CloseCode | null =>
		handleFrame({ room, peer, limits, now: 0 }, frame);
	const here = presenceFrame([{ clientId: doc.clientID, clock: 1, state: '{}' }]);
	expect(from(theirs.peer, here)).toBeNull();
	expect(from(theirs.peer, syncFrame(2, Y.encodeStateAsUpdate(doc)))).toBeNull();
	expect(send(Y.encodeStateAsUpdate(doc))).toBeNull(); // What is known already is no harm.
	const forged = new Y.Doc();
	Y.applyUpdate(forged, Y.encodeStateAsUpdate(doc));
	forged.clientID = doc.clientID;
	forged.getMap('typed').set('b', 'not theirs');
	expect(send(Y.encodeStateAsUpdate(forged))).toBe(CLOSE.noAccess);
	room.leave(theirs.peer);
	expect(send(Y.encodeStateAsUpdate(forged))).toBe(CLOSE.noAccess);
	const servers = new Y.Doc();
	Y.applyUpdate(servers, room.encoded());
	servers.clientID = room.doc.clientID;
	servers.getMap('typed').set('c', 'not the server’s');
	expect(send(Y.encodeStateAsUpdate(servers))).toBe(CLOSE.noAccess);
	expect(room.doc.getMap('typed').toJSON()).toEqual({ a: 1 });
});

test('[S80] what Yjs writes is read as it reads it', () => {
	const doc = new Y.Doc();
	const text = doc.getText('t');
	text.insert(0, 'des mots 😀', { bold: true });
	text.insertEmbed(3, { image: 'x' });
	text.delete(1, 2);
	doc.getMap('m').set('k', { a: [1, 'é', null, true, 1.5, undefined, new Uint8Array(3)] });
	doc.getXmlFragment('x').push([new Y.XmlElement('p'), new Y.XmlText('é')]);
	const update = Y.encodeStateAsUpdate(doc);
	const { ends, deletes, makesTypes, roots } = scanUpdate(update, limits);
	expect(ends).toEqual(Y.parseUpdateMeta(update).to);
	expect(deletes).toEqual([{ client: doc.clientID, clock: 2, length: 2 }]);
	expect(makesTypes).toBe(true);
	expect([...roots].sort()).toEqual(['m', 't', 'x']);
});

function nested(depth: number): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = clients++;
	let inner: Y.Array<unknown> = doc.getArray('deep');
	for (let i = 0; i < depth; i++) {
		const next = new Y.Array<unknown>();
		inner.push([next]);
		inner = next;
	}
	return Y.encodeStateAsUpdate(doc);
}
