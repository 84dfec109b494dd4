import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelMeeting, restoreMeeting } from '../../src/lib/server/database/meetings';
import { meetingFacts } from '../../src/lib/server/database/facts';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { projectAgenda } from '../../src/lib/server/database/projection';
import {
	agendaRecipients,
	openSkip,
	sendAgenda,
	skipCase,
	unskipCase
} from '../../src/lib/server/database/review-queue';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(async () => {
	await owner('delete from public.skips');
	await owner(
		`update public.meetings set status = 'draft', agenda_sent_at = null, agenda_sent_as = null where id = $1`,
		world.meeting
	);
	await owner(`update public.agenda_items set question = 'Que proposer ?'`);
});
afterAll(() => database.drop());

test('[V1] a facilitator leaves a case for another meeting, changes the word and takes it back', async () => {
	await skip('facilitator', { word: ' Le mois prochain ' });
	const facts = await skips();
	expect(facts).toMatchObject([
		{ caseId: world.shared.id, byId: world.people.facilitator, word: 'Le mois prochain' }
	]);
	await skip('facilitator', { word: 'Le mois prochain' });
	expect(await skips()).toEqual(facts);
	await skip('facilitator', { word: 'Après la visite' });
	expect(await skips()).toMatchObject([{ word: 'Après la visite' }]);
	await as('facilitator', (tx) => unskipCase(tx, subject()));
	expect(await skips()).toEqual([]);
});

test('[V2] nobody else does, nor of a case that the group does not know, nor at the word of somebody outside', async () => {
	await expect(skip('circle', {})).rejects.toMatchObject({ code: 'not_allowed' });
	for (const caseId of [world.unshared.id, world.elsewhere.id])
		await expect(skip('facilitator', { caseId })).rejects.toMatchObject({ code: 'not_found' });
	const askerId = world.people.neighbour;
	await expect(skip('facilitator', { askerId })).rejects.toMatchObject({ code: 'invalid' });
	await expect(skip('facilitator', { meetingId: world.closedMeeting })).rejects.toMatchObject({
		code: 'conflict'
	});
	await as('facilitator', (tx) => cancelMeeting(tx, world.meeting));
	await expect(skip('facilitator', {})).rejects.toMatchObject({ code: 'conflict' });
	await as('facilitator', (tx) => restoreMeeting(tx, world.meeting));
});

test('[V3] a case whose agreement was withdrawn is in no list of what was left', async () => {
	await skip('facilitator', {});
	await owner('update public.agreements set withdrawn_at = now() where id = $1', world.agreement);
	expect(await skips()).toEqual([]);
	await owner('update public.agreements set withdrawn_at = null where id = $1', world.agreement);
	expect(await skips()).toHaveLength(1);
});

test('[V5] an agenda is sent once as it is, and again after a change on another day only', async () => {
	const send = (fingerprint: string): Promise<boolean> =>
		as('facilitator', (tx) => sendAgenda(tx, { meetingId: world.meeting, fingerprint }));
	expect(await send('un')).toBe(true);
	expect(await send('un')).toBe(false);
	expect(await meeting()).toMatchObject({ status: 'sent', sending: { fingerprint: 'un' } });
	await expect(send('deux')).rejects.toMatchObject({ code: 'conflict' });
	await owner(
		`update public.meetings set agenda_sent_at = agenda_sent_at - interval '1 day' where id = $1`,
		world.meeting
	);
	expect(await send('deux')).toBe(true);
	expect(await meeting()).toMatchObject({ sending: { fingerprint: 'deux' } });
});

test('[V5] two who send at once send one letter', async () => {
	const sent = await Promise.all(
		['un', 'un'].map((fingerprint) =>
			as('facilitator', (tx) => sendAgenda(tx, { meetingId: world.meeting, fingerprint }))
		)
	);
	expect(sent.sort()).toEqual([false, true]);
});

test('[V6] a case without its question is not sent', async () => {
	await owner(`update public.agenda_items set question = ' ' where meeting_id = $1`, world.meeting);
	const send = as('facilitator', (tx) =>
		sendAgenda(tx, { meetingId: world.meeting, fingerprint: 'un' })
	);
	await expect(send).rejects.toMatchObject({ code: 'invalid' });
});

test('[V6] what began or is over is not sent', async () => {
	for (const status of ['running', 'closed']) {
		await owner('update public.meetings set status = $2 where id = $1', world.meeting, status);
		const send = as('facilitator', (tx) =>
			sendAgenda(tx, { meetingId: world.meeting, fingerprint: 'un' })
		);
		await expect(send, status).rejects.toMatchObject({ code: 'conflict' });
	}
});

test('[V7] letters go to those who work in the group now, whose account is not suspended', async () => {
	const emails = await recipients();
	expect(emails).toHaveLength(5);
	await owner(
		`update auth.users set banned_until = now() + interval '1 day' where id = $1`,
		world.people.partner
	);
	expect(await recipients()).toHaveLength(4);
	await owner('update auth.users set banned_until = null where id = $1', world.people.partner);
	const asked = as('facilitator', (tx) => agendaRecipients(tx, world.meeting));
	await expect(asked).rejects.toMatchObject({ code: '42501' });
});

