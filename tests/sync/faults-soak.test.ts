import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { startChild, type Child, type Measures } from './faulty/child-process';
import { Crowd } from './faulty/crowd';
import { newDocument } from './faulty/scene';
import { buildWorld, isSaved, until, type World } from './harness';

/** How long people come and go, in seconds; and what the server may hold more afterwards than after the first ones, in bytes. */
const SOAK_S = Number(process.env['SOAK_S'] ?? 4);
const GROWTH = 8 * 1024 * 1024;
const DOCUMENTS = 6;
const PEOPLE = 2;
/** Connections to PostgreSQL that wait to be used again, each with a timer. */
const POOLED = 20;

let world: World;
let child: Child;
const crowds = new Set<Crowd>();

beforeAll(async () => {
	world = await buildWorld();
	const limits = { idle: 20, beat: 10, hibernateAfter: 20 };
	child = await startChild({ urls: world.database.urls, limits });
});
afterEach(async () => {
	for (const crowd of crowds) await crowd.leave();
	crowds.clear();
});
afterAll(async () => {
	await child.end('SIGKILL');
	await world.database.drop();
});

test(
	`[I8][I12][F20] people come, write and go for ${SOAK_S} s: memory, timers and connections are as before`,
	{ timeout: 60_000 + SOAK_S * 2_000 },
	async () => {
		const documents: SharedDocument[] = [];
		for (let i = 0; i < DOCUMENTS; i++) documents.push(await newDocument(world));
		const idle = await atRest();
		for (const document of documents) await visit(document);
		const before = await atRest();
		const end = Date.now() + SOAK_S * 1_000;
		// More visits than timers of waiting connections: one that each visit left would show.
		let visits = 0;
		while (Date.now() < end || visits <= POOLED) {
			for (const document of documents) await visit(document);
			visits += DOCUMENTS;
		}
		const after = await atRest();
		expect(after.connections).toBe(0);
		expect(after.timers).toBeLessThanOrEqual(idle.timers + POOLED);
		expect(after.heap - before.heap).toBeLessThan(GROWTH);
		if (SOAK_S >= 60) console.info({ visits, idle, before, after });
	}
);

/** Some come to a document that they know as it was at first, write, and leave once all is stored. */
async function visit(document: SharedDocument): Promise<void> {
	const { port } = child;
	const crowd = await Crowd.open({ port, document, callers: [world.lea], count: PEOPLE });
	crowds.add(crowd);
	await until(() => crowd.clients.every(isSaved));
	crowd.type();
	await until(() => crowd.acknowledged.length > PEOPLE);
	await crowd.rest();
	await until(() => crowd.clients.every(isSaved));
	await crowd.leave();
	crowds.delete(crowd);
}

/** What the server holds once it has forgotten every document. */
async function atRest(): Promise<Measures> {
	let measures = await child.measure();
	await expect
		.poll(async () => {
			measures = await child.measure();
			return measures.documents;
		})
		.toBe(0);
	return measures;
}
