import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { Post } from '../../src/lib/client/http-tunnel';
import { encodeBatch, ITEM, type BatchItem } from '../../src/lib/documents/http-wire';
import { CLOSE } from '../../src/lib/documents/wire';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName, SharedDocument } from '../../src/lib/domain/document-name';
import { buildCase, callerFor } from '../support/builders';
import {
	buildWorld,
	isSaved,
	newColleague,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { openOverHttp, openTunnel, postAs, send, type RawTunnel } from './http-clients';
import { seededRandom } from './random';
import { roomOf, syncFrame } from './raw-client';

/** Edits of the run with a bad network; more by hand. */
const EDITS = Number(process.env['ROUNDS'] ?? 40);

let world: World;
let server: RunningServer;
const clients: DocumentConnection[] = [];
const tunnels: RawTunnel[] = [];

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database, {
		limits: { accessChanges: 50, beat: 50, buffered: 256 * 1024, bufferedForPresence: 64 * 1024 }
	});
});
afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
	for (const tunnel of tunnels.splice(0)) tunnel.end();
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test('[S90][I2] who comes over HTTP and who comes by WebSocket write together, and see each other', async () => {
	const name = await newCase();
	const document = await server.sync.read(world.lea, name);
	const lea = keep(openOverHttp({ server, caller: world.lea, document }));
	const other = keep(openOverHttp({ server, caller: world.lea, document }));
	const bySocket = keep(await openClient({ server, caller: world.lea, name }));
	const everybody = [lea, other, bySocket];
	await until(() => everybody.every(isSaved));
	for (let i = 0; i < 30; i++) {
		for (const [who, client] of everybody.entries())
			client.doc.getArray('words').push([`${who}-${i}`]);
	}
	await until(() => everybody.every((client) => isSaved(client) && wordsOf(client).length === 90));
	expect(wordsOf(other)).toEqual(wordsOf(lea));
	expect(wordsOf(bySocket)).toEqual(wordsOf(lea));
	expect(await storedWords(name)).toEqual(wordsOf(lea));
});

test('[S90] the documents of a tab share one stream, and each hears of its own', async () => {
	const names = [await newCase(), await newCase()];
	const documents = await Promise.all(names.map((name) => server.sync.read(world.lea, name)));
	const tunnel = await open(world.lea);
	const items = documents.map((document, i) => opening(i + 1, document));
	expect(await tunnel.batch(1, [...items, ...[1, 2].map(askFor)])).toBe('200 1');
	await until(() => dataOf(tunnel, 1).length > 0 && dataOf(tunnel, 2).length > 0);
	expect(await tunnel.batch(2, [{ channel: 1, kind: ITEM.close, payload: new Uint8Array() }])).toBe(
		'200 2'
	);
	const before = dataOf(tunnel, 1).length;
	expect(await tunnel.batch(3, [askFor(1), askFor(2)])).toBe('200 3');
	await until(() => dataOf(tunnel, 2).length > 1);
	expect(dataOf(tunnel, 1)).toHaveLength(before);
});

describe('a server killed while people type over HTTP', () => {
	test('[S90][I1] SIGKILL: everything shown as saved is there, and what was not comes back', async () => {
		const name = await newCase();
		const document = await server.sync.read(world.lea, name);
		let child = await startChild();
		const url = `ws://127.0.0.1:${child.port}`;
		const lea = keep(openOverHttp({ server: { url }, caller: world.lea, document }));
		const typed: string[] = [];
		let shownSaved: string[] = [];
		const watching = new AbortController();
		const typing = (async () => {
			for (let i = 0; !watching.signal.aborted; i++) {
				typed.push(`mot-${i}`);
				lea.doc.getArray('words').push([`mot-${i}`]);
				await until(() => lea.pending < 5 || watching.signal.aborted);
				if (isSaved(lea)) shownSaved = wordsOf(lea);
			}
		})();
		await until(() => shownSaved.length > 10);
		child.process.kill('SIGKILL');
		await once(child.process, 'exit');
		watching.abort();
		await typing;
		await until(() => !isSaved(lea));
		const stored = new Set(await storedWords(name));
		expect(shownSaved.filter((word) => !stored.has(word))).toEqual([]);
		child = await startChild(child.port);
		await until(() => isSaved(lea));
		const after = await storedWords(name);
		expect(typed.filter((word) => !after.includes(word))).toEqual([]);
		expect(new Set(after).size).toBe(after.length);
		child.process.kill('SIGKILL');
		await once(child.process, 'exit');
	});
});

