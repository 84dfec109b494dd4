import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { startChild, type Child } from './faulty/child-process';
import { Crowd } from './faulty/crowd';
import { expectAcknowledgedStored, expectWhole, newDocument } from './faulty/scene';
import { buildWorld, isSaved, until, type World } from './harness';
import { seededRandom } from './random';

/** How many times the server is killed, and what chance begins with. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
/** Of these, how many while its log is being compacted. */
const COMPACTIONS = Math.ceil(ROUNDS / 2);
const SEED = Number(process.env['SEED'] ?? 1);
const PEOPLE = 10;
/** A kill comes at a random moment within this time, in milliseconds. */
const KILLED_WITHIN = 250;
const STOPPED_WITHIN = 25_000;

let world: World;
let child: Child | null = null;
let crowd: Crowd | null = null;

beforeAll(async () => {
	world = await buildWorld();
});
afterEach(async () => {
	await crowd?.leave();
	await child?.end('SIGKILL');
});
afterAll(() => world.database.drop());

test(
	`[I1][I2][I6][I11][F1][F8] killed ${ROUNDS} times while ten people type: what was acknowledged is stored, the rest comes back (seed ${SEED})`,
	{ timeout: 30_000 + ROUNDS * 8_000 },
	async () => {
		const random = seededRandom(SEED);
		const document = await newDocument(world);
		const { server: first, people } = await open(document);
		let server = first;
		let acknowledgedByKilled = 0;
		for (let round = 0; round < ROUNDS; round++) {
			const before = people.acknowledged.length;
			people.type();
			await until(() => people.acknowledged.length > before);
			await pause(random() * KILLED_WITHIN);
			await server.end('SIGKILL');
			await people.rest();
			acknowledgedByKilled += people.acknowledged.length - before;
			expect(people.acknowledged.length).toBeLessThan(people.typed.length);
			await expectAcknowledgedStored(world.database.urls.owner, document.name, people);
			server = child = await startChild({ urls: world.database.urls, port: server.port });
			people.hurry();
			await expectWhole(world.database.urls.owner, document.name, people);
		}
		expect(acknowledgedByKilled).toBeGreaterThan(ROUNDS);
	}
);

test(
	`[I1][I6][F1][S25] killed ${COMPACTIONS} times while a log is being compacted: nothing is lost or there twice (seed ${SEED})`,
	{ timeout: 30_000 + COMPACTIONS * 8_000 },
	async () => {
		const random = seededRandom(SEED);
		const document = await newDocument(world);
		// Compacts at each beat.
		const limits = { compactRows: 1, beat: 5 };
		const { server: first, people } = await open(document, limits);
		let server = first;
		for (let round = 0; round < COMPACTIONS; round++) {
			const before = people.acknowledged.length;
			people.type();
			await until(() => people.acknowledged.length > before);
			await pause(random() * KILLED_WITHIN);
			await server.end('SIGKILL');
			await people.rest();
			await expectAcknowledgedStored(world.database.urls.owner, document.name, people);
			server = child = await startChild({ urls: world.database.urls, port: server.port, limits });
			people.hurry();
			await expectWhole(world.database.urls.owner, document.name, people);
		}
	}
);

test('[I1][F2][S26] told to stop under load, the server ends in time and whatever it took is stored', async () => {
	const document = await newDocument(world);
	const { server, people } = await open(document);
	people.type();
	await until(() => people.acknowledged.length > 200);
	const asked = Date.now();
	expect(await server.end('SIGTERM')).toBe(0);
	expect(Date.now() - asked).toBeLessThan(STOPPED_WITHIN);
	await people.rest();
	await expectAcknowledgedStored(world.database.urls.owner, document.name, people);
	child = await startChild({ urls: world.database.urls, port: server.port });
	people.hurry();
	await expectWhole(world.database.urls.owner, document.name, people);
});

async function open(
	document: SharedDocument,
	limits = {}
): Promise<{ server: Child; people: Crowd }> {
	const server = await startChild({ urls: world.database.urls, limits });
	child = server;
	const callers = [world.lea];
	const people = await Crowd.open({ port: server.port, document, callers, count: PEOPLE });
	crowd = people;
	await until(() => people.clients.every(isSaved));
	return { server, people };
}
