import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { noteOf } from '../../src/lib/documents/note-history';
import { plainTextOf } from '../../src/lib/documents/rich-text';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { listVersions } from '../../src/lib/server/database/versions';
import { eraseForGood, findErased, purgeErased } from '../../src/lib/server/sync/erasure';
import { keepVersions } from '../../src/lib/server/sync/history';
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
import { openRaw } from './raw-client';
import { writeMention, writeParagraph } from './writing';

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

test('[I7][S54] erased words are in no byte of the files of the database', async () => {
	const name = await newCase();
	const secret = newSecret();
	const lea = await open(world.lea, name);
	// Long enough to be stored apart, and nothing that compression would hide.
	writeParagraph(noteOf(lea.doc), randomBytes(6000).toString('base64'));
	writeMention(noteOf(lea.doc), {
		before: `Avant ${secret} après `,
		id: world.amina.profileId,
		label: 'Amina X',
		mentionId: crypto.randomUUID()
	});
	await until(() => lea.pending === 0 && isSaved(lea));
	await sweep();
	await write(lea, `Encore ${secret}.`);
	// Facts copy the words: those of the case, and the inbox of whoever is called.
	await server.sync.refresh({ caseIds: [name.slice('case:'.length)] });
	await open(world.amina, `inbox:${world.amina.profileId}`);
	await until(() => lea.pending === 0 && isSaved(lea));
	await world.database.owner.query('analyze');
	expect(await tablesWith(secret)).toEqual([
		'document_texts',
		'document_updates',
		'document_versions',
		'mentions',
		'requests'
	]);
	expect(await filesWith(secret)).not.toEqual([]);

	await eraseForGood({ ...erasing(world.lea, name), words: secret });
	expect(await tablesWith(secret)).toEqual([]);
	await vi.waitUntil(() => purgeErased(world.database.databases), {
		timeout: 10_000,
		interval: 50
	});
	expect(await filesWith(secret)).toEqual([]);
	const again = await open(world.lea, name);
	expect(plainTextOf(noteOf(again.doc))).toContain('Avant  après @Amina X\nEncore .');
});

test('[I7][S54] files are written anew once nobody looks at the words as they were, and not before', async () => {
	const name = await newCase();
	const secret = newSecret();
	const lea = await open(world.lea, name);
	await write(lea, `Avant ${secret}`);
	const { owner, databases } = world.database;
	// Reads another table: no lock on what is rewritten, and yet whatever it could see would stay in the new files.
	await owner.query('begin isolation level repeatable read');
	try {
		await owner.query('select from public.groups limit 1');
		await eraseForGood({ ...erasing(world.lea, name), words: secret });
		await vi.waitUntil(() => asSystem(databases, othersEnded), { timeout: 10_000, interval: 50 });
		expect(await purgeErased(databases)).toBe(0);
	} finally {
		await owner.query('commit');
	}
	await vi.waitUntil(() => purgeErased(databases), { timeout: 10_000, interval: 50 });
	expect(await filesWith(secret)).toEqual([]);
});

test('[S54] open screens load the note again, and what others wrote meanwhile is there', async () => {
	const name = await newCase();
	const secret = newSecret();
	const [lea, amina] = [await open(world.lea, name), await open(world.amina, name)];
	await write(lea, `Un secret : ${secret}`);
	await write(amina, 'Une suite utile');
	const sockets = [world.lea, world.amina].map((caller) =>
		openRaw(server.url, `${name}.1`, caller)
	);
	await eraseForGood({ ...erasing(world.lea, name), words: secret });
	expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4409, 4409]);
	const after = await open(world.amina, name);
	expect(plainTextOf(noteOf(after.doc))).toContain('Un secret : \nUne suite utile');
	await write(after, 'Et après');
	expect((await server.sync.read(world.lea, name)).epoch).toBe(2);
});

test('[S54] another server, which has the note open, closes it within seconds', async () => {
	const name = await newCase();
	let looked = false;
	const other = await startServer(world.database, {
		wrap: (store) => ({
			...store,
			watch: (...asked) => store.watch(...asked).finally(() => (looked = true))
		})
	});
	const lea = await openClient({ server: other, caller: world.lea, name });
	clients.push(lea);
	await until(() => isSaved(lea));
	const secret = newSecret();
	await write(lea, secret);
	// Changes are told from its first look on.
	await until(() => looked);
	const socket = openRaw(other.url, `${name}.1`, world.amina);
	await eraseForGood({ ...erasing(world.lea, name), words: secret });
	expect(await socket.closed).toBe(4409);
	await other.stop();
});

test('[S54] words that stand only in versions are found and erased there', async () => {
	const name = await newCase();
	const secret = newSecret();
	const lea = await open(world.lea, name);
	await write(lea, `Vieux ${secret}`);
	await sweep();
	noteOf(lea.doc).delete(noteOf(lea.doc).length - 1, 1);
	await write(lea, 'Du neuf');
	await sweep();
	expect(await findErased({ ...erasing(world.lea, name), words: secret })).toEqual({
		places: [],
		versions: 1
	});
	await eraseForGood({ ...erasing(world.lea, name), words: secret });
	expect(await findErased({ ...erasing(world.lea, name), words: secret })).toEqual({
		places: [],
		versions: 0
	});
	expect(await tablesWith(secret)).toEqual([]);
});

