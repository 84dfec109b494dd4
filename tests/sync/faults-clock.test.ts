import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { Limits } from '../../src/lib/server/sync/limits';
import { newDocument } from './faulty/scene';
import { fingerprint, readStored } from './faulty/stored';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { openRaw, roomOf, type RawClient } from './raw-client';

const HOUR = 3_600_000;
/** Each stall of the event loop, in milliseconds, and how many there are. */
const STALL = 200;
const STALLS = 8;

let world: World;
let server: RunningServer | null = null;
const clients: DocumentConnection[] = [];
const sockets: RawClient[] = [];

/** How far the clock of the machine is ahead, in milliseconds. */
let ahead = 0;
const real = Date.now;

beforeAll(async () => {
	vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
	world = await buildWorld();
});
afterEach(async () => {
	ahead = 0;
	for (const client of clients.splice(0)) client.destroy();
	for (const { ws } of sockets.splice(0)) ws.terminate();
	await server?.stop();
	server = null;
});
afterAll(() => {
	vi.restoreAllMocks();
	return world.database.drop();
});

test.each([
	['forward', [HOUR, HOUR]],
	['back', [-HOUR]],
	['back and forth', [HOUR, -2 * HOUR, HOUR]]
])(
	'[I11][F22] the clock of the machine jumps %s: nobody is cut or forgotten, all is acknowledged',
	async (_, jumps) => {
		const limits = { beat: 10, keepalive: 40, ping: 60, recheck: 100, idle: 50 };
		const running = await start(limits);
		const document = await newDocument(world);
		const client = await openClient({ server: running, caller: world.lea, name: document.name });
		clients.push(client);
		// Alone in its document, whose only frames are those of the clock.
		const silent = openRaw(running.url, roomOf(await newDocument(world)), world.lea);
		sockets.push(silent);
		await until(() => isSaved(client) && silent.frames.length > 0);
		let cut = false;
		void silent.closed.then(() => (cut = true));
		for (const jump of jumps) {
			ahead += jump;
			const heard = silent.frames.length;
			// Something is said to the silent one, as before: keepalives go on.
			await until(() => silent.frames.length >= heard + 3, 5_000);
			client.doc.getText('body').insert(0, 'mot ');
			expect(isSaved(client)).toBe(false);
			await until(() => isSaved(client), 5_000);
		}
		expect(cut).toBe(false);
		const stored = await readStored(world.database.urls.owner, document.name);
		expect(fingerprint(stored)).toBe(fingerprint(client.doc));
		// The room is forgotten when everybody has left, whatever the clock says.
		silent.ws.close();
		client.destroy();
		await until(() => running.sync.measure().awake + running.sync.measure().asleep === 0, 5_000);
	}
);

test(`[I11][F22] an event loop that stalls ${STALLS} times: nobody is cut, what is acknowledged is stored`, async () => {
	const limits = { beat: 10, keepalive: 40, ping: 500 };
	const running = await start(limits);
	const document = await newDocument(world);
	const { name } = document;
	const client = await openClient({ server: running, caller: world.lea, name });
	clients.push(client);
	const silent = openRaw(running.url, roomOf(document), world.lea);
	sockets.push(silent);
	await until(() => isSaved(client) && silent.frames.length > 0);
	let cut = false;
	void silent.closed.then(() => (cut = true));
	for (let i = 0; i < STALLS; i++) {
		client.doc.getText('body').insert(0, `${i} `);
		stall(STALL);
		await until(() => isSaved(client));
		const stored = await readStored(world.database.urls.owner, name);
		expect(fingerprint(stored)).toBe(fingerprint(client.doc));
	}
	expect(cut).toBe(false);
});

async function start(limits: Partial<Limits>): Promise<RunningServer> {
	server = await startServer(world.database, { limits });
	return server;
}

function stall(milliseconds: number): void {
	const end = performance.now() + milliseconds;
	while (performance.now() < end);
}
