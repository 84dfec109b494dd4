import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { noteOf, withDocument } from '../../src/lib/documents/note-history';
import { plainTextOf } from '../../src/lib/documents/rich-text';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { asSystem } from '../../src/lib/server/database/transaction';
import { findVersion, listVersions, thinVersions } from '../../src/lib/server/database/versions';
import { keepVersions, readPassages, restoreVersion } from '../../src/lib/server/sync/history';
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

test('[S50] each passage is of whoever wrote it, also after everybody left', async () => {
	const name = await newCase();
	const [lea, amina] = [await open(world.lea, name), await open(world.amina, name)];
	await write(lea, 'Une phrase de Léa');
	await write(amina, 'Une phrase d’Amina');
	expect(await authorsOf(name)).toEqual(
		expect.arrayContaining([
			['Une phrase de Léa', world.lea.profileId],
			['Une phrase d’Amina', world.amina.profileId]
		])
	);
	for (const client of clients.splice(0)) client.destroy();
	const after = await startServer(world.database);
	expect(await authorsOf(name, after)).toEqual(await authorsOf(name));
	await after.stop();
});

test('[S51] a session of work makes one version with its authors once it pauses, whichever nodes look', async () => {
	const name = await newCase();
	const [lea, amina] = [await open(world.lea, name), await open(world.amina, name)];
	await write(lea, 'Première idée');
	await write(amina, 'Seconde idée');
	await sweep(60_000);
	expect(await versions(name)).toEqual([]);
	await Promise.all([sweep(0), sweep(0), sweep(0)]);
	const [version, ...others] = await versions(name);
	expect(others).toEqual([]);
	expect(version?.authors.map(({ id }) => id).toSorted()).toEqual(
		[world.lea.profileId, world.amina.profileId].toSorted()
	);
	expect(await textOfVersion(name, version?.id ?? '')).toContain('Première idée\nSeconde idée');
});

test('[S51] facts alone and work that leaves the note as it was make no version', async () => {
	const name = await newCase();
	const lea = await open(world.lea, name);
	await write(lea, 'Une idée');
	await sweep(0);
	await server.sync.refresh({ caseIds: [name.slice('case:'.length)] });
	await write(lea, 'De trop');
	noteOf(lea.doc).delete(noteOf(lea.doc).length - 1, 1);
	await until(() => lea.pending === 0 && isSaved(lea));
	await sweep(0);
	expect(await versions(name)).toHaveLength(1);
});

test('[S51] a version holds nothing that was deleted before it', async () => {
	const name = await newCase();
	const lea = await open(world.lea, name);
	await write(lea, 'Une bévue');
	noteOf(lea.doc).delete(noteOf(lea.doc).length - 1, 1);
	await write(lea, 'Le bon mot');
	await sweep(0);
	const [version] = await versions(name);
	const stored = await asSystem(world.database.databases, (tx) =>
		findVersion(tx, { name, id: version?.id ?? '' })
	);
	expect(Buffer.from(stored?.state ?? []).includes('Le bon mot')).toBe(true);
	expect(Buffer.from(stored?.state ?? []).includes('bévue')).toBe(false);
});

test('[S52] restoring is an edit of the caller, seen live, after which nothing is lost', async () => {
	const name = await newCase();
	const [lea, amina] = [await open(world.lea, name), await open(world.amina, name)];
	await write(lea, 'Au début');
	await sweep(0);
	const [first] = await versions(name);
	await write(amina, 'Ajouté ensuite');
	await restoreVersion({
		databases: world.database.databases,
		sync: server.sync,
		caller: world.amina,
		name,
		versionId: first?.id ?? ''
	});
	const reads = await textOfVersion(name, first?.id ?? '');
	await until(
		() => plainTextOf(noteOf(lea.doc)) === reads && plainTextOf(noteOf(amina.doc)) === reads
	);
	const [before] = await versions(name);
	expect(await textOfVersion(name, before?.id ?? '')).toContain('Ajouté ensuite');
	await write(lea, 'Encore après');
	await until(() => plainTextOf(noteOf(amina.doc)).endsWith('Encore après'));
	expect((await server.sync.read(world.lea, name)).epoch).toBe(1);
});

