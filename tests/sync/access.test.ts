import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { BoardDocument } from '../../src/lib/documents/board-document';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { plainTextOf } from '../../src/lib/documents/rich-text';
import { CLOSE, COLLAB_PATH } from '../../src/lib/documents/wire';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { callerFor } from '../support/builders';
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
import { openRaw, syncFrame } from './raw-client';
import { headersOf } from './serve';
import { writeParagraph } from './writing';

let world: World;
let server: RunningServer;
const clients: DocumentConnection[] = [];

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database, {
		limits: { accessChanges: 50, beat: 50, recheck: 300, settle: 100 }
	});
});
afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test.each([
	['no Origin', undefined],
	['a foreign Origin', 'https://ailleurs.example']
])('[S1] %s is refused before the socket opens', async (_, origin) => {
	const { cookie } = headersOf(world.lea);
	const ws = new WebSocket(`${server.url}${COLLAB_PATH}${world.case}.1`, {
		headers: { ...(cookie ? { cookie } : {}), ...(origin ? { origin } : {}) }
	});
	const status = new Promise((resolve) =>
		ws.on('unexpected-response', (_request, response) => resolve(response.statusCode))
	);
	expect(await status).toBe(403);
});

test.each([
	['a path', '..%2fboard.1'],
	['a star', '*.1'],
	['a NUL', 'board:%00.1'],
	['no UUID', 'board:1.1'],
	['10 kB', `board:${'0'.repeat(10_000)}.1`],
	['no epoch', 'case:00000000-0000-4000-8000-000000000000']
])('[S2][F12] a forged room (%s) is not found and makes nothing', async (_, room) => {
	const before = await documentCount();
	expect(await openRaw(server.url, room, world.lea).closed).toBe(CLOSE.notFound);
	expect(await documentCount()).toBe(before);
});

test('[S2] a document of nothing and one of others get the same answer, and nothing is sent', async () => {
	const others = openRaw(server.url, `${world.case}.1`, world.karim);
	const nothing = openRaw(server.url, 'case:00000000-0000-4000-8000-000000000000.1', world.karim);
	expect([await others.closed, await nothing.closed]).toEqual([CLOSE.noAccess, CLOSE.noAccess]);
	expect([...others.frames, ...nothing.frames]).toEqual([]);
});

test('[F13] nobody, and somebody whose session is over, are signed out', async () => {
	const ended = await callerFor(world.database.owner, world.lea.profileId);
	await world.database.owner.query('delete from auth.sessions where id = $1', [ended.sessionId]);
	expect(await openRaw(server.url, `${world.board}.1`, null).closed).toBe(CLOSE.signedOut);
	expect(await openRaw(server.url, `${world.board}.1`, ended).closed).toBe(CLOSE.signedOut);
});

test('[S11][I3] an edit by a reader enters nothing and closes', async () => {
	await closeMeeting();
	const document = await server.sync.read(world.lea, world.meeting);
	expect(document.access).toBe('read');
	const reader = openRaw(server.url, `${world.meeting}.${document.epoch}`, world.lea);
	await until(() => reader.frames.length > 0);
	const doc = new Y.Doc();
	doc.getMap('items').set('x', 'forged');
	reader.send(syncFrame(2, Y.encodeStateAsUpdate(doc)));
	expect(await reader.closed).toBe(CLOSE.noAccess);
	const after = await server.sync.read(world.lea, world.meeting);
	expect(after.state).toBe(document.state);
});

test('[S11] a reader who comes back with what everybody has stays', async () => {
	const inbox: DocumentName = `inbox:${world.lea.profileId}`;
	const lea = await open(world.lea, inbox);
	await until(() => isSaved(lea));
	expect(lea.ended).toBeNull();
});

test.each(['a mandate', 'a circle membership'])(
	'[I4][F15] %s that ends closes the socket at once, and what is typed then is not stored',
	async (what) => {
		const { caller } = await newColleague(world, what === 'a circle membership');
		const name = what === 'a mandate' ? world.board : world.case;
		const client = await open(caller, name);
		const lea = await open(world.lea, name);
		await until(() => isSaved(client) && isSaved(lea));
		const table = what === 'a mandate' ? 'mandates' : 'circle_members';
		await world.database.owner.query(
			`update public.${table} set ends_at = now() where profile_id = $1`,
			[caller.profileId]
		);
		await server.sync.recheck([caller.profileId]);
		const known = Y.encodeStateVector(client.doc);
		client.doc.getMap('late').set('typed', 'after');
		lea.doc.getMap('other').set('typed', 'after');
		await until(() => client.ended === 'no_access');
		await until(() => isSaved(lea));
		expect(client.save).toBe('at_risk');
		expect(lea.doc.getMap('late').size).toBe(0);
		expect(Y.decodeStateVector(known).get(lea.doc.clientID)).toBeUndefined();
		expect(client.doc.getMap('other').size).toBe(0);
	}
);

