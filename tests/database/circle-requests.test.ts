import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { InboxItem } from '../../src/lib/domain/inbox';
import { findCaseByReference } from '../../src/lib/server/database/cases';
import {
	answerCircleRequest,
	askToJoinCircle,
	cancelCircleRequest,
	leaveCircle,
	openCircleAnswer,
	setReferent
} from '../../src/lib/server/database/circles';
import { caseFacts } from '../../src/lib/server/database/facts';
import {
	answerHandover,
	cancelHandover,
	offerHandover
} from '../../src/lib/server/database/handovers';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { buildCase, type BuiltCase } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';
import { documentAccess } from './document-access';

let database: TestDatabase;
let world: World;
/** Shared with alpha and beta; circle leads it, partner is in its circle. */
let shared: BuiltCase;

beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(async () => {
	const { circle, partner } = world.people;
	shared = await buildCase(database.owner, {
		groupId: world.group.id,
		organizationId: world.organizations.alpha,
		createdBy: circle,
		circle: [circle, partner],
		agreement: [world.organizations.alpha, world.organizations.beta]
	});
});
afterAll(() => database.drop());

test('[K19] a request waits for the référent, opens nothing, and opens the case once accepted', async () => {
	const requestId = await ask('colleague');
	expect(await itemsOf('circle')).toMatchObject([
		{ kind: 'circle_request', text: 'Nous suivons son logement', named: true, doneAt: null }
	]);
	expect(await itemsOf('partner')).toEqual([]);
	expect(await accessOf('colleague')).toBe('none');
	expect((await outlineOf('colleague')).myRequest).toMatchObject({ id: requestId });
	await as('partner', (tx) => answerCircleRequest(tx, { requestId, accept: true, agreed: null }));
	expect(await accessOf('colleague')).toBe('write');
	expect(await itemsOf('circle')).toEqual([]);
	expect(await itemsOf('colleague')).toMatchObject([
		{
			id: `circle_answer:${requestId}`,
			author: { id: world.people.partner },
			answer: { to: 'circle_request', accepted: true }
		}
	]);
	await as('colleague', (tx) => openCircleAnswer(tx, requestId));
	expect(await itemsOf('colleague')).toMatchObject([{ doneAt: expect.any(String) as string }]);
});

test('[K19] a refusal tells the asker, with its word, and nothing of the case', async () => {
	const requestId = await ask('facilitator');
	const word = 'Le cercle reste petit';
	await as('circle', (tx) =>
		answerCircleRequest(tx, { requestId, accept: false, word, agreed: null })
	);
	expect(await accessOf('facilitator')).toBe('none');
	const [item] = await itemsOf('facilitator');
	expect(item).toMatchObject({ kind: 'circle_answer', text: word, answer: { accepted: false } });
	expect(Object.keys(item?.case ?? {}).toSorted()).toEqual(['cohort', 'reference', 'shortName']);
	expect((await outlineOf('facilitator')).myRequest).toBeNull();
});

test('[K19] somebody of an organisation that the agreement does not name enters with the word of the person', async () => {
	const requestId = await ask('facilitator');
	expect((await factsOf()).requests).toMatchObject([{ id: requestId, named: false }]);
	const accept = { requestId, accept: true };
	await expect(
		as('circle', (tx) => answerCircleRequest(tx, { ...accept, agreed: null }))
	).rejects.toMatchObject({ code: 'invalid' });
	expect((await factsOf()).requests).toHaveLength(1);
	await as('circle', (tx) =>
		answerCircleRequest(tx, { ...accept, agreed: { form: 'oral', on: '2026-01-02' } })
	);
	expect(await accessOf('facilitator')).toBe('write');
});

