/** What a second node costs and carries: processor time of the nodes for the same edits over many documents. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decoding } from 'lib0';
import * as Y from 'yjs';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { MESSAGE } from '../../src/lib/documents/wire';
import { buildWorld, until, type World } from '../sync/harness';
import { startChild, type Child } from '../sync/faulty/child-process';
import { newDocument } from '../sync/faulty/scene';
import { openRaw, roomOf, syncFrame, type RawClient } from '../sync/raw-client';
import { hasRedis, Redis } from '../support/redis';
import { cpuOf, pin } from './peers/machine';

const ROOMS = 20;
const PEOPLE = 2;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
/** Edits per second of one person. */
const RATE = Number(process.env['BENCH_RATE'] ?? 10);

let world: World;
let redis: Redis;
const documents: SharedDocument[] = [];

interface Person {
	client: RawClient;
	doc: Y.Doc;
	sent: number;
}

beforeAll(async () => {
	expect(hasRedis()).toBe(true);
	world = await buildWorld();
	redis = await Redis.start();
	for (let i = 0; i < ROOMS; i++) documents.push(await newDocument(world));
}, 120_000);
afterAll(async () => {
	await redis.kill();
	await world.database.drop();
});

test('one node, two nodes with each document on one of them, two nodes with each document on both', async () => {
	const alone = await measure(1, () => 0);
	say('one node, no Redis', alone);
	const apart = await measure(2, (room) => room % 2);
	say('two nodes, a document on one', apart);
	const across = await measure(2, (_, person) => person % 2);
	say('two nodes, a document on both', across);
	const carries = (one: number[]): string => ((alone[0] ?? 0) / Math.max(...one)).toFixed(2);
	console.log(
		`For the processor of its busiest node, two nodes carry × ${carries(apart)} of one (a document on one), × ${carries(across)} (on both).`
	);
});

/** Milliseconds of processor of each node for a thousand edits of everybody. */
async function measure(
	count: number,
	nodeOf: (room: number, person: number) => number
): Promise<number[]> {
	const nodes = await Promise.all(
		Array.from({ length: count }, () =>
			startChild({
				urls: world.database.urls,
				limits: { connectionsPerRoom: 1e4 },
				...(count > 1 ? { redisUrl: redis.url } : {})
			})
		)
	);
	nodes.forEach(({ process: { pid } }, i) => pin(pid ?? 0, i));
	const people = documents.flatMap((document, room) =>
		Array.from({ length: PEOPLE }, (_, i) => join(nodes, nodeOf(room, i), document))
	);
	await until(() => people.every(({ client }) => client.frames.length > 0), 30_000);
	const spent = (): number[] => nodes.map(({ process: { pid } }) => cpuOf(pid ?? 0));
	await type(people, 1);
	const before = spent();
	const sentBefore = people.reduce((sum, { sent }) => sum + sent, 0);
	await type(people, SECONDS);
	await until(() => people.every((person) => confirmed(person) >= person.sent), 30_000);
	const edits = people.reduce((sum, { sent }) => sum + sent, 0) - sentBefore;
	const cost = spent().map((ms, i) => ((ms - (before[i] ?? 0)) / edits) * 1000);
	for (const { client } of people) client.ws.close();
	await Promise.all(nodes.map((node) => node.end('SIGTERM')));
	return cost;
}

function join(nodes: Child[], i: number, document: SharedDocument): Person {
	const url = `ws://127.0.0.1:${nodes[i]?.port ?? 0}`;
	return { client: openRaw(url, roomOf(document), world.lea), doc: new Y.Doc(), sent: 0 };
}

async function type(people: Person[], seconds: number): Promise<void> {
	const end = performance.now() + seconds * 1000;
	const ticks = people.map(async (person, i) => {
		for (
			let at = performance.now() + (i * 1000) / RATE / people.length;
			at < end;
			at += 1000 / RATE
		) {
			await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
			const before = Y.encodeStateVector(person.doc);
			person.doc.getText('body').insert(0, 'a');
			person.client.send(syncFrame(2, Y.encodeStateAsUpdate(person.doc, before)));
			person.sent++;
		}
	});
	await Promise.all(ticks);
}

/** Edits of somebody that the server said are stored. */
function confirmed({ client }: Person): number {
	const said = client.frames.findLast((frame) => frame[0] === MESSAGE.saved);
	if (!said) return 0;
	const decoder = decoding.createDecoder(said);
	decoding.readVarUint(decoder);
	return decoding.readVarUint(decoder);
}

function say(what: string, cost: number[]): void {
	const each = cost.map((ms) => ms.toFixed(0)).join(' and ');
	console.log(
		`${what.padEnd(32)} ${each} ms of processor per node for 1,000 edits of ${ROOMS * PEOPLE} people in ${ROOMS} documents`
	);
}