test('[S91][I1] requests and answers that are lost on the way lose no edit and count none twice', async () => {
	const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
	const random = seededRandom(seed);
	const name = await newCase();
	const document = await server.sync.read(world.lea, name);
	const straight = postAs(server, world.lea);
	// Six losses in a row make a pause of twelve seconds.
	const inTime = (condition: () => boolean): Promise<unknown> =>
		until(condition, 60_000).catch(() => expect.fail(`not in time, seed ${seed}`));
	let [posts, lost] = [0, 0];
	// However few batches there are, one request and one answer are lost.
	const luckOf = (post: number): number => (post === 2 ? 0 : post === 4 ? 0.15 : random());
	const post: Post = async (request) => {
		const luck = request.body === null ? 1 : luckOf(++posts);
		if (luck < 0.2) lost++;
		if (luck < 0.1) throw new Error('request lost');
		const response = await straight(request);
		if (luck < 0.2) throw new Error('answer lost');
		return response;
	};
	const lea = keep(openOverHttp({ server, caller: world.lea, document, post }));
	const witness = keep(await openClient({ server, caller: world.lea, name }));
	for (let i = 0; i < EDITS; i++) {
		lea.doc.getArray('words').push([`mot-${i}`]);
		const pending = lea.pending;
		await inTime(() => lea.pending < pending || pending < 3);
		// What is said to be stored is.
		if (isSaved(lea) && i % 10 === 0) expect(await storedWords(name)).toContain(`mot-${i}`);
	}
	await inTime(() => isSaved(lea) && wordsOf(witness).length === EDITS);
	expect(await storedWords(name), `seed ${seed}`).toEqual(wordsOf(lea));
	expect(lost, `seed ${seed}`).toBeGreaterThan(1);
}, 120_000);

test('[S91] a batch that comes twice is taken once, and one that skips a number ends the stream', async () => {
	const document = await server.sync.read(world.lea, await newCase());
	const tunnel = await open(world.lea);
	expect(await tunnel.batch(1, [opening(1, document), askFor(1)])).toBe('200 1');
	await until(() => dataOf(tunnel, 1).length > 0);
	const update = syncFrame(2, updateOf('une fois'));
	const again = [{ channel: 1, kind: ITEM.frame, payload: update }];
	expect(await tunnel.batch(2, again)).toBe('200 2');
	expect(await tunnel.batch(2, again)).toBe('200 2');
	expect(await tunnel.batch(1, again)).toBe('200 2');
	await until(() => savedOf(tunnel).length > 0);
	const other = { channel: 1, kind: ITEM.frame, payload: syncFrame(2, updateOf('deux')) };
	expect(await tunnel.batch(3, [other])).toBe('200 3');
	await until(() => savedOf(tunnel).includes(2));
	expect(savedOf(tunnel)).toEqual([1, 2]);
	expect(await tunnel.batch(5, again)).toBe('409');
	await tunnel.ended;
});

test('[S92] another origin, session or person takes nothing of a stream', async () => {
	const tunnel = await open(world.lea);
	const { token } = tunnel;
	const body = new Uint8Array();
	const batch = { token, number: 1, body };
	expect(await send(postAs(server, world.amina), batch)).toBe('410');
	const elsewhere = await callerFor(world.database.owner, world.lea.profileId);
	expect(await send(postAs(server, elsewhere), batch)).toBe('410');
	expect(await send(postAs(server, null), batch)).toBe('401');
	expect((await openTunnel(server, null)).status).toBe(401);
	const address = `${server.url.replace(/^ws/, 'http')}/collab/`;
	const cookie = encodeURIComponent(JSON.stringify(world.lea));
	const foreign = { method: 'POST', headers: { cookie, origin: 'http://evil.test' } };
	expect((await fetch(address, foreign)).status).toBe(403);
	expect((await fetch(address, { method: 'POST', headers: { cookie } })).status).toBe(403);
	expect(await tunnel.batch(1, body)).toBe('200 1');
});

