import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { BoardDocument } from '../../src/lib/documents/board-document';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { CLOSE } from '../../src/lib/documents/wire';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName, SharedDocument } from '../../src/lib/domain/document-name';
import { bumpEpoch } from '../../src/lib/server/database/documents';
import { asSystem } from '../../src/lib/server/database/transaction';
import type { Limits } from '../../src/lib/server/sync/limits';
import type { DocumentStore } from '../../src/lib/server/sync/store';
import { buildCase } from '../support/builders';
import { fingerprint, readStored, wordsOf } from './faulty/stored';
import {
	buildWorld,
	isSaved,
	newColleague,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { LossyWire, type Weather } from './lossy-bus';
import { openRaw, roomOf, syncFrame } from './raw-client';
import { seededRandom } from './random';
import type { ServeOptions } from './serve';
import { writeParagraph } from './writing';

const SEED = Number(process.env['SEED'] ?? 1);
/** Different seeds that the fuzz goes through, one after the other. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 2);

let world: World;
const clients: DocumentConnection[] = [];
const servers: RunningServer[] = [];

beforeAll(async () => {
	world = await buildWorld();
});
afterEach(async () => {
	for (const client of clients.splice(0)) client.destroy();
	await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => world.database.drop());

test('[I2][S60] what is written on one node is on the other, saved, and stored once', async () => {
	const [one, other, document] = await twoNodes();
	const lea = await open(one, world.lea, document);
	const amina = await open(other, world.amina, document);
	await until(() => [lea, amina].every(isSaved));
	lea.doc.getArray('words').push(['un']);
	await until(() => wordsOf(amina.doc).includes('un'));
	amina.doc.getArray('words').push(['deux']);
	await until(() => wordsOf(lea.doc).includes('deux'));
	await until(() => [lea, amina].every(isSaved));
	await expectSame(document.name, [lea, amina]);
	expect(await authorsOf(document.name)).toEqual([world.lea.profileId, world.amina.profileId]);
});

test('[I1][I6][S61][F7] two nodes that cannot hear each other compact one document: nothing is lost', async () => {
	// Compacts at each beat.
	const limits = { compactRows: 0, beat: 5, headsApart: 60_000, heads: 60_000 };
	const [one, other, document] = await twoNodes({ limits, cut: true });
	const lea = await open(one, world.lea, document);
	const amina = await open(other, world.amina, document);
	await until(() => [lea, amina].every(isSaved));
	const typed: string[] = [];
	for (let i = 0; i < 20; i++) {
		for (const client of [lea, amina]) {
			const word = `${client === lea ? 'l' : 'a'}-${i}`;
			client.doc.getArray('words').push([word]);
			typed.push(word);
			await until(() => isSaved(client));
		}
	}
	const stored = await readStored(world.database.urls.owner, document.name);
	expect(wordsOf(stored).toSorted()).toEqual(typed.toSorted());
});

test('[S62][S33] the tables have the words of both nodes, whoever stores last', async () => {
	const [one, other, document] = await twoNodes({ cut: true });
	const lea = await open(one, world.lea, document);
	const amina = await open(other, world.amina, document);
	await until(() => [lea, amina].every(isSaved));
	writeParagraph(new CaseDocument(lea.doc).note, 'De Léa.');
	await until(() => isSaved(lea));
	writeParagraph(new CaseDocument(amina.doc).note, 'D’Amina.');
	await until(() => isSaved(amina));
	const text = await textOf(document.name);
	expect(text).toContain('De Léa.');
	expect(text).toContain('D’Amina.');
});

test('[S62] what one node takes back from the other is taken back in the tables', async () => {
	const [one, other, document] = await twoNodes();
	const lea = await open(one, world.lea, document);
	const amina = await open(other, world.amina, document);
	await until(() => [lea, amina].every(isSaved));
	const { note } = new CaseDocument(lea.doc);
	writeParagraph(note, 'Reste.');
	await settled([one, other], document.name);
	const before = note.length;
	await until(() => new CaseDocument(amina.doc).note.length === before);
	writeParagraph(new CaseDocument(amina.doc).note, 'Repris.');
	await settled([one, other], document.name);
	await until(() => note.length === before + 1);
	expect(await textOf(document.name)).toContain('Repris.');
	note.delete(before, 1);
	await settled([one, other], document.name);
	expect(await textOf(document.name)).toContain('Reste.');
	expect(await textOf(document.name)).not.toContain('Repris.');
});

test('[I1][S12][S64] an edit that waits for others is never taken for stored when another node stores', async () => {
	const [one, other, document] = await twoNodes();
	const lea = await open(one, world.lea, document);
	const socket = openRaw(other.url, roomOf(document), world.amina);
	await until(() => isSaved(lea) && socket.frames.length > 0);
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update) => updates.push(update));
	doc.getArray('words').push(['manque']);
	doc.getArray('words').push(['attend']);
	socket.send(syncFrame(2, updates[1] ?? new Uint8Array()));
	await until(() => other.sync.measure().counters.framesIn.sync > 0);
	lea.doc.getArray('words').push(['un']);
	expect(await socket.closed).toBe(CLOSE.busy);
	expect(wordsOf(await readStored(world.database.urls.owner, document.name))).toEqual(['un']);
});

test('[S61] without anything told, a node finds in the log what it did not hear', async () => {
	const [one, other, document] = await twoNodes({ limits: { heads: 20, headsApart: 10 }, lost: 1 });
	const lea = await open(one, world.lea, document);
	const amina = await open(other, world.amina, document);
	await until(() => [lea, amina].every(isSaved));
	lea.doc.getArray('words').push(['un']);
	await until(() => wordsOf(amina.doc).includes('un'));
	expect(await authorsOf(document.name)).toEqual([world.lea.profileId]);
});

test(
	`[I1][I2][I6][S61][F7] six people on two nodes, a wire that loses, doubles and reorders, and breaks (seed ${SEED}, ${ROUNDS} rounds)`,
	{ timeout: 30_000 + ROUNDS * 10_000 },
	async () => {
		for (let round = 0; round < ROUNDS; round++) await fuzz(SEED + round);
	}
);

async function fuzz(seed: number): Promise<void> {
	const random = seededRandom(seed);
	const limits = { heads: 200, headsApart: 50, compactRows: 20, beat: 20 };
	const wire = new LossyWire({ random, lost: 0.3, doubled: 0.2, delay: 20 });
	const document = await sharedCase();
	const nodes = [await start(wire, limits), await start(wire, limits)];
	const people = await Promise.all(
		Array.from({ length: 6 }, (_, i) =>
			open(pick(nodes, i), i < 3 ? world.lea : world.amina, document)
		)
	);
	await until(() => people.every(isSaved));
	const typed = new Set<string>();
	for (let step = 0; step < 120; step++) {
		const person = pick(people, Math.floor(random() * people.length));
		const action = random();
		if (action < 0.7) {
			const word = `${seed}-${step}`;
			const words = person.doc.getArray<string>('words');
			words.insert(Math.floor(random() * (words.length + 1)), [word]);
			typed.add(word);
		} else if (action < 0.85) {
			person.doc.getMap('fields').set(`k${Math.floor(random() * 5)}`, step);
		} else if (action < 0.9) wire.cut = !wire.cut;
		else await new Promise((resolve) => setImmediate(resolve));
		if (random() < 0.3) await until(() => person.pending < 5);
	}
	wire.cut = false;
	await until(() => people.every(isSaved));
	await expectSame(document.name, people);
	const stored = await readStored(world.database.urls.owner, document.name);
	expect(wordsOf(stored).toSorted(), `seed ${seed}`).toEqual([...typed].toSorted());
	for (const client of clients.splice(0)) client.destroy();
	await Promise.all(servers.splice(0).map((server) => server.stop()));
}

test.each([
	['told', false],
	['read in the tables', true]
])(
	'[I4][S40][S63] access withdrawn on one node ends it on the other within a second: %s',
	async (_, cut) => {
		const limits = { accessChanges: cut ? 100 : 60_000 };
		let looks = 0;
		const wrap = (store: DocumentStore): DocumentStore => ({
			...store,
			watch: (...cursor) => store.watch(...cursor).finally(() => looks++)
		});
		const [one, other, document] = await twoNodes({ limits, cut, wrap });
		const colleague = await newColleague({ ...world, caseId: idOf(document.name) }, true);
		const client = await open(other, colleague.caller, document);
		// What changes is told from the first look on.
		await until(() => isSaved(client) && (!cut || looks > 2));
		const { profileId } = colleague.caller;
		await world.database.owner.query(
			'delete from public.circle_members where case_id = $1 and profile_id = $2',
			[idOf(document.name), profileId]
		);
		await one.sync.recheck([profileId]);
		await until(() => client.ended === 'no_access', 1000);
	}
);

test('[I4][S40][S63] a session ended on one node is over on the other', async () => {
	const [one, other, document] = await twoNodes({ limits: { accessChanges: 60_000 } });
	const client = await open(other, world.amina, document);
	await until(() => isSaved(client));
	await one.sync.endSessions([world.amina.sessionId]);
	await until(() => !isSaved(client), 1000);
});

test('[S45][S65] what is being stored on one node is stored before a document is settled on the other', async () => {
	const appending = { begun: 0, over: 0 };
	const slow = (store: DocumentStore): DocumentStore => ({
		...store,
		async append(...batches) {
			appending.begun++;
			// It begins when it is known that somebody waits for it.
			if (asked) await asked;
			return store.append(...batches).finally(() => appending.over++);
		}
	});
	let asked: Promise<void> | null = null;
	const wire = new LossyWire(FINE);
	const document = await sharedCase();
	const one = await start(wire);
	const other = await start(wire, {}, slow);
	const amina = await open(other, world.amina, document);
	await until(() => isSaved(amina));
	const before = { ...appending };
	let goOn = (): void => undefined;
	asked = new Promise((resolve) => (goOn = resolve));
	amina.doc.getArray('words').push(['derniers']);
	await until(() => appending.begun > before.begun);
	const settled = one.sync.settleDocument(document.name);
	goOn();
	expect(await settled).toBe(true);
	expect(appending.over).toBe(appending.begun);
	expect(wordsOf(await readStored(world.database.urls.owner, document.name))).toEqual(['derniers']);
});

test('[I9][S66] people of the other node are seen under their name, and not once their node is gone', async () => {
	const limits = { presenceElsewhere: 400, presenceAgain: 100, headsApart: 50 };
	const wire = new LossyWire(FINE);
	const document = await sharedCase();
	const [one, other] = [await start(wire, limits), await start(wire, limits)];
	const lea = await open(one, world.lea, document);
	await until(() => isSaved(lea));
	lea.say({ place: 'note' });
	const amina = await open(other, world.amina, document);
	await until(() => amina.peers.some(({ place }) => place === 'note'));
	expect(amina.peers).toMatchObject([{ id: world.lea.profileId, firstName: 'Léa' }]);
	wire.cut = true;
	await until(() => amina.peers.length === 0);
	wire.cut = false;
	await until(() => amina.peers.length === 1);
	lea.destroy();
	await until(() => amina.peers.length === 0);
});

test('[S30][S67] a fact that changes on one node is on the screens of the other, and written once', async () => {
	const [one, other] = await twoNodes();
	const board = await other.sync.read(world.lea, world.board);
	const [here, there] = [await open(one, world.lea, board), await open(other, world.amina, board)];
	await until(() => [here, there].every(isSaved));
	await world.database.owner.query(
		`update public.profiles set first_name = 'Léonie' where id = $1`,
		[world.lea.profileId]
	);
	const before = (await authorsOf(world.board)).length;
	await one.sync.refresh({ groupIds: [world.groupId] });
	const knows = ({ doc }: DocumentConnection): boolean =>
		JSON.stringify(new BoardDocument(doc).doc.getMap('facts').toJSON()).includes('Léonie');
	await until(() => [here, there].every(knows));
	await until(() => fingerprint(here.doc) === fingerprint(there.doc));
	expect((await authorsOf(world.board)).slice(before)).toEqual([null]);
});

test('[S41][F18] a node that missed that a history was replaced closes it with its code', async () => {
	const [one, other, document] = await twoNodes({ limits: { heads: 20, headsApart: 10 }, lost: 1 });
	const sockets = [one, other].map(({ url }) => openRaw(url, roomOf(document), world.lea));
	await until(() => sockets.every(({ frames }) => frames.length > 0));
	const state = Y.encodeStateAsUpdate(new Y.Doc());
	await asSystem(world.database.databases, async (tx) => {
		const { rows } = await world.database.owner.query<{ id: number }>(
			'select id::integer from public.documents where name = $1',
			[document.name]
		);
		await bumpEpoch(tx, { documentId: rows[0]?.id ?? 0, state });
	});
	const closed = await Promise.all(sockets.map((socket) => socket.closed));
	expect(closed).toEqual([CLOSE.epochChanged, CLOSE.epochChanged]);
});

/** A case of Léa and Amina that nobody has opened, and its document made by a server that has gone since. */
async function sharedCase(): Promise<SharedDocument> {
	const { organizationId, otherOrganizationId, groupId, lea, amina, database } = world;
	const { id } = await buildCase(database.owner, {
		groupId,
		organizationId,
		createdBy: lea.profileId,
		circle: [lea.profileId, amina.profileId],
		agreement: [organizationId, otherOrganizationId]
	});
	const server = await startServer(database);
	const document = await server.sync.read(lea, `case:${id}`);
	await server.stop();
	return document;
}

const FINE: Weather = { random: Math.random, lost: 0, doubled: 0, delay: 1 };

async function twoNodes(
	options: Partial<Weather> & Pick<ServeOptions, 'limits' | 'wrap'> & { cut?: boolean } = {}
): Promise<[RunningServer, RunningServer, SharedDocument]> {
	const { limits = {}, wrap, cut = false, ...weather } = options;
	const wire = new LossyWire({ ...FINE, ...weather });
	wire.cut = cut;
	const document = await sharedCase();
	return [await start(wire, limits, wrap), await start(wire, limits, wrap), document];
}

async function start(
	wire: LossyWire,
	limits: Partial<Limits> = {},
	wrap = (store: DocumentStore) => store
): Promise<RunningServer> {
	const server = await startServer(world.database, { limits, wrap, bus: wire.end() });
	servers.push(server);
	return server;
}

async function open(
	server: RunningServer,
	caller: Caller,
	document: SharedDocument
): Promise<DocumentConnection> {
	const client = await openClient({ server, caller, name: document.name, document });
	clients.push(client);
	return client;
}

function pick<T>(items: readonly T[], i: number): T {
	const item = items[i % items.length];
	if (item === undefined) throw new Error('nothing to pick');
	return item;
}

const idOf = (name: DocumentName): string => name.slice(name.indexOf(':') + 1);

/** Everybody has what is stored, and nothing else. */
async function expectSame(name: DocumentName, people: DocumentConnection[]): Promise<void> {
	await until(() => new Set(people.map(({ doc }) => fingerprint(doc))).size === 1);
	const stored = fingerprint(await readStored(world.database.urls.owner, name));
	expect(new Set(people.map(({ doc }) => fingerprint(doc)))).toEqual(new Set([stored]));
}

/** What was typed is stored, and in the tables. */
async function settled(nodes: RunningServer[], name: DocumentName): Promise<void> {
	await until(() => clients.every(isSaved));
	for (const { sync } of nodes) expect(await sync.settleDocument(name)).toBe(true);
}

/** Who wrote the entries of the log, in order; those of the server that made it are left out. */
async function authorsOf(name: DocumentName): Promise<(string | null)[]> {
	const { rows } = await world.database.owner.query<{ author: string | null }>(
		`select u.author_id as author from public.document_updates as u
		join public.documents as d on d.id = u.document_id where d.name = $1 order by u.seq`,
		[name]
	);
	return rows.map(({ author }) => author);
}

async function textOf(name: DocumentName): Promise<string | undefined> {
	const { rows } = await world.database.owner.query<{ text: string }>(
		`select t.plain_text as text from public.document_texts as t
		join public.documents as d on d.id = t.document_id where d.name = $1`,
		[name]
	);
	return rows[0]?.text;
}
