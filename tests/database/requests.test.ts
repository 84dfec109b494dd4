import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HelpRequest } from '../../src/lib/domain/request';
import type { InboxItem } from '../../src/lib/domain/inbox';
import { boardFacts, caseFacts } from '../../src/lib/server/database/facts';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { projectMentions, type MentionProjection } from '../../src/lib/server/database/projection';
import {
	answerRequest,
	askRequest,
	closeRequest,
	dateRequest,
	declineRequest,
	remindRequest,
	reopenRequest,
	seeRequest,
	takeRequest
} from '../../src/lib/server/database/requests';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());
beforeEach(async () => {
	await database.owner.query('delete from public.mentions');
	await database.owner.query('delete from public.requests');
	await database.owner.query('delete from public.notices');
});

test('[RQ1] a mention asks once; its request has its id and its words', async () => {
	const asked = mention({});
	await project([asked]);
	await project([{ ...asked, authorId: null, excerpt: 'Peux-tu le rappeler lundi ?' }]);
	expect(await requestsOfCase()).toMatchObject([
		{
			id: asked.id,
			targetId: world.people.partner,
			words: 'Peux-tu le rappeler lundi ?',
			state: 'asked',
			fromNote: true
		}
	]);
	expect(await noticesOf('partner')).toEqual(['mention']);
});

test('[RQ2] a request outlives its text, without its words, until its asker closes it', async () => {
	const asked = mention({});
	await project([asked]);
	expect(await project([])).toEqual([world.people.partner]);
	expect(await requestsOfCase()).toMatchObject([
		{ id: asked.id, words: null, removed: true, state: 'asked' }
	]);
	const { rows } = await database.owner.query(
		`select from public.requests as r where r::text like '%rappeler%'`
	);
	expect(rows).toEqual([]);
	expect(await itemsOf('partner', 'mention')).toMatchObject([
		{ text: null, request: { removed: true } }
	]);
	await as('circle', (tx) => closeRequest(tx, asked.id));
	expect(await requestsOfCase()).toMatchObject([{ state: 'closed' }]);
	expect(await itemsOf('partner', 'mention')).toMatchObject([
		{ doneAt: expect.any(String) as string }
	]);
});

test('[RQ2] a text that comes back brings the words of its request back', async () => {
	const asked = mention({});
	await project([asked]);
	await project([]);
	await project([asked]);
	expect(await requestsOfCase()).toMatchObject([{ words: asked.excerpt, removed: false }]);
});

test('[RQ3] asked, seen, taken, answered: each once, and whoever asked reads the answer', async () => {
	const id = await ask({ targetId: world.people.partner });
	await as('partner', (tx) => seeRequest(tx, id));
	expect(await stateOf(id)).toBe('seen');
	await as('partner', (tx) => takeRequest(tx, id));
	await as('partner', (tx) => seeRequest(tx, id));
	expect(await stateOf(id)).toBe('taken');
	const answer = { id, answer: 'Une place lundi' };
	const screens = await as('partner', (tx) => answerRequest(tx, answer));
	expect(screens.profileIds.toSorted()).toEqual(
		[world.people.circle, world.people.partner].toSorted()
	);
	await as('partner', (tx) => answerRequest(tx, answer));
	expect(await itemsOf('circle', 'request_answer')).toMatchObject([
		{ text: 'Une place lundi', doneAt: null, request: { state: 'answered', words: QUESTION } }
	]);
	expect(await noticesOf('circle')).toEqual(['request']);
});

test('[RQ3] an answered request is not taken, answered or declined again', async () => {
	const id = await ask({ targetId: world.people.partner });
	await as('partner', (tx) => answerRequest(tx, { id, answer: 'Oui' }));
	for (const again of [
		(tx: Tx) => takeRequest(tx, id),
		(tx: Tx) => answerRequest(tx, { id, answer: 'Non' }),
		(tx: Tx) => declineRequest(tx, { id, reason: 'no_capacity', words: '' })
	]) {
		await expect(as('partner', again)).rejects.toMatchObject({ code: 'conflict' });
	}
});

test('[RQ4] one declines for a reason of the list; another one needs words', async () => {
	const id = await ask({ targetId: world.people.partner });
	for (const wrong of [
		{ id, reason: 'other' as const, words: ' ' },
		{ id, reason: 'tired' as 'other', words: 'Non' }
	]) {
		await expect(as('partner', (tx) => declineRequest(tx, wrong))).rejects.toMatchObject({
			code: 'invalid'
		});
	}
	await as('partner', (tx) => declineRequest(tx, { id, reason: 'no_capacity', words: '' }));
	expect(await itemsOf('circle', 'request_answer')).toMatchObject([
		{ text: null, request: { state: 'declined', declineReason: 'no_capacity' } }
	]);
});

