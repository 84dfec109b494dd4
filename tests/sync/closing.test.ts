import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { MeetingDocument } from '../../src/lib/documents/meeting-document';
import { CLOSE } from '../../src/lib/documents/wire';
import type { Caller } from '../../src/lib/domain/caller';
import type { Minutes } from '../../src/lib/domain/minutes';
import { closeAndSeal, reopenAndTell } from '../../src/lib/server/app/close-meeting';
import { startMeeting } from '../../src/lib/server/database/meeting-runs';
import { findMinutes } from '../../src/lib/server/database/minutes';
import { asCaller } from '../../src/lib/server/database/transaction';
import type { DocumentStore } from '../../src/lib/server/sync/store';
import { buildMeeting, daysAgo } from '../support/builders';
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
import { openRaw, roomOf, type RawClient } from './raw-client';
import { writeParagraph } from './writing';

const ITEM = randomUUID();

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

let world: World;
let server: RunningServer;
let nathalie: Caller;
/** Calls back before a batch is stored, so that a test closes the meeting meanwhile. */
let beforeStoring: (() => Promise<void>) | null = null;
const clients: DocumentConnection[] = [];
let day = 0;

beforeAll(async () => {
	world = await buildWorld();
	nathalie = (await newColleague(world, false)).caller;
	await world.database.owner.query(
		`update public.mandates set role = 'facilitator' where profile_id = $1`,
		[nathalie.profileId]
	);
	server = await startServer(world.database, {
		wrap: (store): DocumentStore => ({
			...store,
			async append(batches, options) {
				const wait = beforeStoring;
				beforeStoring = null;
				await wait?.();
				return store.append(batches, options);
			}
		}),
		limits: { settle: 100, accessChanges: 50 }
	});
});
afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test('[S45] words acknowledged just before a meeting closes are in its minutes, and its screens only read', async () => {
	const { meetingId, writer, other } = await openMeeting();
	write(writer, 'Premiers mots');
	await until(() => isSaved(writer));
	await Promise.all([
		closeAndSeal(app(), nathalie, meetingId),
		closeAndSeal(app(), nathalie, meetingId)
	]);
	expect(await notesOf(meetingId)).toBe('Premiers mots');
	expect(await other.closed).toBe(CLOSE.accessChanged);
	expect((await server.sync.read(world.lea, `meeting:${meetingId}`)).access).toBe('read');
	const { versions, status } = await minutesOf(meetingId);
	expect({ status, versions: versions.length }).toEqual({ status: 'closed', versions: 1 });
});

test('[S45] words that were being stored while the meeting closed are in its minutes', async () => {
	const { meetingId, writer } = await openMeeting();
	await until(() => isSaved(writer));
	const closing: Promise<unknown>[] = [];
	beforeStoring = async () => {
		// The meeting is closed before the words come to the tables.
		closing.push(closeAndSeal(app(), nathalie, meetingId));
		await untilAsync(async () => (await minutesOf(meetingId)).status === 'closed');
	};
	write(writer, 'Derniers mots');
	await until(() => closing.length > 0);
	await Promise.all(closing);
	expect(await notesOf(meetingId)).toBe('Derniers mots');
});

test('[S46] a meeting opened again is written on again, and its first minutes stay', async () => {
	const { meetingId, writer } = await openMeeting();
	write(writer, 'Avant');
	await until(() => isSaved(writer));
	await closeAndSeal(app(), nathalie, meetingId);
	await reopenAndTell(app(), nathalie, { meetingId, reason: 'Un oubli' });
	const again = await open(meetingId);
	await until(() => isSaved(again));
	write(again, 'Après');
	await until(() => isSaved(again));
	await closeAndSeal(app(), nathalie, meetingId);
	expect(await notesOf(meetingId)).toBe('Avant\nAprès');
	expect(await notesOf(meetingId, 1)).toBe('Avant');
});

test('[S47] a meeting that nobody closed closes by itself, and its minutes are written', async () => {
	const { meetingId, writer, other } = await openMeeting();
	write(writer, 'Personne n’a clos');
	await until(() => isSaved(writer));
	await world.database.owner.query(
		`with r as (update public.meeting_runs set started_at = now() - interval '9 hours' where meeting_id = $1)
		 update public.meetings set starts_at = now() - interval '9 hours', ends_at = now() - interval '7 hours' where id = $1`,
		[meetingId]
	);
	expect(await other.closed).toBe(CLOSE.accessChanged);
	await untilAsync(async () => (await minutesOf(meetingId)).versions.length === 1);
	expect(await notesOf(meetingId)).toBe('Personne n’a clos');
});

interface OpenMeeting {
	meetingId: string;
	/** Somebody who notes, and somebody whose socket is watched. */
	writer: DocumentConnection;
	other: RawClient;
}

/** A meeting that runs, with one more item, and two people. */
async function openMeeting(): Promise<OpenMeeting> {
	day += 1;
	const meetingId = await buildMeeting(world.database.owner, {
		groupId: world.groupId,
		createdBy: nathalie.profileId,
		startsAt: daysAgo(200 - day)
	});
	await asCaller(world.database.databases, nathalie, (tx) => startMeeting(tx, meetingId));
	const writer = await open(meetingId);
	new MeetingDocument(writer.doc).addItem({
		item: {
			...{ id: ITEM, kind: 'free', caseId: null, title: 'Garde', question: '', minutes: 5 },
			...{ position: 'Z', informed: false, presenterId: null }
		},
		origin: null
	});
	const document = await server.sync.read(world.amina, `meeting:${meetingId}`);
	const other = openRaw(server.url, roomOf(document), world.amina);
	return { meetingId, writer, other };
}

async function open(meetingId: string): Promise<DocumentConnection> {
	const client = await openClient({ server, caller: world.lea, name: `meeting:${meetingId}` });
	clients.push(client);
	return client;
}

/** Notes something on the item. */
function write({ doc }: DocumentConnection, text: string): void {
	const item = new MeetingDocument(doc).items().find(({ id }) => id === ITEM);
	if (item) writeParagraph(item.notes, text);
}

function app(): Parameters<typeof closeAndSeal>[0] {
	const { databases } = world.database;
	return { databases, sync: server.sync, log: SILENT as never };
}

function minutesOf(meetingId: string, version?: number): Promise<Minutes> {
	const question = { meetingId, cut: 'full' as const, ...(version ? { version } : {}) };
	return asCaller(world.database.databases, world.lea, (tx) => findMinutes(tx, question));
}

async function notesOf(meetingId: string, version?: number): Promise<string | undefined> {
	const { items } = await minutesOf(meetingId, version);
	return items.find(({ id }) => id === ITEM)?.notes;
}

async function untilAsync(condition: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 10_000;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error('it did not come');
	}
}
