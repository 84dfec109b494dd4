import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { CLOSE } from '../../src/lib/documents/wire';
import type { DocumentName, SharedDocument } from '../../src/lib/domain/document-name';
import type { DocumentStore } from '../../src/lib/server/sync/store';
import type { Limits } from '../../src/lib/server/sync/limits';
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
import { openRaw, roomOf, syncFrame } from './raw-client';
import { seededRandom } from './random';

/** Sockets that come back at once, and in how many documents. */
const CLIENTS = Number(process.env['CLIENTS'] ?? 300);
const DOCUMENTS = 10;
/** All are served within this time, in milliseconds, a thousand on a machine of two cores that does nothing else. */
const SERVED_WITHIN = 15_000;
const RACES = Number(process.env['ROUNDS'] ?? 20);
const SEED = Number(process.env['SEED'] ?? 1);

let world: World;
let server: RunningServer | null = null;
const clients: DocumentConnection[] = [];

beforeAll(async () => {
	world = await buildWorld();
});
afterEach(async () => {
	for (const client of clients.splice(0)) client.destroy();
	await server?.stop();
	server = null;
});
afterAll(() => world.database.drop());

test(`[S4][F16] ${CLIENTS} come back at once to a cold server: each document is read once and everybody has it`, async () => {
	const documents = await Promise.all(Array.from({ length: DOCUMENTS }, () => newDocument(world)));
	const loads: DocumentName[] = [];
	const limits = { connectionsPerPerson: CLIENTS, connectionsPerRoom: CLIENTS };
	const running = await start(limits, (store) => ({
		...store,
		load: (name) => {
			loads.push(name);
			return store.load(name);
		}
	}));
	const began = performance.now();
	const sockets = Array.from({ length: CLIENTS }, (_, i) => {
		const document = documents[i % DOCUMENTS];
		if (!document) throw new Error('no document');
		const socket = openRaw(running.url, roomOf(document), world.lea);
		socket.ws.on('open', () => socket.send(syncFrame(0, Uint8Array.of(0))));
		return socket;
	});
	const hasDocument = (frames: Uint8Array[]): boolean =>
		frames.some((frame) => frame[0] === 0 && frame[1] === 1);
	await until(() => sockets.every(({ frames }) => hasDocument(frames)), SERVED_WITHIN);
	expect(performance.now() - began).toBeLessThan(SERVED_WITHIN);
	expect(loads.toSorted()).toEqual(documents.map(({ name }) => name).toSorted());
	for (const { ws } of sockets) ws.close();
	await until(() => running.sync.measure().connections === 0);
});

test(`[I1][I2][S24][F17] ${RACES} times somebody comes while the document is being loaded, compacted or forgotten (seed ${SEED})`, async () => {
	const random = seededRandom(SEED);
	const document = await newDocument(world);
	let open = 0;
	let most = 0;
	const late = async <T>(work: () => Promise<T>): Promise<T> => {
		await pause(random() * 8);
		return work();
	};
	const running = await start({ idle: 0, beat: 2, compactRows: 0 }, (store) => ({
		...store,
		load: (name) => late(() => store.load(name)),
		compact: async (snapshot) => {
			most = Math.max(most, ++open);
			return late(() => store.compact(snapshot)).finally(() => open--);
		}
	}));
	const words: string[] = [];
	for (let round = 0; round < RACES; round++) {
		const here = await Promise.all([join(running, document), join(running, document)]);
		for (const [i, client] of here.entries()) {
			const word = `${round}-${i}`;
			words.push(word);
			client.doc.getArray('words').push([word]);
		}
		await until(() => here.every(isSaved));
		for (const client of here) client.destroy();
		await pause(random() * 12);
	}
	const stored = await readStored(world.database.urls.owner, document.name);
	expect(wordsOf(stored).toSorted()).toEqual(words.toSorted());
	expect(most).toBe(1);
	await until(() => running.sync.measure().awake + running.sync.measure().asleep === 0);
});

test('[I12][S4][F5] reading a document fails while people wait for it: they are sent away, nothing is kept', async () => {
	const document = await newDocument(world);
	let failing = true;
	const running = await start({}, (store) => ({
		...store,
		load: async (name) => {
			if (!failing) return store.load(name);
			await pause(5);
			throw new Error('database away');
		}
	}));
	const waiting = Array.from({ length: 20 }, () =>
		openRaw(running.url, roomOf(document), world.lea)
	);
	const codes = await Promise.all(waiting.map(({ closed }) => closed));
	expect(new Set(codes)).toEqual(new Set([CLOSE.databaseAway]));
	expect(waiting.flatMap(({ frames }) => frames)).toEqual([]);
	await until(() => running.sync.measure().connections === 0);
	const { awake, asleep, backlogBytes } = running.sync.measure();
	expect({ awake, asleep, backlogBytes }).toEqual({ awake: 0, asleep: 0, backlogBytes: 0 });
	failing = false;
	const client = await join(running, document);
	await until(() => isSaved(client));
	const stored = await readStored(world.database.urls.owner, document.name);
	expect(Y.encodeStateVector(client.doc)).toEqual(Y.encodeStateVector(stored));
});

async function start(
	limits: Partial<Limits>,
	wrap: (store: DocumentStore) => DocumentStore
): Promise<RunningServer> {
	server = await startServer(world.database, { limits, wrap });
	return server;
}

async function join(running: RunningServer, document: SharedDocument): Promise<DocumentConnection> {
	const { name } = document;
	const client = await openClient({ server: running, caller: world.lea, name, document });
	clients.push(client);
	return client;
}
