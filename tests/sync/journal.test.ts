import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { CaseDocument } from '../../src/lib/documents/case-document';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { createStore } from '../../src/lib/server/sync/postgres-store';
import { callerFor } from '../support/builders';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { openRaw } from './raw-client';
import { writeParagraph } from './writing';

let world: World;
let server: RunningServer;
const clients: DocumentConnection[] = [];

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database);
});
afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test('[S44] a page and its socket are one opening, deciding again is none, another session is another', async () => {
	const [first, second] = [await again(), await again()];
	const client = await open(first, world.case);
	await until(() => isSaved(client));
	await makeOld();
	await server.sync.recheck();
	await server.sync.read(second, world.case);
	expect(await openings('case', first, second)).toEqual([first.sessionId, second.sessionId]);
});

test('[S44] what is refused is no opening', async () => {
	const outside = await callerFor(world.database.owner, world.karim.profileId);
	await openRaw(server.url, `${world.case}.1`, outside).closed;
	await expect(server.sync.read(outside, world.case)).rejects.toMatchObject({ code: 'not_found' });
	expect(await openings('case', outside)).toEqual([]);
});

test('[S44] two sockets that open at once are one opening', async () => {
	const caller = await again();
	const store = createStore(world.database.databases);
	await Promise.all(Array.from({ length: 6 }, () => store.open(caller, world.meeting)));
	expect(await openings('meeting', caller)).toEqual([caller.sessionId]);
});

test('[S44] who wrote in a note is in the journal once, with nothing of the words', async () => {
	const [lea, amina] = [await open(world.lea, world.case), await open(world.amina, world.case)];
	await until(() => isSaved(lea) && isSaved(amina));
	const before = await writings();
	for (const [client, words] of [
		[lea, 'Une première phrase'],
		[amina, 'Une autre'],
		[lea, 'Et encore']
	] as const) {
		writeParagraph(new CaseDocument(client.doc).note, words);
		await until(() => client.pending === 0 && isSaved(client));
	}
	expect(before).toEqual([]);
	expect(await writings()).toEqual(
		[world.lea.profileId, world.amina.profileId].map((profile_id) => ({
			profile_id,
			row_id: world.case,
			case_id: world.caseId,
			fields: ['text']
		}))
	);
});

/** As if everything in the journals were of an hour ago; only without its triggers is a journal rewritten. */
async function makeOld(): Promise<void> {
	const { owner } = world.database;
	await owner.query('set session_replication_role = replica');
	await owner.query(`update public.access_events set at = at - interval '1 hour'`);
	await owner.query('set session_replication_role = origin');
}

async function again(): Promise<Caller> {
	return callerFor(world.database.owner, world.lea.profileId);
}

async function open(caller: Caller, name: DocumentName): Promise<DocumentConnection> {
	const client = await openClient({ server, caller, name });
	clients.push(client);
	return client;
}

/** Sessions in the journal of access, among these. */
async function openings(kind: string, ...callers: Caller[]): Promise<string[]> {
	const { rows } = await world.database.owner.query<{ session_id: string }>(
		'select session_id from public.access_events where kind = $1 and session_id = any ($2) order by id',
		[kind, callers.map(({ sessionId }) => sessionId)]
	);
	return rows.map(({ session_id }) => session_id);
}

async function writings(): Promise<unknown[]> {
	const { rows } = await world.database.owner.query<object>(
		`select profile_id, row_id, case_id, fields from public.change_events where table_name = 'documents' order by id`
	);
	return rows;
}