test('[V8] a case says since when it waits, and nothing of what waits', async () => {
	await owner(
		`update public.blockers set status_changed_at = '2026-01-10T12:00:00Z' where case_id = $1`,
		world.shared.id
	);
	await owner(
		`update public.requests set asked_at = '2026-02-11T12:00:00Z' where case_id = $1`,
		world.shared.id
	);
	await owner(
		`update public.actions set due_on = '2026-03-12' where case_id = $1`,
		world.shared.id
	);
	await owner(
		`update public.cases set stage = 'employment', stage_since = '2026-04-13T12:00:00Z' where id = $1`,
		world.shared.id
	);
	const [found] = (await facts()).cases;
	expect(found).toMatchObject({
		stuckSince: '2026-01-10',
		askedSince: '2026-02-11',
		lateSince: '2026-03-12',
		employedSince: '2026-04-13',
		blockers: [{ type: 'reserved' }]
	});
	await owner(`update public.blockers set status = 'lifted' where case_id = $1`, world.shared.id);
	await owner(
		`update public.requests set state = 'closed', closed_at = now() where case_id = $1`,
		world.shared.id
	);
	await owner(`update public.actions set status = 'done' where case_id = $1`, world.shared.id);
	await owner(`update public.cases set stage = 'project' where id = $1`, world.shared.id);
	expect((await facts()).cases).toMatchObject([
		{ stuckSince: null, askedSince: null, lateSince: null, employedSince: null }
	]);
});

test('[V4] only whoever proposed it reads the word, once', async () => {
	await skip('facilitator', { askerId: world.people.circle, word: 'Le mois prochain' });
	const { rows } = await database.owner.query<{ id: string }>('select id from public.skips');
	const id = rows[0]?.id ?? '';
	await expect(as('partner', (tx) => openSkip(tx, id))).rejects.toMatchObject({
		code: 'not_found'
	});
	expect(await inbox('circle', 'skip')).toMatchObject([
		{ id: `skip:${id}`, text: 'Le mois prochain', doneAt: null }
	]);
	for (const other of ['partner', 'facilitator'] as const)
		expect(await inbox(other, 'skip'), other).toEqual([]);
	expect(await as('circle', (tx) => openSkip(tx, id))).toEqual({ caseId: world.shared.id });
	expect(await inbox('circle', 'skip')).toMatchObject([{ doneAt: expect.any(String) as string }]);
	await owner(`update public.skips set seen_at = null, created_at = now() - interval '8 days'`);
	expect(await inbox('circle', 'skip')).toEqual([]);
});

test('[V4] nobody is told of their own choice', async () => {
	await skip('facilitator', { askerId: world.people.facilitator });
	expect(await inbox('facilitator', 'skip')).toEqual([]);
});

test('[V9] the référent is asked to inform the person, from the sending until it is done', async () => {
	const { meeting: meetingId, shared, people } = world;
	const project = (informed: boolean): Promise<string[]> =>
		asSystem(database.databases, (tx) =>
			projectAgenda(tx, meetingId, [
				{
					itemId: `case:${shared.id}`,
					kind: 'case',
					caseId: shared.id,
					title: '',
					question: 'Que proposer ?',
					minutes: 6,
					notes: '',
					parked: false,
					presenterId: null,
					informed
				}
			])
		);
	await owner('update public.cases set referent_id = $2 where id = $1', shared.id, people.circle);
	await project(false);
	expect(await inbox('circle', 'inform')).toEqual([]);
	await as('facilitator', (tx) => sendAgenda(tx, { meetingId, fingerprint: 'un' }));
	expect(await inbox('circle', 'inform')).toMatchObject([
		{ case: { reference: shared.reference }, author: null, text: null }
	]);
	expect(await inbox('partner', 'inform')).toEqual([]);
	expect(await project(true)).toEqual([shared.id]);
	expect(await project(true)).toEqual([]);
	expect(await inbox('circle', 'inform')).toEqual([]);
});

async function inbox(
	actor: 'circle' | 'partner' | 'facilitator',
	kind: string
): Promise<unknown[]> {
	const { items } = await asSystem(database.databases, (tx) => inboxFacts(tx, world.people[actor]));
	return items.filter((item) => item.kind === kind);
}

function subject(): { meetingId: string; caseId: string } {
	return { meetingId: world.meeting, caseId: world.shared.id };
}

function skip(
	actor: SignedIn,
	fields: Partial<{ meetingId: string; caseId: string; askerId: string | null; word: string }>
): Promise<void> {
	return as(actor, (tx) => skipCase(tx, { ...subject(), askerId: null, word: '', ...fields }));
}

async function facts(): Promise<NonNullable<Awaited<ReturnType<typeof meetingFacts>>>> {
	const found = await asSystem(database.databases, (tx) => meetingFacts(tx, world.meeting));
	if (!found) throw new Error('no meeting');
	return found;
}

async function skips(): Promise<unknown[]> {
	return (await facts()).skips;
}

async function meeting(): Promise<object> {
	const { meeting: found, sending } = await facts();
	return { status: found.status, sending };
}

function recipients(): Promise<string[]> {
	return asSystem(database.databases, (tx) => agendaRecipients(tx, world.meeting));
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

async function owner(statement: string, ...values: unknown[]): Promise<void> {
	await database.owner.query(statement, values);
}