test('[S54] everything: the note is empty and has no version left', async () => {
	const name = await newCase();
	const secret = newSecret();
	const lea = await open(world.lea, name);
	await write(lea, secret);
	await sweep();
	await eraseForGood({ ...erasing(world.lea, name), words: null });
	expect(await tablesWith(secret)).toEqual([]);
	expect(await asSystem(world.database.databases, (tx) => listVersions(tx, name))).toEqual([]);
	const after = await open(world.lea, name);
	expect(plainTextOf(noteOf(after.doc))).toBe('');
});

test('[S55] only the référent erases in the common note, and the circle of an organisation in its own', async () => {
	const name = await newCase();
	const secret = newSecret();
	const lea = await open(world.lea, name);
	await write(lea, secret);
	const erase = (caller: Caller, where: DocumentName): Promise<void> =>
		eraseForGood({ ...erasing(caller, where), words: secret });
	await expect(erase(world.amina, name)).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(erase(world.karim, name)).rejects.toMatchObject({ code: 'not_found' });
	const own: DocumentName = `case-own:${name.slice('case:'.length)}:${world.otherOrganizationId}`;
	const amina = await open(world.amina, own);
	await write(amina, secret);
	await expect(erase(world.lea, own)).rejects.toMatchObject({ code: 'not_found' });
	await erase(world.amina, own);
	expect(await tablesWith(secret)).not.toEqual([]);
	await erase(world.lea, name);
	expect(await tablesWith(secret)).toEqual([]);
});

test('[S55] the journal says who erased and when, never what', async () => {
	const name = await newCase();
	const secret = newSecret();
	const lea = await open(world.lea, name);
	await write(lea, secret);
	await eraseForGood({ ...erasing(world.lea, name), words: secret });
	const { rows } = await world.database.owner.query(
		`select profile_id, row_id, fields from public.change_events where operation = 'delete' and row_id = $1`,
		[name]
	);
	expect(rows).toEqual([{ profile_id: world.lea.profileId, row_id: name, fields: ['text'] }]);
});

test('[S55] words that are too short, or nowhere, erase nothing', async () => {
	const name = await newCase();
	const lea = await open(world.lea, name);
	await write(lea, 'Rien à cacher');
	for (const words of ['à', 'deux\nlignes', newSecret()]) {
		await expect(eraseForGood({ ...erasing(world.lea, name), words })).rejects.toMatchObject({
			code: 'invalid'
		});
	}
	expect((await server.sync.read(world.lea, name)).epoch).toBe(1);
});

/** Words that nothing shortens. */
function newSecret(): string {
	return `secret${randomBytes(12).toString('hex')}`;
}

function erasing(caller: Caller, name: DocumentName) {
	return { databases: world.database.databases, sync: server.sync, caller, name };
}

async function newCase(): Promise<DocumentName> {
	const { owner } = world.database;
	const { id } = await buildCase(owner, {
		groupId: world.groupId,
		organizationId: world.organizationId,
		createdBy: world.lea.profileId,
		circle: [world.lea.profileId, world.amina.profileId],
		agreement: [world.organizationId, world.otherOrganizationId]
	});
	await owner.query('update public.cases set referent_id = $2 where id = $1', [
		id,
		world.lea.profileId
	]);
	const name: DocumentName = `case:${id}`;
	await server.sync.read(world.lea, name);
	return name;
}

async function open(caller: Caller, name: DocumentName): Promise<DocumentConnection> {
	const client = await openClient({ server, caller, name });
	clients.push(client);
	await until(() => isSaved(client));
	return client;
}

async function write(client: DocumentConnection, text: string): Promise<void> {
	writeParagraph(noteOf(client.doc), text);
	await until(() => client.pending === 0 && isSaved(client));
}

function sweep(): Promise<number> {
	return asSystem(world.database.databases, (tx) => keepVersions(tx, 0));
}

/** Whether each transaction that wrote before the erasures has ended. */
async function othersEnded(tx: Tx): Promise<boolean> {
	const { rows } = await sql<{ ended: boolean }>`
		select bool_and(e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())) as ended
		from public.erasures as e`.execute(tx);
	return rows[0]?.ended ?? false;
}

/** The tables of which some row holds this text, as text or as bytes. */
async function tablesWith(text: string): Promise<string[]> {
	const { owner } = world.database;
	const { rows } = await owner.query<{ name: string }>(
		`select c.relname as name from pg_class as c
		 where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`
	);
	const found: string[] = [];
	const hex = Buffer.from(text).toString('hex');
	for (const { name } of rows) {
		const held = await owner.query(
			`select from public.${name} as t where t::text like $1 or t::text like $2 limit 1`,
			[`%${text}%`, `%${hex}%`]
		);
		if (held.rows.length > 0) found.push(name);
	}
	return found;
}

/** The files of this database, as they are on the disk, that hold these bytes. Its log of writes is another matter. */
async function filesWith(text: string): Promise<string[]> {
	const { owner } = world.database;
	await owner.query('checkpoint');
	const { rows } = await owner.query<{ folder: string }>(
		`select current_setting('data_directory') || '/base/' || d.oid as folder
		 from pg_database as d where d.datname = current_database()`
	);
	const folder = rows[0]?.folder ?? '';
	const files = readdirSync(folder);
	expect(files.length).toBeGreaterThan(100);
	return files.filter((file) => readFileSync(join(folder, file)).includes(text));
}
