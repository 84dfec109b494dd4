/** Sockets over HTTP where a load balancer sends each request to whichever node it likes. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { Post } from '../../src/lib/client/http-tunnel';
import type { Caller } from '../../src/lib/domain/caller';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { RedisBus } from '../../src/lib/server/sync/redis-bus';
import { callerFor } from '../support/builders';
import { hasRedis, Redis } from '../support/redis';
import { newDocument } from './faulty/scene';
import { readStored, wordsOf } from './faulty/stored';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { openOverHttp, openTunnel, postAs, send } from './http-clients';
import { LossyWire, type Weather } from './lossy-bus';
import { seededRandom } from './random';
import { SILENT, type ServeOptions } from './serve';

const WORDS = Number(process.env['ROUNDS'] ?? 40);
const NOTHING = new Uint8Array();

let world: World;
const clients: DocumentConnection[] = [];
const servers: RunningServer[] = [];

beforeAll(async () => {
	world = await buildWorld();
});
afterEach(async () => {
	for (const client of clients.splice(0)) client.destroy();
	await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => world.database.drop());

test('[S99][S60] each batch reaches another node than its stream: all of it is saved, and seen everywhere', async () => {
	const [one, other] = await twoNodes({});
	const document = await newDocument(world);
	const lea = keep(
		openOverHttp({ server: one, caller: world.lea, document, post: apart(one, other) })
	);
	const witness = keep(await openClient({ server: other, caller: world.lea, name: document.name }));
	await write(lea);
	await until(() => wordsOf(witness.doc).length === WORDS);
	expect(wordsOf(witness.doc)).toEqual(wordsOf(lea.doc));
	expect(await storedWords(document)).toEqual(wordsOf(lea.doc));
	expect(one.sync.measure().connections).toBe(1);
});

test('[S99][S91][I1] nodes that hear each other badly lose no edit and count none twice', async () => {
	const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
	const random = seededRandom(seed);
	const weather = { random, lost: 0.1, doubled: 0.2, delay: 20 };
	const [one, other] = await twoNodes(weather, { passedOnWithin: 100 });
	const document = await newDocument(world);
	const [here, there] = [postAs(one, world.lea), postAs(other, world.lea)];
	const post: Post = (request) =>
		request.body !== null && random() < 0.5 ? there(request) : here(request);
	const lea = keep(openOverHttp({ server: one, caller: world.lea, document, post }));
	await write(lea);
	expect(await storedWords(document), `seed ${seed}`).toEqual(wordsOf(lea.doc));
});

test('[S99][S92] another session or person takes nothing of a stream through another node, and the stream goes on', async () => {
	const [one, other] = await twoNodes({});
	const tunnel = await openTunnel(one, world.lea);
	const batch = { token: tunnel.token, number: 1, body: NOTHING };
	const elsewhere = await callerFor(world.database.owner, world.lea.profileId);
	expect(await send(postAs(other, world.amina), batch)).toBe('410');
	expect(await send(postAs(other, elsewhere), batch)).toBe('410');
	expect(await send(postAs(other, null), batch)).toBe('401');
	expect(await send(postAs(other, world.lea), batch)).toBe('200 1');
	expect(await tunnel.batch(2, NOTHING)).toBe('200 2');
	tunnel.end();
});

test('[S99] a batch of no stream is refused, and one that no node answers is to be sent again', async () => {
	const wire = new LossyWire({ ...FINE });
	const [one, other] = [await start({ bus: wire.end() }), await start({ bus: wire.end() }, 50)];
	const tunnel = await openTunnel(one, world.lea);
	const there = postAs(other, world.lea);
	expect(await send(there, { token: 'x'.repeat(32), number: 1, body: NOTHING })).toBe('410');
	expect(await send(there, { token: '../all', number: 1, body: NOTHING })).toBe('410');
	wire.cut = true;
	expect(await send(there, { token: tunnel.token, number: 1, body: NOTHING })).toBe('503');
	wire.cut = false;
	expect(await send(there, { token: tunnel.token, number: 1, body: NOTHING })).toBe('200 1');
	tunnel.end();
});

test('[S99] one person has eight batches on their way to other nodes at the most', async () => {
	const wire = new LossyWire({ ...FINE });
	const one = await start({ bus: wire.end() });
	const other = await start({ bus: wire.end() }, 1500);
	const tunnels = await Promise.all(Array.from({ length: 10 }, () => openTunnel(one, world.lea)));
	wire.cut = true;
	const said: string[] = [];
	const sent = tunnels.map(async ({ token }) => {
		said.push(await send(postAs(other, world.lea), { token, number: 1, body: NOTHING }));
	});
	// Two are not kept waiting for a node that does not answer, nor is one that comes now.
	await until(() => said.length >= 2);
	const [{ token } = { token: '' }] = tunnels;
	expect(await send(postAs(other, world.lea), { token, number: 1, body: NOTHING })).toBe('503');
	expect(said).toEqual(['503', '503']);
	await Promise.all(sent);
	expect(said).toEqual(tunnels.map(() => '503'));
	for (const tunnel of tunnels) tunnel.end();
});

describe.skipIf(!hasRedis())('over Redis', () => {
	test('[S99][S60] the same, with a stream that has only just begun', async () => {
		const redis = await Redis.start();
		const bus = (): RedisBus => new RedisBus({ url: redis.url, log: SILENT });
		const [one, other] = [await start({ bus: bus() }), await start({ bus: bus() })];
		const document = await newDocument(world);
		const lea = keep(
			openOverHttp({ server: one, caller: world.lea, document, post: apart(one, other) })
		);
		await write(lea);
		expect(await storedWords(document)).toEqual(wordsOf(lea.doc));
		const body = { number: 1, body: NOTHING };
		expect(await send(postAs(other, world.lea), { token: 'x'.repeat(32), ...body })).toBe('503');
		expect(await redis.command('dbsize')).toBe(0);
		expect(one.sync.measure().nodesHeard).toBe(true);
		await redis.kill();
		await until(() => one.sync.measure().nodesHeard === false);
	});
});

const FINE: Weather = { random: () => 1, lost: 0, doubled: 0, delay: 0 };

async function twoNodes(
	weather: Partial<Weather>,
	{ passedOnWithin = 5000 } = {}
): Promise<[RunningServer, RunningServer]> {
	const wire = new LossyWire({ ...FINE, ...weather });
	const node = (): Promise<RunningServer> => start({ bus: wire.end() }, passedOnWithin);
	return [await node(), await node()];
}

async function start(
	options: Pick<ServeOptions, 'bus'>,
	passedOnWithin = 5000
): Promise<RunningServer> {
	const server = await startServer(world.database, { ...options, limits: { passedOnWithin } });
	servers.push(server);
	return server;
}

/** Streams of one node whose batches all go to the other. */
function apart(one: RunningServer, other: RunningServer, caller: Caller = world.lea): Post {
	const [here, there] = [postAs(one, caller), postAs(other, caller)];
	return (request) => (request.body === null ? here : there)(request);
}

async function write(client: DocumentConnection): Promise<void> {
	for (let i = 0; i < WORDS; i++) {
		client.doc.getArray('words').push([`mot-${i}`]);
		await until(() => client.pending < 3, 20_000);
	}
	await until(() => isSaved(client), 20_000);
}

async function storedWords({ name }: SharedDocument): Promise<unknown[]> {
	return wordsOf(await readStored(world.database.urls.owner, name));
}

function keep(client: DocumentConnection): DocumentConnection {
	clients.push(client);
	return client;
}