test('[S52] a note that changed much is restored whole, marks and attributes included', async () => {
	const name = await newCase();
	const lea = await open(world.lea, name);
	const before = noteOf(lea.doc).toJSON();
	await write(lea, 'Un début');
	await sweep(0);
	const [first] = await versions(name);
	noteOf(lea.doc).delete(0, noteOf(lea.doc).length);
	await until(() => lea.pending === 0 && isSaved(lea));
	await restoreVersion({
		databases: world.database.databases,
		sync: server.sync,
		caller: world.lea,
		name,
		versionId: first?.id ?? ''
	});
	await until(() => noteOf(lea.doc).toJSON() === `${before}<paragraph>Un début</paragraph>`);
	expect(noteOf(lea.doc).toJSON()).toContain('<heading level="2">');
});

test('[S52] whoever may not write, or another note’s version, restores nothing', async () => {
	const [name, other] = [await newCase(), await newCase()];
	const lea = await open(world.lea, name);
	await write(lea, 'Au début');
	await sweep(0);
	const [version] = await versions(name);
	const restore = (caller: Caller, where: DocumentName): Promise<void> =>
		restoreVersion({
			databases: world.database.databases,
			sync: server.sync,
			caller,
			name: where,
			versionId: version?.id ?? ''
		});
	await expect(restore(world.karim, name)).rejects.toMatchObject({ code: 'not_found' });
	await expect(restore(world.lea, other)).rejects.toMatchObject({ code: 'not_found' });
});

test('[S53] versions are thinned to one a day, then go', async () => {
	const name = await newCase();
	const { owner, databases } = world.database;
	await owner.query(
		`insert into public.document_versions (document_id, state, started_at, ended_at, author_ids)
		 select d.id, '\\x0000', t.at, t.at, '{}'
		 from public.documents as d, unnest(array[
			now(), now() - interval '1 hour', date_trunc('day', now()) - interval '50 days 10 hours',
			date_trunc('day', now()) - interval '50 days 11 hours', now() - interval '400 days'
		 ]) as t (at) where d.name = $1`,
		[name]
	);
	const removed = await asSystem(databases, (tx) =>
		thinVersions(tx, { thinnedAfter: 30, kept: 365 })
	);
	expect({ removed, left: (await versions(name)).length }).toEqual({ removed: 2, left: 3 });
});

async function newCase(): Promise<DocumentName> {
	const { id } = await buildCase(world.database.owner, {
		groupId: world.groupId,
		organizationId: world.organizationId,
		createdBy: world.lea.profileId,
		circle: [world.lea.profileId, world.amina.profileId],
		agreement: [world.organizationId, world.otherOrganizationId]
	});
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

function sweep(pausedFor: number): Promise<number> {
	return asSystem(world.database.databases, (tx) => keepVersions(tx, pausedFor));
}

function versions(name: DocumentName) {
	return asSystem(world.database.databases, (tx) => listVersions(tx, name));
}

async function textOfVersion(name: DocumentName, id: string): Promise<string> {
	const version = await asSystem(world.database.databases, (tx) => findVersion(tx, { name, id }));
	return withDocument(version ? [version.state] : [], (doc) => plainTextOf(noteOf(doc)));
}

/** Passages that somebody wrote, with who. */
async function authorsOf(name: DocumentName, from = server): Promise<[string, string][]> {
	const { state } = await from.sync.read(world.lea, name);
	const blocks = await readPassages(world.database.databases, {
		name,
		state: Buffer.from(state, 'base64')
	});
	return blocks.flatMap(({ runs }) =>
		runs.flatMap(({ author, text }): [string, string][] => (author ? [[text, author.id]] : []))
	);
}
