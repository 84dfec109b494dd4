import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { BoardDocument } from '../../src/lib/documents/board-document';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { InboxDocument } from '../../src/lib/documents/inbox-document';
import { MeetingDocument } from '../../src/lib/documents/meeting-document';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { answerCircleRequest, askToJoinCircle } from '../../src/lib/server/database/circles';
import { addDecision } from '../../src/lib/server/database/decisions';
import { startMeeting } from '../../src/lib/server/database/meeting-runs';
import { asCaller } from '../../src/lib/server/database/transaction';
import { buildAgreement, buildCase, buildMeeting, daysAgo } from '../support/builders';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { writeMention } from './writing';

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

test('[S33][S34] a mention in a note is in the inbox of who is called, and its words go with its text', async () => {
	const [lea, inbox] = [
		await open(world.lea, world.case),
		await open(world.amina, inboxOf(world.amina))
	];
	await until(() => isSaved(lea));
	const mentionId = randomUUID();
	const { note } = new CaseDocument(lea.doc);
	const called = { id: world.amina.profileId, label: 'Amina Nom', mentionId };
	writeMention(note, { before: 'Peux-tu voir la garde ? ', ...called });
	const items = () =>
		new InboxDocument(inbox.doc).inbox().items.filter(({ kind }) => kind === 'mention');
	await until(() => items().length === 1);
	expect(items()[0]).toMatchObject({
		id: `mention:${mentionId}`,
		author: { id: world.lea.profileId },
		text: 'Peux-tu voir la garde ? @Amina Nom'
	});
	note.delete(note.length - 1, 1);
	await until(() => items()[0]?.text === null);
	expect(items()[0]?.request).toMatchObject({ state: 'asked', removed: true });
});

test('[S34] the last interview is the last contact on the board', async () => {
	const [lea, board] = [await open(world.lea, world.case), await open(world.amina, world.board)];
	await until(() => isSaved(lea) && isSaved(board));
	const date = daysAgo(3).slice(0, 10);
	new CaseDocument(lea.doc).addInterview({
		interview: {
			id: randomUUID(),
			kind: 'interview',
			date,
			place: '',
			authorId: world.lea.profileId
		},
		origin: null
	});
	await until(() => new BoardDocument(board.doc).card(world.caseId)?.lastContactOn === date);
});

test('[S33] the agenda of a meeting is in the tables, and on the card of its cases', async () => {
	const [lea, board] = [await open(world.lea, world.meeting), await open(world.amina, world.board)];
	await until(() => isSaved(lea) && isSaved(board));
	new MeetingDocument(lea.doc).addItem({
		item: {
			id: `case:${world.caseId}`,
			kind: 'case',
			caseId: world.caseId,
			title: '',
			question: 'Une place en crèche ?',
			minutes: 6,
			position: 'C',
			informed: true,
			presenterId: null
		},
		origin: null
	});
	await until(() => typeof new BoardDocument(board.doc).card(world.caseId)?.agendaOn === 'string');
	const { rows } = await world.database.owner.query(
		'select question, rank from public.agenda_items where meeting_id = $1 and case_id = $2',
		[world.meetingId, world.caseId]
	);
	expect(rows).toEqual([{ question: 'Une place en crèche ?', rank: 2 }]);
});

test('[S30] whoever asked to join a circle reads the answer on their open inbox, and the circle the request on its page', async () => {
	const inbox = await open(world.karim, inboxOf(world.karim));
	const page = await open(world.lea, world.case);
	await until(() => isSaved(inbox) && isSaved(page));
	const id = randomUUID();
	const { databases } = world.database;
	await asCaller(databases, world.karim, (tx) =>
		askToJoinCircle(tx, { id, caseId: world.caseId, reason: 'Suivre ensemble' })
	);
	await server.sync.refresh({ caseIds: [world.caseId] });
	await until(() => new CaseDocument(page.doc).facts()?.requests.length === 1);
	await asCaller(databases, world.amina, (tx) =>
		answerCircleRequest(tx, { requestId: id, accept: false, word: 'Pas encore', agreed: null })
	);
	await server.sync.refresh({ caseIds: [world.caseId] });
	const answers = () =>
		new InboxDocument(inbox.doc).inbox().items.filter(({ kind }) => kind === 'circle_answer');
	await until(() => answers().length === 1);
	expect(answers()[0]?.text).toBe('Pas encore');
	expect(new CaseDocument(page.doc).facts()?.requests).toEqual([]);
});

