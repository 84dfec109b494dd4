/** What is stored together and what is not: words alone, and what the tables are told. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { CaseDocument } from '../../src/lib/documents/case-document';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import type { Limits } from '../../src/lib/server/sync/limits';
import type { Batch, DocumentStore } from '../../src/lib/server/sync/store';
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
import { writeParagraph } from './writing';

const NOTES = 20;
const AT_ONCE = 8;

let world: World;
let server: RunningServer;
const clients: DocumentConnection[] = [];

beforeAll(async () => {
	world = await buildWorld();
});
afterEach(async () => {
	for (const client of clients.splice(0)) client.destroy();
	await server.stop();
});
afterAll(() => world.database.drop());

test('[S28] the tables are told of eight documents at a time, apart from words alone, and of all of them in the end', async () => {
	const writes: Batch[][] = [];
	await start({ writeEvery: 200 }, (batches) => {
		writes.push(batches);
		return Promise.resolve();
	});
	const notes = await openNotes(NOTES);
	for (const [i, note] of notes.entries()) write(note, `mot-${i}`);
	await until(() => notes.every(isSaved));
	await until(() => writes.flat().filter(({ projection }) => projection?.text).length >= NOTES);
	await expect.poll(() => texts()).toEqual(notes.map((_, i) => `mot-${i}`).toSorted());
	const told = writes.map((batches) => batches.filter(({ projection }) => projection).length);
	expect(Math.max(...told)).toBe(AT_ONCE);
	for (const [i, batches] of writes.entries()) expect([0, batches.length]).toContain(told[i]);
});

test('[S28] words alone are saved while what is stored with them waits for the tables', async () => {
	const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
	let held = 0;
	await start({ writeEvery: 200, projectEvery: 60_000 }, async (batches) => {
		if (!batches.some(({ projection }) => projection)) return;
		// The first tells of the note that has words alone later.
		if (++held > 1) await released;
	});
	const [words, projected] = await openNotes(2);
	if (!words || !projected) throw new Error('two notes');
	write(words, 'avant');
	await until(() => isSaved(words));
	write(projected, 'connu des tables');
	write(words, 'des mots');
	await until(() => isSaved(words) && held === 2);
	expect(isSaved(projected)).toBe(false);
	release(undefined);
	await until(() => isSaved(projected));
});

/** Starts a server whose every append is told to `onappend` first, and waits for it. */
async function start(
	limits: Partial<Limits>,
	onappend: (batches: Batch[]) => Promise<void>
): Promise<void> {
	server = await startServer(world.database, {
		limits,
		wrap: (store: DocumentStore) => ({
			...store,
			append: async (batches, options) => {
				await onappend(batches);
				return store.append(batches, options);
			}
		})
	});
}

async function openNotes(count: number): Promise<DocumentConnection[]> {
	const documents: SharedDocument[] = [];
	for (let i = 0; i < count; i++) documents.push(await newDocument(world));
	const opened = await Promise.all(
		documents.map(({ name }) => openClient({ server, caller: world.lea, name }))
	);
	clients.push(...opened);
	await until(() => opened.every(isSaved));
	return opened;
}

function write(client: DocumentConnection, text: string): void {
	writeParagraph(new CaseDocument(client.doc).note, text);
}

/** The words of the notes as the tables know them. */
async function texts(): Promise<string[]> {
	const { rows } = await world.database.owner.query<{ text: string }>(
		`select plain_text as text from public.document_texts where plain_text like '%mot-%'`
	);
	return rows.map(({ text }) => /mot-\d+/.exec(text)?.[0] ?? '').toSorted();
}