test('[K19] nobody lets themself in, and one asks once at a time', async () => {
	const requestId = await ask('colleague');
	await expect(
		as('colleague', (tx) => answerCircleRequest(tx, { requestId, accept: true, agreed: null }))
	).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(ask('colleague')).rejects.toMatchObject({ code: 'conflict' });
	await expect(ask('partner')).rejects.toMatchObject({ code: 'conflict' });
	await expect(ask('neighbour')).rejects.toMatchObject({ code: 'not_found' });
	await expect(ask('observer')).rejects.toMatchObject({ code: 'not_found' });
	await expect(as('facilitator', (tx) => cancelCircleRequest(tx, requestId))).rejects.toMatchObject(
		{ code: 'not_found' }
	);
	await as('colleague', (tx) => cancelCircleRequest(tx, requestId));
	expect(await itemsOf('circle')).toEqual([]);
	await ask('colleague');
});

test('[K20] of two answers at once, one counts and the other is told', async () => {
	const requestId = await ask('colleague');
	const outcomes = await Promise.allSettled([
		as('circle', (tx) => answerCircleRequest(tx, { requestId, accept: true, agreed: null })),
		as('partner', (tx) => answerCircleRequest(tx, { requestId, accept: false, agreed: null }))
	]);
	const refused = outcomes.filter((each) => each.status === 'rejected');
	expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['conflict']);
	const accepted = outcomes[0].status === 'fulfilled';
	expect(await accessOf('colleague')).toBe(accepted ? 'write' : 'none');
});

test('[K21] a case keeps its référent until the next one accepts', async () => {
	const handoverId = await offer('circle', 'partner', 'Je pars en congé');
	expect((await factsOf()).referentId).toBe(world.people.circle);
	expect((await factsOf()).handover).toMatchObject({ id: handoverId, word: 'Je pars en congé' });
	expect(await itemsOf('partner')).toMatchObject([
		{ kind: 'handover', text: 'Je pars en congé', author: { id: world.people.circle } }
	]);
	await expect(
		as('circle', (tx) => answerHandover(tx, { handoverId, accept: true, word: '' }))
	).rejects.toMatchObject({ code: 'not_allowed' });
	await as('partner', (tx) => answerHandover(tx, { handoverId, accept: true, word: '' }));
	expect(await factsOf()).toMatchObject({ referentId: world.people.partner, handover: null });
	expect(await itemsOf('circle')).toMatchObject([
		{ kind: 'circle_answer', answer: { to: 'handover', accepted: true } }
	]);
});

test('[K21] whoever says no to a case leaves it to its référent, with a word', async () => {
	const handoverId = await offer('circle', 'partner');
	await as('partner', (tx) =>
		answerHandover(tx, { handoverId, accept: false, word: 'Trop de suivis' })
	);
	expect((await factsOf()).referentId).toBe(world.people.circle);
	expect(await itemsOf('circle')).toMatchObject([
		{ kind: 'circle_answer', text: 'Trop de suivis', answer: { accepted: false } }
	]);
});

test('[K21] only the référent offers, to somebody of the circle, once at a time', async () => {
	await expect(offer('partner', 'circle')).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(offer('circle', 'colleague')).rejects.toMatchObject({ code: 'invalid' });
	await expect(offer('circle', 'circle')).rejects.toMatchObject({ code: 'invalid' });
	const handoverId = await offer('circle', 'partner');
	await expect(offer('circle', 'partner')).rejects.toMatchObject({ code: 'conflict' });
	await as('circle', (tx) => cancelHandover(tx, handoverId));
	await expect(
		as('partner', (tx) => answerHandover(tx, { handoverId, accept: true, word: '' }))
	).rejects.toMatchObject({ code: 'conflict' });
});

test('[K21] an offer is nothing any more once its receiver has left, and another can be made', async () => {
	const handoverId = await offer('circle', 'partner');
	const { partner, colleague } = world.people;
	await as('circle', (tx) => leaveCircle(tx, { caseId: shared.id, profileId: partner }));
	expect((await factsOf()).handover).toBeNull();
	await expect(
		as('partner', (tx) => answerHandover(tx, { handoverId, accept: true, word: '' }))
	).rejects.toMatchObject({ code: 'not_allowed' });
	const requestId = await ask('colleague');
	await as('circle', (tx) => answerCircleRequest(tx, { requestId, accept: true, agreed: null }));
	await offer('circle', 'colleague');
	expect((await factsOf()).handover).toMatchObject({ toId: colleague });
});

