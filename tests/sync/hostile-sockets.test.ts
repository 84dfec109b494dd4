import { randomBytes, randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { CLOSE, COLLAB_PATH } from '../../src/lib/documents/wire';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
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
import { headersOf, type ServeOptions } from './serve';
import { writeParagraph } from './writing';

const CUT = 1006;
const MIB = 1024 * 1024;

let world: World;
let server: RunningServer;
let honest: DocumentConnection;
let room: string;
const opened: RawClient[] = [];

beforeAll(async () => {
	world = await buildWorld();
});
afterEach(async () => {
	for (const { ws } of opened.splice(0)) ws.terminate();
	honest.destroy();
	await server.stop();
});
afterAll(() => world.database.drop());

/** A server with these limits, and somebody honest in the case. */
async function start(limits: ServeOptions['limits'] = {}): Promise<void> {
	server = await startServer(world.database, { limits });
	honest = await openClient({ server, caller: world.lea, name: world.case });
	room = roomOf(await server.sync.read(world.lea, world.case));
	await until(() => isSaved(honest));
}

function open(name = room): RawClient {
	const client = openRaw(server.url, name, world.amina);
	opened.push(client);
	return client;
}

async function openIn(): Promise<RawClient> {
	const client = open();
	await until(() => client.frames.length > 0);
	return client;
}

function stillServes(): Promise<unknown> {
	writeParagraph(new CaseDocument(honest.doc).note, 'Toujours là.');
	return until(() => isSaved(honest));
}

function refusals(stage: 'opening' | 'frame' | 'upgrade', code: number): number {
	return server.sync.measure().counters.refusals.get(stage)?.get(code) ?? 0;
}

function closes(code: number): number {
	return server.sync.measure().counters.closes.get(code) ?? 0;
}

async function letIn(clients: RawClient[]): Promise<number> {
	const ends = clients.map(({ closed }) => closed.then(() => false));
	const ins = clients.map(({ frames }) => until(() => frames.length > 0).then(() => true));
	const results = await Promise.all(clients.map((_, i) => Promise.race([ends[i], ins[i]])));
	return results.filter((isIn) => isIn === true).length;
}

test('[S83] a volley of sockets of one person gets no more places than one after the other', async () => {
	await start({ connectionsPerPerson: 3 });
	const volley = Array.from({ length: 12 }, () => open());
	expect(await letIn(volley)).toBe(3);
	expect(refusals('opening', CLOSE.abuse)).toBe(9);
	for (const { ws } of volley) ws.close();
	await Promise.all(volley.map(({ closed }) => closed));
	await until(() => server.sync.measure().connections === 1);
	expect(await letIn([open()])).toBe(1);
});

test('[S83] a volley of sockets on one room gets no more places than there are', async () => {
	await start({ connectionsPerRoom: 4 });
	expect(await letIn(Array.from({ length: 12 }, () => open()))).toBe(3);
	expect(refusals('opening', CLOSE.busy)).toBe(9);
});

test('[S84] a storm of sockets is let in at a bounded pace; whoever does not fit in the queue comes back', async () => {
	await start({ openingsPerSecond: 50, openingsBurst: 5, openingsWaiting: 10 });
	const storm = Array.from({ length: 40 }, () => open());
	const codes = storm.map(({ closed }) => closed);
	const entered = await letIn(storm);
	expect(entered).toBeGreaterThanOrEqual(10);
	expect(entered).toBeLessThan(40);
	expect(refusals('opening', CLOSE.busy)).toBe(40 - entered);
	for (const { ws } of storm) ws.close();
	expect(new Set(await Promise.all(codes))).toContain(CLOSE.busy);
	await stillServes();
});

test('[S3] what a socket sends before it is let in is bounded', async () => {
	await start({ openingsPerSecond: 0.001, openingsBurst: 1 });
	const early = open();
	await until(() => early.ws.readyState === WebSocket.OPEN);
	for (let i = 0; i < 100; i++) early.send(syncFrame(2, Uint8Array.of(0, 0)));
	expect(await early.closed).toBe(CLOSE.busy);
});

test('[S16][F9] a reader that asks and does not read is cut at a bounded cost, and nobody else waits', async () => {
	await start({ documentBytes: 64 * MIB });
	const text = randomBytes(300 * 1024).toString('base64');
	writeParagraph(new CaseDocument(honest.doc).note, text);
	await until(() => isSaved(honest), 20_000);
	const slow = await openIn();
	socketOf(slow).pause();
	const before = process.memoryUsage().rss;
	const cut = closes(CLOSE.busy);
	for (let i = 0; i < 60; i++) slow.send(syncFrame(0, Uint8Array.of(0)));
	await until(() => closes(CLOSE.busy) > cut);
	expect(process.memoryUsage().rss - before).toBeLessThan(48 * MIB);
	await stillServes();
});

test('[S17] a socket that answers no ping is cut', async () => {
	await start({ ping: 60, beat: 20 });
	const url = `${server.url}${COLLAB_PATH}${room}?ack=1`;
	const ws = new WebSocket(url, { headers: headersOf(world.amina), autoPong: false });
	const closed = new Promise<number>((resolve) => ws.on('close', resolve));
	expect(await closed).toBe(CUT);
	await until(() => closes(CUT) > 0);
	await stillServes();
});

test('[S10][F11] frames in pieces and frames that claim to be compressed are bounded', async () => {
	await start();
	const pieces = await openIn();
	for (let i = 0; i < 80; i++) pieces.ws.send(new Uint8Array(64 * 1024), { fin: i === 79 });
	const claiming = await openIn();
	// FIN, RSV1 ("compressed"), binary; masked, two bytes.
	socketOf(claiming).write(Buffer.from([0xc2, 0x82, 0, 0, 0, 0, 0x78, 0x9c]));
	expect([await pieces.closed, await claiming.closed]).toEqual([CLOSE.tooBig, 1002]);
	await stillServes();
});

test('[S15][F19] a flood of presences costs one place, whatever ids and sizes it claims', async () => {
	await start({ presencePerSecond: 1e6, bytesPerSecond: 1e9 });
	const flood = await openIn();
	for (let frame = 0; frame < 400; frame++) {
		flood.send(
			presenceFrame(
				Array.from({ length: 250 }, (_, i) => ({
					clientId: frame * 250 + i,
					clock: 1,
					state: '{"__proto__":{"place":"x"}}'
				}))
			)
		);
	}
	flood.send(
		presenceFrame([{ clientId: 0, clock: 9, state: `{"place":"${'x'.repeat(MIB / 2)}"}` }])
	);
	flood.send(presenceFrame([{ clientId: 0, clock: 10, state: '{"place":"fin"}' }]));
	await until(() => honest.peers.some(({ place }) => place === 'fin'));
	expect(honest.peers).toHaveLength(1);
	expect([...honest.awareness.getStates().keys()]).toHaveLength(2);
	expect(({} as { place?: string }).place).toBeUndefined();
	await stillServes();
});

test('[S2][F12] names of rooms that are none make nothing', async () => {
	await start();
	const documents = (): Promise<number> => count(world);
	const before = await documents();
	const id = randomUUID();
	const names = [
		'..%2f',
		'case:..%2f..%2fetc.1',
		'*',
		'case:%00.1',
		world.case,
		`${world.case}.0`,
		`${world.case}.1e3`,
		`${world.case}.99999999999999999999`,
		`case:${id.toUpperCase()}.1`,
		'x'.repeat(10_000)
	];
	const codes = await Promise.all(names.map((name) => open(name).closed));
	expect(codes).toEqual(names.map(() => CLOSE.notFound));
	expect(await open(`case:${id}.1`).closed).toBe(CLOSE.noAccess);
	expect(await open(`board:${id}.1`).closed).toBe(CLOSE.noAccess);
	expect(await open(`${world.case}.2`).closed).toBe(CLOSE.epochChanged);
	expect(await documents()).toBe(before);
});

test('[S86] what is counted is what happened', async () => {
	await start();
	const stranger = openRaw(server.url, room, null);
	expect(await stranger.closed).toBe(CLOSE.signedOut);
	const one = await openIn();
	one.send(Uint8Array.of(99));
	expect(await one.closed).toBe(CLOSE.malformed);
	await until(() => closes(CLOSE.malformed) === 1);
	const measures = server.sync.measure();
	const { counters, peers, connections, backlogBytes, oldestUnsaved } = measures;
	expect(refusals('frame', CLOSE.malformed)).toBe(1);
	expect(refusals('opening', CLOSE.signedOut)).toBe(1);
	expect(closes(CLOSE.signedOut)).toBe(1);
	expect(measures.awake + measures.asleep).toBe(1);
	expect({ peers, connections, backlogBytes, oldestUnsaved }).toEqual({
		peers: 1,
		connections: 1,
		backlogBytes: 0,
		oldestUnsaved: 0
	});
	expect(counters.asked - counters.letIn).toBe(1);
	expect(counters.store.open.count).toBe(2 + 2);
	expect(counters.bytesIn).toBeGreaterThan(0);
	expect(counters.framesIn.other).toBe(1);
});

/** The TCP socket under a client. */
function socketOf({ ws }: RawClient): Socket {
	return (ws as unknown as { _socket: Socket })._socket;
}

async function count({ database }: World): Promise<number> {
	const { rows } = await database.owner.query<{ count: string }>(
		'select count(*) from public.documents'
	);
	return Number(rows[0]?.count);
}
