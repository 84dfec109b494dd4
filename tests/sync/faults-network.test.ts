import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { DocumentStore } from '../../src/lib/server/sync/store';
import { Crowd } from './faulty/crowd';
import { openNetwork, type Network } from './faulty/proxy';
import { expectAcknowledgedStored, expectWhole, newDocument } from './faulty/scene';
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
import { seededRandom } from './random';

/** `SEEDS` says how many random stories are told, `SEED` tells one again. */
const COUNT = Number(process.env['SEEDS'] ?? 20);
const ONE = process.env['SEED'];
const SEEDS = ONE ? [Number(ONE)] : Array.from({ length: COUNT }, (_, i) => 4000 + i);
const PEOPLE = 3;
const STEPS = 40;

let world: World;
let server: RunningServer;
let failing = false;
const networks: Network[] = [];
const clients: DocumentConnection[] = [];

/** A database that fails when told to. */
const wrap = (store: DocumentStore): DocumentStore => ({
	...store,
	append: async (batches, options) => {
		if (failing) throw new Error('database away');
		return store.append(batches, options);
	}
});

beforeAll(async () => {
	world = await buildWorld();
	const limits = { idle: 20, beat: 5, ping: 100, compactRows: 5, retryFirst: 5, retryLast: 20 };
	const free = { framesPerSecond: 1e6, framesBurst: 1e6, bytesPerSecond: 1e9 };
	server = await startServer(world.database, { limits: { ...limits, ...free }, wrap });
});
afterEach(async () => {
	failing = false;
	for (const client of clients.splice(0)) client.destroy();
	for (const network of networks.splice(0)) await network.close();
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test('[I1][I2][F7] cut again and again in the middle of a frame: everything arrives once', async () => {
	const random = seededRandom(7);
	const document = await newDocument(world);
	const network = await open();
	const { port } = network;
	const crowd = await Crowd.open({ port, document, callers: [world.lea], count: PEOPLE });
	clients.push(...crowd.clients);
	await until(() => crowd.clients.every(isSaved));
	crowd.type();
	for (let round = 0; round < 10; round++) {
		const before = crowd.acknowledged.length;
		await until(() => crowd.acknowledged.length > before);
		network.cutAfter(Math.floor(random() * 2000));
		await until(() => network.cuts() > round);
		await expectAcknowledgedStored(world.database.urls.owner, document.name, crowd);
		crowd.hurry();
	}
	await crowd.rest();
	await expectWhole(world.database.urls.owner, document.name, crowd);
});

test('[I1][I11][F7] a network that swallows everything without a word: nothing is called saved, the server forgets the dead', async () => {
	const document = await newDocument(world);
	const network = await open();
	const { port } = network;
	const crowd = await Crowd.open({ port, document, callers: [world.lea], count: PEOPLE });
	clients.push(...crowd.clients);
	await until(() => crowd.clients.every(isSaved));
	network.swallow();
	crowd.type();
	await until(() => crowd.clients.every(({ pending }) => pending > 5));
	await crowd.rest();
	// No ping is answered: the sockets are cut, and nothing of them stays.
	await until(() => server.sync.measure().connections === 0);
	expect(crowd.acknowledged).toEqual([]);
	network.heal();
	crowd.hurry();
	await expectWhole(world.database.urls.owner, document.name, crowd);
});

test.each(SEEDS)(
	'[I1][I2][I6][I11] a random story of edits, delays, cuts, swallowed bytes and a failing database (seed %i)',
	async (seed) => {
		const random = seededRandom(seed);
		const document = await newDocument(world);
		const { name } = document;
		const people = await Promise.all(
			Array.from({ length: PEOPLE }, async () => {
				const network = await open();
				if (random() < 0.3) network.delay(10, random);
				const { sync } = server;
				const url = `ws://127.0.0.1:${network.port}`;
				const client = await openClient({
					server: { url, sync },
					caller: world.lea,
					name,
					document
				});
				clients.push(client);
				return { client, network };
			})
		);
		for (let step = 0; step < STEPS; step++) {
			const person = people[Math.floor(random() * PEOPLE)];
			if (person) await act(person, random);
		}
		failing = false;
		for (const { client, network } of people) {
			network.cutAfter(Infinity);
			network.heal();
			client.retry();
		}
		const all = people.map(({ client }) => client);
		await until(() => all.every(isSaved));
		await until(() => new Set(all.map(({ doc }) => fingerprint(doc))).size === 1);
		const stored = await readStored(world.database.urls.owner, name);
		expect(all[0] && fingerprint(all[0].doc)).toBe(fingerprint(stored));
	}
);

async function act(
	{ client, network }: { client: DocumentConnection; network: Network },
	random: () => number
): Promise<void> {
	const body = client.doc.getText('body');
	const words = client.doc.getArray<string>('words');
	const dice = random();
	const at = Math.floor(random() * (body.length + 1));
	if (dice < 0.35) body.insert(at, `mot${Math.floor(random() * 100)} `);
	else if (dice < 0.45) body.delete(at, Math.min(3, body.length - at));
	else if (dice < 0.52) body.format(at, Math.min(4, body.length - at), { bold: random() < 0.5 });
	else if (dice < 0.6) words.push([`${random()}`]);
	else if (dice < 0.66) client.doc.getMap('fields').set(`k${Math.floor(random() * 3)}`, random());
	else if (dice < 0.74) network.cutAfter(Math.floor(random() * 400));
	else if (dice < 0.78) network.swallow();
	else if (dice < 0.84) network.heal();
	else if (dice < 0.88) failing = !failing;
	else if (dice < 0.94) client.retry();
	else await pause(random() * 10);
}

async function open(): Promise<Network> {
	const network = await openNetwork(server.port);
	networks.push(network);
	return network;
}