test('[K22] a case without référent says so to its circle, and one of them takes it', async () => {
	const { circle, partner } = world.people;
	const become = (actor: SignedIn, profileId: string): Promise<void> =>
		as(actor, (tx) => setReferent(tx, { caseId: shared.id, profileId }));
	await expect(become('circle', partner)).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(become('partner', partner)).rejects.toMatchObject({ code: 'conflict' });
	// As the end of a mandate by its date does: the référent is still written, and reads no more.
	await endCircleOf(circle);
	expect((await factsOf()).referentId).toBeNull();
	expect(await itemsOf('partner')).toMatchObject([{ id: `orphan:${shared.id}`, kind: 'orphan' }]);
	await become('partner', partner);
	expect((await factsOf()).referentId).toBe(partner);
	expect(await itemsOf('partner')).toEqual([]);
});

test('[K22] of two who take a case at once, one leads it and the other is told', async () => {
	const { circle, partner } = world.people;
	await database.owner.query('update public.cases set referent_id = null where id = $1', [
		shared.id
	]);
	const outcomes = await Promise.allSettled(
		(['circle', 'partner'] as const).map((actor) =>
			as(actor, (tx) => setReferent(tx, { caseId: shared.id, profileId: world.people[actor] }))
		)
	);
	const winner = outcomes[0]?.status === 'fulfilled' ? circle : partner;
	expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
	expect((await factsOf()).referentId).toBe(winner);
});

test('[K22] a request to a case without référent waits for the whole circle', async () => {
	await endCircleOf(world.people.circle);
	const requestId = await ask('colleague');
	const kinds = (await itemsOf('partner')).map(({ id }) => id).toSorted();
	expect(kinds).toEqual([`circle_request:${requestId}`, `orphan:${shared.id}`]);
});

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

async function ask(actor: SignedIn): Promise<string> {
	const id = randomUUID();
	const reason = 'Nous suivons son logement';
	await as(actor, (tx) => askToJoinCircle(tx, { id, caseId: shared.id, reason }));
	return id;
}

async function offer(
	from: SignedIn,
	to: Exclude<SignedIn, 'stranger'>,
	word = ''
): Promise<string> {
	const id = randomUUID();
	const toId = world.people[to];
	await as(from, (tx) => offerHandover(tx, { id, caseId: shared.id, toId, word }));
	return id;
}

async function endCircleOf(profileId: string): Promise<void> {
	await database.owner.query(
		'update public.circle_members set ends_at = now() where case_id = $1 and profile_id = $2',
		[shared.id, profileId]
	);
}

async function factsOf(): Promise<NonNullable<Awaited<ReturnType<typeof caseFacts>>>['case']> {
	const facts = await asSystem(database.databases, (tx) => caseFacts(tx, shared.id));
	if (!facts) throw new Error('no case');
	return facts.case;
}

async function outlineOf(
	actor: SignedIn
): Promise<Awaited<ReturnType<typeof findCaseByReference>>['outline']> {
	const found = await as(actor, (tx) => findCaseByReference(tx, world.group.id, shared.reference));
	return found.outline;
}

/** What waits for somebody about this case, agreements to collect apart. */
async function itemsOf(actor: Exclude<SignedIn, 'stranger'>): Promise<InboxItem[]> {
	const profileId = world.people[actor];
	const { items } = await asSystem(database.databases, (tx) => inboxFacts(tx, profileId));
	return items.filter((item) => item.case?.reference === shared.reference);
}

function accessOf(actor: SignedIn): Promise<string> {
	return as(actor, (tx) => documentAccess(tx, `case:${shared.id}`));
}