test('[RQ5] only whoever is asked acts on it, only whoever asked closes it', async () => {
	const id = await ask({ targetId: world.people.partner });
	await expect(as('circle', (tx) => takeRequest(tx, id))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	await expect(as('partner', (tx) => closeRequest(tx, id))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	await expect(as('facilitator', (tx) => takeRequest(tx, id))).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('[RQ6] an asker who left the circle still closes, and reads no answer', async () => {
	const id = await ask({ targetId: world.people.partner });
	await as('partner', (tx) => answerRequest(tx, { id, answer: 'Une place lundi' }));
	const { shared, people } = world;
	const of = [shared.id, people.circle];
	const circle =
		'update public.circle_members set ends_at = $3 where case_id = $1 and profile_id = $2';
	await database.owner.query(circle, [...of, new Date()]);
	try {
		expect(await itemsOf('circle', 'request_answer')).toMatchObject([{ text: null }]);
		await as('circle', (tx) => closeRequest(tx, id));
	} finally {
		await database.owner.query(circle, [...of, null]);
	}
	expect(await stateOf(id)).toBe('closed');
});

test('[RQ7] the asker asks again within a week, and no later', async () => {
	const id = await ask({ targetId: world.people.partner });
	await as('partner', (tx) => answerRequest(tx, { id, answer: 'Oui' }));
	await as('circle', (tx) => closeRequest(tx, id));
	await as('circle', (tx) => reopenRequest(tx, id));
	expect(await requestsOfCase()).toMatchObject([{ state: 'asked', closedAt: null }]);
	await as('circle', (tx) => closeRequest(tx, id));
	await database.owner.query(
		`update public.requests set closed_at = now() - interval '8 days' where id = $1`,
		[id]
	);
	await expect(as('circle', (tx) => reopenRequest(tx, id))).rejects.toMatchObject({
		code: 'conflict'
	});
	expect(await requestsOfCase()).toEqual([]);
});

test('[RQ8] one reminds once in two days, and whoever is asked is told', async () => {
	const id = await ask({ targetId: world.people.partner });
	const remind = (): Promise<unknown> => as('circle', (tx) => remindRequest(tx, id));
	await expect(remind()).rejects.toMatchObject({ code: 'conflict' });
	await database.owner.query(
		`update public.requests set asked_at = now() - interval '3 days' where id = $1`,
		[id]
	);
	await remind();
	await expect(remind()).rejects.toMatchObject({ code: 'conflict' });
	expect(await noticesOf('partner')).toEqual(['request', 'request']);
});

test('[RQ9] a silence of more than five days comes back to whoever asked, and stands on the card', async () => {
	const id = await ask({ targetId: world.people.partner });
	const age = `update public.requests set asked_at = now() - make_interval(days => $2) where id = $1`;
	await database.owner.query(age, [id, 5]);
	expect(await itemsOf('circle', 'request_answer')).toEqual([]);
	await database.owner.query(age, [id, 6]);
	expect(await itemsOf('circle', 'request_answer')).toMatchObject([
		{ id: `request_answer:${id}`, request: { state: 'asked' } }
	]);
	const before = await cardOfCase();
	await as('partner', (tx) => declineRequest(tx, { id, reason: 'not_my_role', words: '' }));
	expect([before, await cardOfCase()]).toMatchObject([
		{ waitingMentions: 1, waitingSince: expect.stringMatching(/^\d{4}-/) as string },
		{ waitingMentions: 0, waitingSince: null }
	]);
});

test('[RQ10] outside the circle one is told that something is asked, and not what', async () => {
	const id = await ask({ targetId: world.people.facilitator });
	const items = await itemsOf('facilitator', 'request');
	expect(items).toMatchObject([{ id: `request:${id}`, text: null, request: { acts: true } }]);
	expect(JSON.stringify(items)).not.toContain(QUESTION);
});

test('[RQ11] an organisation is called: its people of the circle read and act, the others are told', async () => {
	const { organizations, people } = world;
	const asked = mention({ targetId: organizations.alpha, targetKind: 'organization' });
	const told = await system((tx) =>
		projectMentions(tx, `case:${world.shared.id}`, [{ ...asked, authorId: people.partner }])
	);
	expect(told).toEqual(expect.arrayContaining([people.circle, people.colleague]));
	expect(await itemsOf('circle', 'mention')).toMatchObject([
		{ text: asked.excerpt, request: { acts: true, toOrganization: true } }
	]);
	expect(await itemsOf('colleague', 'mention')).toMatchObject([
		{ text: null, request: { acts: false } }
	]);
	await expect(as('colleague', (tx) => takeRequest(tx, asked.id))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	await as('circle', (tx) => takeRequest(tx, asked.id));
	expect(await requestsOfCase()).toMatchObject([{ takenById: people.circle }]);
});

test.each([
	['nobody of which works in the group', () => randomUUID()],
	['whose very name tells something', () => world.organizations.clinic]
])('[RQ12] an organisation %s is not called', async (_, organization) => {
	await project([mention({ targetId: organization(), targetKind: 'organization' })]);
	expect(await requestsOfCase()).toEqual([]);
	await expect(ask({ organizationId: organization() })).rejects.toMatchObject({ code: 'invalid' });
});

test.each([
	['nobody', () => ({})],
	['oneself', () => ({ targetId: world.people.circle })],
	['somebody of another group', () => ({ targetId: world.people.neighbour })],
	['a former colleague', () => ({ targetId: world.people.ended })],
	['nothing', () => ({ targetId: world.people.partner, words: ' ' })],
	[
		'something of a blocker elsewhere',
		() => ({ targetId: world.people.partner, blockerId: randomUUID() })
	]
])('[RQ13] asking %s is refused', async (_, wrong) => {
	await expect(ask(wrong())).rejects.toMatchObject({ code: 'invalid' });
});

test('[RQ14] what is asked in the note of one organisation is not told to the circle', async () => {
	const asked = mention({ targetId: world.people.colleague });
	const document = `case-own:${world.shared.id}:${world.organizations.alpha}` as const;
	await system((tx) => projectMentions(tx, document, [asked]));
	expect(await requestsOfCase()).toEqual([]);
	expect(await cardOfCase()).toMatchObject({ waitingMentions: 0 });
	expect(await itemsOf('colleague', 'mention')).toMatchObject([{ text: null }]);
	await expect(as('partner', (tx) => closeRequest(tx, asked.id))).rejects.toMatchObject({
		code: 'not_found'
	});
	const { rows } = await database.owner.query(
		`select from public.change_events where table_name = 'requests' and row_id = $1`,
		[asked.id]
	);
	expect(rows).toEqual([]);
});

test('[RQ15] the asker says until when it waits', async () => {
	const id = await ask({ targetId: world.people.partner });
	await as('circle', (tx) => dateRequest(tx, { id, dueOn: '2027-01-15' }));
	expect(await itemsOf('partner', 'request')).toMatchObject([{ dueOn: '2027-01-15' }]);
});

const QUESTION = 'Reste-t-il une place en crèche ?';

async function ask(
	over: Partial<Parameters<typeof askRequest>[1]>,
	actor: SignedIn = 'circle'
): Promise<string> {
	const id = randomUUID();
	const made = {
		id,
		caseId: world.shared.id,
		blockerId: null,
		targetId: null,
		organizationId: null,
		words: QUESTION,
		dueOn: null,
		...over
	};
	await as(actor, (tx) => askRequest(tx, made));
	await as(actor, (tx) => askRequest(tx, made));
	return id;
}

function mention(over: Partial<MentionProjection>): MentionProjection {
	return {
		id: randomUUID(),
		targetId: world.people.partner,
		authorId: world.people.circle,
		excerpt: 'Peux-tu rappeler ?',
		...over
	};
}

function project(mentions: MentionProjection[]): Promise<string[]> {
	return system((tx) => projectMentions(tx, `case:${world.shared.id}`, mentions));
}

async function requestsOfCase(): Promise<HelpRequest[]> {
	const facts = await system((tx) => caseFacts(tx, world.shared.id));
	return facts?.case.helpRequests ?? [];
}

async function cardOfCase(): Promise<unknown> {
	const { cards } = await system((tx) => boardFacts(tx, world.group.id));
	return cards[0];
}

async function itemsOf(actor: SignedIn, kind: string): Promise<InboxItem[]> {
	const { profileId } = world.callers[actor];
	const { items } = await system((tx) => inboxFacts(tx, profileId));
	return items.filter((item) => item.kind === kind);
}

async function stateOf(id: string): Promise<string | undefined> {
	const { rows } = await database.owner.query<{ state: string }>(
		'select state from public.requests where id = $1',
		[id]
	);
	return rows[0]?.state;
}

async function noticesOf(actor: SignedIn): Promise<string[]> {
	const { rows } = await database.owner.query<{ kind: string }>(
		'select kind from public.notices where profile_id = $1 order by created_at',
		[world.callers[actor].profileId]
	);
	return rows.map(({ kind }) => kind);
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

function system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asSystem(database.databases, work);
}