test('[S90][S2] a document of others, of nothing or of another history is refused with the code of sockets', async () => {
	const document = await server.sync.read(world.lea, await newCase());
	const tunnel = await open(world.stranger);
	const rooms = [roomOf(document), 'case:nothing', 'x'.repeat(100)];
	const items = rooms.map((room, i) => opening(i + 1, room));
	expect(await tunnel.batch(1, items)).toBe('200 1');
	await until(() => rooms.every((_, i) => codeOf(tunnel, i + 1) !== null));
	expect(rooms.map((_, i) => codeOf(tunnel, i + 1))).toEqual([
		CLOSE.noAccess,
		CLOSE.notFound,
		CLOSE.notFound
	]);
	const own = await open(world.lea);
	await own.batch(1, [opening(1, { ...document, epoch: document.epoch + 1 })]);
	await until(() => codeOf(own, 1) === CLOSE.epochChanged);
});

test('[S90][S11][I3] an edit by a reader enters nothing and closes', async () => {
	const name: DocumentName = `inbox:${world.lea.profileId}`;
	const document = await server.sync.read(world.lea, name);
	expect(document.access).toBe('read');
	const tunnel = await open(world.lea);
	await tunnel.batch(1, [opening(1, document), askFor(1)]);
	await until(() => dataOf(tunnel, 1).length > 0);
	await tunnel.batch(2, [
		{ channel: 1, kind: ITEM.frame, payload: syncFrame(2, updateOf('forged')) }
	]);
	await until(() => codeOf(tunnel, 1) === CLOSE.noAccess);
	expect((await server.sync.read(world.lea, name)).state).toBe(document.state);
});

test('[S90][I4][S40] access that is withdrawn closes what came over HTTP too, and nothing more comes', async () => {
	const { caller } = await newColleague(world, true);
	const document = await server.sync.read(caller, world.case);
	const client = keep(openOverHttp({ server, caller, document }));
	const lea = keep(await openClient({ server, caller: world.lea, name: world.case }));
	await until(() => [client, lea].every(isSaved));
	await world.database.owner.query(
		'update public.circle_members set ends_at = now() where profile_id = $1',
		[caller.profileId]
	);
	await until(() => client.ended === 'no_access');
	lea.doc.getArray('words').push(['après']);
	await until(() => isSaved(lea));
	expect(wordsOf(client)).not.toContain('après');
});

test('[S93][S16][I8] a reader that does not read is cut', async () => {
	const name = await newCase();
	const document = await server.sync.read(world.lea, name);
	const abort = new AbortController();
	const { signal } = abort;
	const post = postAs(server, world.lea);
	const response = await post({ headers: {}, body: null, signal });
	const reader = response.body?.getReader();
	const first = new TextDecoder().decode((await reader?.read())?.value);
	const token = /event: ready\ndata: (.*)\n/.exec(first)?.[1] ?? '';
	const body = encodeBatch([opening(1, document), askFor(1)]);
	expect(await send(post, { token, number: 1, body })).toBe('200 1');
	const writer = keep(await openClient({ server, caller: world.lea, name }));
	await until(() => isSaved(writer));
	let status = '';
	for (let sent = 0; sent < 64 && status !== '410'; sent++) {
		writer.doc.transact(() => {
			const words = writer.doc.getArray('words');
			if (words.length > 0) words.delete(0, words.length);
			words.push(['x'.repeat(400_000)]);
		});
		await until(() => isSaved(writer));
		status = await send(post, { token, number: 1, body });
	}
	expect(status).toBe('410');
	abort.abort();
}, 60_000);

test('[S93] batches without sense, too large or too many documents are refused', async () => {
	const document = await server.sync.read(world.lea, await newCase());
	const senseless = await open(world.lea);
	expect(await senseless.batch(1, new Uint8Array([1, 1, 255, 255, 255, 127, 0]))).toBe('200 1');
	await senseless.ended;
	const large = await open(world.lea);
	expect(await large.batch(1, new Uint8Array(5 * 1024 * 1024)).catch(() => '413')).toBe('413');
	const many = await open(world.lea);
	const items = Array.from({ length: 17 }, (_, i) => opening(i + 1, document));
	expect(await many.batch(1, items)).toBe('200 1');
	await until(() => codeOf(many, 17) === CLOSE.busy);
	expect(codeOf(many, 16)).toBeNull();
});

test('[S93] one person has twenty tabs at the most', async () => {
	const { caller } = await newColleague(world, false);
	const opened = await Promise.all(Array.from({ length: 20 }, () => open(caller)));
	expect(opened.map(({ status }) => status)).toEqual(opened.map(() => 200));
	expect((await open(caller)).status).toBe(429);
	opened[0]?.end();
	await expect.poll(async () => (await open(caller)).status).toBe(200);
});

