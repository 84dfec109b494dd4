/** Two sync servers, each in a process of its own, one PostgreSQL and a real Redis. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { hasRedis, Redis } from '../support/redis';
import { startChild, type Child } from './faulty/child-process';
import { Crowd } from './faulty/crowd';
import { expectAcknowledgedStored, newDocument } from './faulty/scene';
import { fingerprint, readStored, wordsOf } from './faulty/stored';
import { buildWorld, isSaved, until, type World } from './harness';

/** How many times a node is killed while people type on both. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 2);
const PEOPLE = 3;

let world: World;
let redis: Redis;
let document: SharedDocument;
let nodes: Child[] = [];
let crowds: Crowd[] = [];

describe.skipIf(!hasRedis())('two nodes over Redis', () => {
	beforeAll(async () => {
		world = await buildWorld();
		redis = await Redis.start();
	});
	beforeEach(async () => {
		document = await newDocument(world);
		nodes = await Promise.all([startNode(), startNode()]);
		crowds = await Promise.all(nodes.map(({ port }, i) => crowdOn(port, `n${i}-`)));
		await until(() => everybody().every(isSaved));
	});
	afterEach(async () => {
		await Promise.all(crowds.map((crowd) => crowd.leave()));
		await Promise.all(nodes.map((node) => node.end('SIGKILL')));
	});
	afterAll(async () => {
		await redis.kill();
		await world.database.drop();
	});

	test('[I2][S60] what is written on one is on the other at once, and nothing of it stays in Redis', async () => {
		await typeFor(40);
		await expectSame();
		expect(await redis.command('dbsize')).toBe(0);
		const [here] = everybody();
		const started = performance.now();
		here?.doc.getArray('words').push(['vite']);
		await until(() => everybody().every(({ doc }) => wordsOf(doc).includes('vite')));
		expect(performance.now() - started).toBeLessThan(400);
	});

	test('[I1][I2][S60][F6] Redis emptied, paused, killed and back while people type: nothing waits for it, nothing is lost', async () => {
		for (const crowd of crowds) crowd.type();
		await redis.command('flushall');
		await more(20);
		redis.signal('SIGSTOP');
		await more(60);
		redis.signal('SIGCONT');
		await more(20);
		await redis.kill();
		await more(60);
		await expectHeardWithin(1500);
		await redis.resurrect();
		await more(20);
		await Promise.all(crowds.map((crowd) => crowd.rest()));
		await expectSame();
	});

	test(
		`[I1][I2][I6][F1][F7][F8] one node of two killed ${ROUNDS} times while people type on both: what it acknowledged is there`,
		{ timeout: 30_000 + ROUNDS * 10_000 },
		async () => {
			for (let round = 0; round < ROUNDS; round++) {
				for (const crowd of crowds) crowd.type();
				await more(60);
				const [victim, survivor] = [nodes[round % 2], crowds[(round + 1) % 2]];
				await victim?.end('SIGKILL');
				const acknowledged = survivor?.acknowledged.length ?? 0;
				await until(() => (survivor?.acknowledged.length ?? 0) > acknowledged + 10);
				await Promise.all(crowds.map((crowd) => crowd.rest()));
				for (const crowd of crowds) {
					await expectAcknowledgedStored(world.database.urls.owner, document.name, crowd);
				}
				nodes[round % 2] = await startNode(victim?.port);
				for (const crowd of crowds) crowd.hurry();
				await expectSame();
			}
		}
	);
});

function startNode(port?: number): Promise<Child> {
	return startChild({ urls: world.database.urls, redisUrl: redis.url, ...(port ? { port } : {}) });
}

function crowdOn(port: number, prefix: string): Promise<Crowd> {
	return Crowd.open({ port, document, callers: [world.lea], count: PEOPLE, prefix });
}

const everybody = (): DocumentConnection[] => crowds.flatMap(({ clients }) => clients);

/** Waits until each node has acknowledged so many words more. */
async function more(words: number): Promise<void> {
	const goals = crowds.map((crowd) => crowd.acknowledged.length + words);
	await until(
		() => crowds.every((crowd, i) => crowd.acknowledged.length >= (goals[i] ?? 0)),
		20_000
	);
}

async function typeFor(words: number): Promise<void> {
	for (const crowd of crowds) crowd.type();
	await more(words);
	await Promise.all(crowds.map((crowd) => crowd.rest()));
}

/** Each node shows a word that the other has acknowledged within this time, in milliseconds. */
async function expectHeardWithin(time: number): Promise<void> {
	const [one, other] = crowds;
	const word = one?.acknowledged.at(-1);
	const started = performance.now();
	await until(() => other?.clients.some(({ doc }) => wordsOf(doc).includes(word ?? '')) ?? false);
	expect(performance.now() - started).toBeLessThan(time);
}

/** All that was typed is stored once, shown as saved, and everybody has the same. */
async function expectSame(): Promise<void> {
	await until(() => everybody().every(isSaved), 20_000);
	await until(() => new Set(everybody().map(({ doc }) => fingerprint(doc))).size === 1, 20_000);
	const stored = await readStored(world.database.urls.owner, document.name);
	expect(new Set(everybody().map(({ doc }) => fingerprint(doc)))).toEqual(
		new Set([fingerprint(stored)])
	);
	const typed = crowds.flatMap((crowd) => crowd.typed);
	expect(
		wordsOf(stored)
			.filter((word) => word !== 'vite')
			.toSorted()
	).toEqual(typed.toSorted());
}