test('[S40] a mandate that ends by its date, or by somebody else, is noticed without being told', async () => {
	const byDate = await newColleague(world, false);
	const elsewhere = await newColleague(world, false);
	const [first, second] = [
		await open(byDate.caller, world.board),
		await open(elsewhere.caller, world.board)
	];
	await until(() => isSaved(first) && isSaved(second));
	await world.database.owner.query(
		`update public.mandates set ends_at = now() + interval '200 milliseconds' where profile_id = $1`,
		[byDate.caller.profileId]
	);
	await world.database.owner.query(
		'update public.mandates set ends_at = now() where profile_id = $1',
		[elsewhere.caller.profileId]
	);
	await until(() => first.ended === 'no_access' && second.ended === 'no_access');
});

test('[S40] a session that ends closes its sockets only', async () => {
	const again = await callerFor(world.database.owner, world.amina.profileId);
	const [first, second] = [await open(world.amina), await open(again)];
	await until(() => isSaved(first) && isSaved(second));
	await world.database.owner.query('delete from auth.sessions where id = $1', [again.sessionId]);
	await server.sync.endSessions([again.sessionId]);
	await until(() => second.ended === 'signed_out');
	expect(first.ended).toBeNull();
});

test('[S31] a write to the facts is undone for everybody and closes its author', async () => {
	const [forger, lea] = [await open(world.amina, world.board), await open(world.lea, world.board)];
	await until(() => isSaved(forger) && isSaved(lea));
	// Who left in other tests may still be among the members.
	await server.sync.refresh({ groupIds: [world.groupId] });
	await until(() => isSaved(lea));
	const facts = JSON.stringify(lea.doc.getMap('facts').toJSON());
	forger.doc.transact(() => {
		forger.doc.getMap('facts').set('members', []);
		forger.doc.getMap('facts').delete(`card:${world.caseId}`);
		forger.doc.getMap('cards').delete(world.caseId);
	});
	await until(() => forger.ended === 'no_access');
	new BoardDocument(lea.doc).propose({
		caseId: world.caseId,
		proposal: { question: 'Une place ?', by: world.lea.profileId },
		origin: null
	});
	await until(() => isSaved(lea));
	expect(JSON.stringify(lea.doc.getMap('facts').toJSON())).toBe(facts);
	const again = await open(world.amina, world.board);
	expect(new BoardDocument(again.doc).card(world.caseId)?.proposal?.question).toBe('Une place ?');
	expect(JSON.stringify(again.doc.getMap('facts').toJSON())).toBe(facts);
});

test('[F15] what was written offline by somebody who lost access is kept to be copied, not stored', async () => {
	const { caller } = await newColleague(world, true);
	const document = await server.sync.read(caller, world.case);
	const client = await openClient({ server, caller, name: world.case, document, connect: false });
	clients.push(client);
	client.connect();
	await until(() => isSaved(client));
	const lost = await openClient({ server, caller, name: world.case, document, connect: false });
	clients.push(lost);
	await world.database.owner.query(
		'update public.circle_members set ends_at = now() where profile_id = $1',
		[caller.profileId]
	);
	lost.connect();
	writeParagraph(new CaseDocument(lost.doc).note, 'Une phrase hors ligne.');
	await until(() => lost.ended === 'no_access');
	expect(lost.save).toBe('at_risk');
	expect(lost.unsentText()).toBe('Une phrase hors ligne.');
	const lea = await open(world.lea);
	await until(() => isSaved(lea));
	expect(plainTextOf(new CaseDocument(lea.doc).note)).not.toContain('hors ligne');
});

async function open(caller: Caller, name = world.case): Promise<DocumentConnection> {
	const client = await openClient({ server, caller, name });
	clients.push(client);
	return client;
}

async function closeMeeting(): Promise<void> {
	await world.database.owner.query(`update public.meetings set status = 'closed' where id = $1`, [
		world.meetingId
	]);
}

async function documentCount(): Promise<number> {
	const { rows } = await world.database.owner.query<{ count: number }>(
		'select count(*)::int as count from public.documents'
	);
	return rows[0]?.count ?? 0;
}
