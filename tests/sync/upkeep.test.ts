import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { checkDocument, projectDocument, storedDocuments } from '../../src/lib/server/sync/upkeep';
import { newDocument } from './faulty/scene';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { writeMention, writeParagraph } from './writing';

const MENTION = '5d0a0f6c-9a3e-4a53-8d5b-0f6f4d1f7a01';

let world: World;
let server: RunningServer;
let client: DocumentConnection;
let name: DocumentName;

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database);
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});
afterEach(() => client.destroy());

beforeEach(async () => {
	({ name } = await newDocument(world));
	client = await openClient({ server, caller: world.lea, name });
	await until(() => isSaved(client));
	for (const text of ['Elle voit un employeur jeudi', 'Il reste à trouver une garde']) {
		writeParagraph(new CaseDocument(client.doc).note, text);
		await until(() => isSaved(client));
	}
	// The tables know what was written, too.
	await server.sync.settleDocument(name);
});

test('a document that is well has no problem, and projecting it changes nothing', async () => {
	const { databases } = world.database;
	expect(await check()).toEqual([]);
	expect(await projectDocument(databases, name)).toBe(false);
	expect(await storedDocuments(databases)).toContain(name);
});

test('one that nobody wrote in, and a board and an agenda, are well too', async () => {
	const { databases } = world.database;
	const { name: untouched } = await newDocument(world);
	for (const each of [world.board, world.meeting]) await server.sync.read(world.lea, each);
	for (const each of [untouched, world.board, world.meeting]) {
		expect((await checkDocument(databases, each))?.problems).toEqual([]);
		expect(await projectDocument(databases, each)).toBe(false);
	}
});

test('tables that say something else are told, and made to say the same, once', async () => {
	const { databases, owner } = world.database;
	await owner.query(
		`update public.document_texts set plain_text = 'autre' where document_id in
		 (select id from public.documents where name = $1)`,
		[name]
	);
	expect(await check()).toEqual(['not_projected']);
	// Looking changes nothing.
	expect(await check()).toEqual(['not_projected']);
	expect(await projectDocument(databases, name)).toBe(true);
	expect(await projectDocument(databases, name)).toBe(false);
	expect(await check()).toEqual([]);
});

test('a mention that the tables lost comes back under the name of who wrote it', async () => {
	const { databases, owner } = world.database;
	const { note } = new CaseDocument(client.doc);
	const { profileId: id } = world.lea;
	writeMention(note, { before: 'Vois ', id, label: '@Léa', mentionId: MENTION });
	await until(() => isSaved(client));
	expect(await check()).toEqual([]);
	await owner.query('delete from public.mentions where id = $1', [MENTION]);
	expect(await check()).toEqual(['not_projected']);
	expect(await projectDocument(databases, name)).toBe(true);
	const { rows } = await owner.query('select author_id from public.mentions where id = $1', [
		MENTION
	]);
	expect(rows).toEqual([{ author_id: world.lea.profileId }]);
});

test('[I6] a row that is missing is a gap; what depended on it is incomplete', async () => {
	await world.database.owner.query(
		`delete from public.document_updates as u using public.documents as d
		 where d.id = u.document_id and d.name = $1 and u.seq =
			(select min(w.seq) from public.document_updates w where w.document_id = d.id and w.author_id is not null)`,
		[name]
	);
	expect(await check()).toEqual(expect.arrayContaining(['gap', 'incomplete']));
});

test('bytes that are not those of a document are told, and project nothing', async () => {
	await world.database.owner.query(
		`update public.document_updates as u set content = '\\xfffefdfc' from public.documents as d
		 where d.id = u.document_id and d.name = $1 and u.seq = d.seq`,
		[name]
	);
	expect(await check()).toEqual(['unreadable']);
	expect(await projectDocument(world.database.databases, name)).toBeNull();
});

test('a document that is not there is none', async () => {
	const none: DocumentName = 'case:00000000-0000-4000-8000-000000000000';
	expect(await checkDocument(world.database.databases, none)).toBeNull();
	expect(await projectDocument(world.database.databases, none)).toBeNull();
});

test('the command tells ids and counts, never words, and fails when a document is not well', async () => {
	const well = command(['check', name]);
	expect(well.out).toContain('vérifiés : 1.');
	expect(well.status).toBe(0);
	await world.database.owner.query(
		`update public.document_texts set plain_text = 'autre' where document_id in
		 (select id from public.documents where name = $1)`,
		[name]
	);
	const told = command(['check', name]);
	expect(told.status).toBe(1);
	expect(told.out).toContain(name);
	expect(told.out).not.toMatch(/employeur|garde|autre/);
	expect(command(['project', name]).out).toContain('Changés : 1.');
	expect(command(['check', name]).status).toBe(0);
	expect(command(['check', 'Amina']).status).toBe(2);
});

async function check(): Promise<string[]> {
	return (await checkDocument(world.database.databases, name))?.problems ?? ['absent'];
}

/** Runs it on this database as on that of a project. */
function command(args: string[]): { status: number | null; out: string } {
	const script = new URL('../../scripts/documents.ts', import.meta.url).pathname;
	const key = 'k'.repeat(40);
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
		encoding: 'utf8',
		env: {
			PATH: process.env['PATH'],
			SUPABASE_URL: 'http://127.0.0.1:1',
			SUPABASE_PUBLISHABLE_KEY: `sb_publishable_${key}`,
			SUPABASE_SECRET_KEY: `sb_secret_${key}`,
			// Node wants a host in an address; that of a socket comes after.
			DATABASE_URL: world.database.urls.system.replace('@/', '@localhost/')
		}
	});
	return { status, out: stdout + stderr };
}