test('[S30] what a command changes is on open screens when it is over', async () => {
	const board = await open(world.lea, world.board);
	const page = await open(world.amina, world.case);
	await until(() => isSaved(board) && isSaved(page));
	await world.database.owner.query(
		`insert into public.blockers (case_id, group_id, type_code, created_by) values ($1, $2, 'health', $3)`,
		[world.caseId, world.groupId, world.lea.profileId]
	);
	await server.sync.refresh({ caseIds: [world.caseId] });
	await until(() => new CaseDocument(page.doc).facts()?.blockers.length === 1);
	await until(() => new BoardDocument(board.doc).card(world.caseId)?.blockers.length === 1);
	expect(new BoardDocument(board.doc).card(world.caseId)?.blockers).toEqual([
		{ type: 'reserved', status: 'open' }
	]);
});

test('[S30] a case that becomes shared goes from the board of its organisation to that of all, where it was', async () => {
	const { id } = await buildCase(world.database.owner, {
		groupId: world.groupId,
		organizationId: world.organizationId,
		createdBy: world.lea.profileId
	});
	const own = await open(world.lea, `board-own:${world.groupId}:${world.organizationId}`);
	const board = await open(world.amina, world.board);
	await until(() => isSaved(own) && isSaved(board));
	const placement = {
		stage: 'diagnosis' as const,
		by: world.lea.profileId,
		at: new Date().toISOString()
	};
	new BoardDocument(own.doc).place({ caseId: id, placement, origin: null });
	await until(() => isSaved(own));
	expect(new BoardDocument(board.doc).card(id)).toBeNull();
	await buildAgreement(world.database.owner, {
		groupId: world.groupId,
		caseId: id,
		recordedBy: world.lea.profileId,
		organizationIds: [world.organizationId]
	});
	await server.sync.refresh({ caseIds: [id] });
	await until(() => new BoardDocument(board.doc).card(id)?.placement.stage === 'diagnosis');
	await until(() => new BoardDocument(own.doc).card(id) === null);
	expect(new BoardDocument(own.doc).entryIds()).toEqual([]);
});

test('[S33] the agenda that a meeting begins with is projected when its document is made', async () => {
	const meetingId = await buildMeeting(world.database.owner, {
		groupId: world.groupId,
		createdBy: world.lea.profileId,
		startsAt: daysAgo(-9)
	});
	const client = await open(world.lea, `meeting:${meetingId}`);
	await until(() => isSaved(client));
	const { rows } = await world.database.owner.query<{ id: string }>(
		'select item_id as id from public.agenda_items where meeting_id = $1 order by rank',
		[meetingId]
	);
	expect(rows).toHaveLength(2);
	expect(new MeetingDocument(client.doc).items().map(({ id }) => id)).toEqual(
		rows.map(({ id }) => id)
	);
});

test('[S30] the course of a meeting and what it decides are on every screen of it, and in the inboxes concerned', async () => {
	const { databases, owner } = world.database;
	const meetingId = await buildMeeting(owner, {
		groupId: world.groupId,
		createdBy: world.lea.profileId,
		startsAt: daysAgo(-10)
	});
	await owner.query(`update public.mandates set role = 'facilitator' where profile_id = $1`, [
		world.lea.profileId
	]);
	const page = await open(world.karim, `meeting:${meetingId}`);
	const inbox = await open(world.karim, inboxOf(world.karim));
	await until(() => isSaved(page) && isSaved(inbox));
	const meeting = new MeetingDocument(page.doc);
	const [first] = meeting.items();
	expect(meeting.run()).toBeNull();
	await asCaller(databases, world.lea, (tx) => startMeeting(tx, meetingId));
	const profileIds = [world.karim.profileId];
	await server.sync.refresh({ meetingIds: [meetingId], profileIds });
	await until(() => meeting.run()?.itemId === first?.id);
	await until(() => new InboxDocument(inbox.doc).running()[0]?.meetingId === meetingId);
	const id = randomUUID();
	await asCaller(databases, world.lea, (tx) =>
		addDecision(tx, {
			...{ id, meetingId, itemId: first?.id ?? '', kind: 'request', label: 'Une salle ?' },
			...{ ownerId: world.karim.profileId, dueOn: null, blockerType: null }
		})
	);
	await server.sync.refresh({ meetingIds: [meetingId], profileIds });
	await until(() => meeting.decisions()[0]?.id === id);
	await until(() =>
		new InboxDocument(inbox.doc).inbox().items.some((item) => item.id === `decision:${id}`)
	);
});

async function open(caller: Caller, name: DocumentName): Promise<DocumentConnection> {
	const client = await openClient({ server, caller, name });
	clients.push(client);
	return client;
}

function inboxOf({ profileId }: Caller): DocumentName {
	return `inbox:${profileId}`;
}