test('[S93][S17] a tab that answers no ping is cut, and one without documents is not kept', async () => {
	const strict = await startServer(world.database, {
		limits: { beat: 20, ping: 100, idle: 200 }
	});
	const document = await strict.sync.read(world.lea, await newCase());
	const silent = await openTunnel(strict, world.lea);
	await silent.batch(1, [opening(1, document)]);
	const empty = await openTunnel(strict, world.lea);
	const honest = keep(openOverHttp({ server: strict, caller: world.lea, document }));
	await until(() => isSaved(honest));
	await silent.ended;
	await empty.ended;
	expect(isSaved(honest)).toBe(true);
	honest.destroy();
	await strict.stop();
});

test('[S90][S26] a server that stops says 1012', async () => {
	const stopping = await startServer(world.database);
	const document = await stopping.sync.read(world.lea, await newCase());
	const tunnel = await openTunnel(stopping, world.lea);
	await tunnel.batch(1, [opening(1, document), askFor(1)]);
	await until(() => dataOf(tunnel, 1).length > 0);
	await stopping.stop();
	await tunnel.ended;
	expect(codeOf(tunnel, 1)).toBe(CLOSE.restart);
});

function keep(client: DocumentConnection): DocumentConnection {
	clients.push(client);
	return client;
}

async function open(caller: Caller): Promise<RawTunnel> {
	const tunnel = await openTunnel(server, caller);
	tunnels.push(tunnel);
	return tunnel;
}

function opening(channel: number, room: SharedDocument | string): BatchItem {
	const name = typeof room === 'string' ? room : roomOf(room);
	return { channel, kind: ITEM.open, payload: new TextEncoder().encode(`${name}?ack=1`) };
}

/** Asks for all that a room holds. */
function askFor(channel: number): BatchItem {
	return { channel, kind: ITEM.frame, payload: syncFrame(0, Y.encodeStateVector(new Y.Doc())) };
}

function updateOf(word: string): Uint8Array {
	const doc = new Y.Doc();
	doc.getArray('words').push([word]);
	return Y.encodeStateAsUpdate(doc);
}

/** The frames that came down for a channel. */
function dataOf(tunnel: RawTunnel, channel: number): Buffer[] {
	const frames = tunnel.read().matchAll(/(?<=^|\n)\ndata: (\d+) (\S+)(?=\n)/g);
	return [...frames]
		.filter(([, id]) => Number(id) === channel)
		.map(([, , text = '']) => Buffer.from(text, 'base64'));
}

/** The code with which a channel was closed. */
function codeOf(tunnel: RawTunnel, channel: number): number | null {
	const code = new RegExp(`event: close\\ndata: ${channel} (\\d+)\\n`).exec(tunnel.read())?.[1];
	return code === undefined ? null : Number(code);
}

/** What `saved` said on the first channel. */
function savedOf(tunnel: RawTunnel): number[] {
	return dataOf(tunnel, 1)
		.filter((frame) => frame[0] === 121)
		.map((frame) => frame[1] ?? 0);
}

function wordsOf({ doc }: { doc: Y.Doc }): string[] {
	return doc.getArray<string>('words').toArray();
}

async function newCase(): Promise<DocumentName> {
	const { id } = await buildCase(world.database.owner, {
		groupId: world.groupId,
		organizationId: world.organizationId,
		createdBy: world.lea.profileId
	});
	return `case:${id}`;
}

/** What another server finds in the tables. */
async function storedWords(name: DocumentName): Promise<string[]> {
	const reader = await startServer(world.database);
	const { state } = await reader.sync.read(world.lea, name);
	await reader.stop();
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Buffer.from(state, 'base64'));
	return wordsOf({ doc });
}

interface Child {
	process: ChildProcess;
	port: number;
}

async function startChild(port = 0): Promise<Child> {
	const { person, system } = world.database.urls;
	const file = (each: string): string => new URL(each, import.meta.url).pathname;
	const child = fork(file('child-server.ts'), [JSON.stringify({ person, system }), String(port)], {
		execArgv: ['--import', file('resolve-lib.ts')]
	});
	const [message] = (await once(child, 'message')) as [{ port: number }];
	return { process: child, port: message.port };
}
