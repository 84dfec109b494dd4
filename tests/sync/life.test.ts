import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { plainTextOf } from '../../src/lib/documents/rich-text';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { bumpEpoch, heads } from '../../src/lib/server/database/documents';
import { asSystem } from '../../src/lib/server/database/transaction';
import type { Limits } from '../../src/lib/server/sync/limits';
import type { DocumentStore } from '../../src/lib/server/sync/store';
import { buildCase } from '../support/builders';
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
import { writeParagraph } from './writing';

let world: World;
let server: RunningServer | null = null;
const clients: DocumentConnection[] = [];
const loads: DocumentName[] = [];

beforeAll(async () => {
	world = await buildWorld();
});
afterEach(async () => {
	for (const client of clients.splice(0)) client.destroy();
	await server?.stop();
	server = null;
	loads.length = 0;
});
afterAll(() => world.database.drop());

test('[S4][F17] many who arrive together load a document once and get one document', async () => {
	const name = await newCase();
	const running = await start();
	const documents = await Promise.all(
		Array.from({ length: 10 }, () => running.sync.read(world.lea, name))
	);
	expect(loads).toEqual([name]);
	expect(new Set(documents.map(({ state }) => state)).size).toBe(1);
});

test('[S24][F17] those who come while a room is forgotten lose nothing', async () => {
	const name = await newCase();
	const { sync } = await start({ idle: 0, beat: 5, writeEvery: 1 });
	for (let i = 0; i < 15; i++) {
		const client = await open(name);
		await until(() => isSaved(client));
		client.doc.getArray('words').push([i]);
		await until(() => isSaved(client));
		client.destroy();
		// However slow the machine is, it is forgotten once at least; the others come when they come.
		if (i === 7) await until(() => roomsOf(sync) === 0);
	}
	const last = await open(name);
	expect(last.doc.getArray('words').toArray()).toEqual(Array.from({ length: 15 }, (_, i) => i));
	expect(loads.length).toBeGreaterThan(1);
});

test.each([
	['while it is open', { compactDeletions: 20 }],
	['when it is forgotten', { idle: 20 }]
])('[I7][S25] deleted text is in no table: compaction %s', async (_, limits) => {
	const name = await newCase();
	await start({ beat: 10, ...limits });
	const client = await open(name);
	await until(() => isSaved(client));
	const secret = `zygomatique-${name.slice(-12)}`;
	const { note } = new CaseDocument(client.doc);
	writeParagraph(note, secret);
	await until(() => isSaved(client));
	expect(await tablesWith(secret)).not.toEqual([]);
	note.delete(note.length - 1, 1);
	await until(() => isSaved(client));
	if ('idle' in limits) client.destroy();
	await expect.poll(() => tablesWith(secret), { timeout: 10_000, interval: 20 }).toEqual([]);
});

test('[S41][F18] a history that was replaced sends old tabs away, and nothing is there twice', async () => {
	const name = await newCase();
	const running = await start({ recheck: 50, beat: 10 });
	const old = await open(name);
	await until(() => isSaved(old));
	const document = await running.sync.read(world.lea, name);
	await asSystem(world.database.databases, async (tx) => {
		const head = (await heads(tx, [name])).get(name);
		const state = Buffer.from(document.state, 'base64');
		return bumpEpoch(tx, { documentId: head?.documentId ?? 0, state });
	});
	old.doc.getText('t').insert(0, 'tard');
	await until(() => old.ended === 'replaced');
	const fresh = await open(name);
	await until(() => isSaved(fresh));
	expect(plainTextOf(new CaseDocument(fresh.doc).note).match(/Pistes/g)).toHaveLength(1);
	expect(fresh.doc.getText('t').toJSON()).toBe('');
	expect(await openRaw(running.url, roomOf(document), world.lea).closed).toBe(4409);
});

test('[S17][F21] somebody who does nothing hears something at least every twenty seconds', async () => {
	const name = await newCase();
	let now = Date.now();
	const running = await start({ beat: 5 }, () => now);
	const idle = openRaw(running.url, roomOf(await running.sync.read(world.lea, name)), world.lea);
	await until(() => idle.frames.length > 0);
	let heard = idle.frames.length;
	for (let minute = 0; minute < 15; minute++) {
		now += 20_000;
		await until(() => idle.frames.length > heard);
		heard = idle.frames.length;
	}
	expect(idle.ws.readyState).toBe(idle.ws.OPEN);
	expect(idle.frames.at(-1)).toEqual(Uint8Array.of(1, 1, 0));
	idle.ws.close();
});

test('[S26] a stop stores what waits, closes with 1012 and ends', async () => {
	const name = await newCase();
	const running = await start();
	const client = await open(name);
	const raw = openRaw(running.url, roomOf(await running.sync.read(world.lea, name)), world.lea);
	await until(() => isSaved(client) && raw.frames.length > 0);
	client.doc.getText('t').insert(0, 'dernier mot');
	await until(() => raw.frames.some((frame) => frame[0] === 0 && frame[1] === 2));
	await running.stop();
	server = null;
	expect(await raw.closed).toBe(1012);
	const again = await start();
	const document = await again.sync.read(world.lea, name);
	expect(Buffer.from(document.state, 'base64').includes('dernier mot')).toBe(true);
});

test('[S20] a client that does not ask is not told what it would not understand', async () => {
	const name = await newCase();
	const running = await start();
	const room = roomOf(await running.sync.read(world.lea, name));
	const [asks, does] = [
		openRaw(running.url, room, world.lea),
		openRaw(running.url, room, world.lea, '')
	];
	await until(() => asks.frames.length > 0 && does.frames.length > 0);
	for (const client of [does, asks]) client.send(syncFrame(1, Uint8Array.of(0, 0)));
	await until(() => asks.frames.some((frame) => frame[0] === 121));
	expect(does.frames.some((frame) => frame[0] === 121)).toBe(false);
	for (const client of [does, asks]) client.ws.close();
});

async function start(limits: Partial<Limits> = {}, now?: () => number): Promise<RunningServer> {
	const wrap = (store: DocumentStore): DocumentStore => ({
		...store,
		load: (name) => {
			loads.push(name);
			return store.load(name);
		}
	});
	server = await startServer(world.database, { limits, wrap, ...(now ? { now } : {}) });
	return server;
}

async function open(name: DocumentName): Promise<DocumentConnection> {
	const running = server ?? (await start());
	const client = await openClient({ server: running, caller: world.lea, name });
	clients.push(client);
	return client;
}

async function newCase(): Promise<DocumentName> {
	const { id } = await buildCase(world.database.owner, {
		groupId: world.groupId,
		organizationId: world.organizationId,
		createdBy: world.lea.profileId
	});
	return `case:${id}`;
}

/** Tables that hold these bytes in some column of some row. */
async function tablesWith(text: string): Promise<string[]> {
	const { owner } = world.database;
	const { rows: tables } = await owner.query<{ name: string }>(
		`select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
		 where schemaname in ('public', 'private', 'auth')`
	);
	const hex = Buffer.from(text).toString('hex');
	const found: string[] = [];
	for (const { name } of tables) {
		const { rows } = await owner.query<{ held: boolean }>(
			`select exists (select 1 from ${name} as t where t::text like $1 or t::text like $2) as held`,
			[`%${text}%`, `%${hex}%`]
		);
		if (rows[0]?.held) found.push(name);
	}
	return found;
}

function roomsOf(sync: RunningServer['sync']): number {
	const { awake, asleep } = sync.measure();
	return awake + asleep;
}
