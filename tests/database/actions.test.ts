import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Action } from '../../src/lib/domain/action';
import type { InboxItem } from '../../src/lib/domain/inbox';
import { addAction, handBackAction, setAction } from '../../src/lib/server/database/actions';
import { caseFacts } from '../../src/lib/server/database/facts';
import { inboxFacts } from '../../src/lib/server/database/inbox';
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

test('[H1] an action belongs to a professional, to an organisation or to the person, never to two', async () => {
	const { beta } = world.organizations;
	const id = await added({ organizationId: beta });
	expect(await actionOf(id)).toMatchObject({
		ownerKind: 'organization',
		ownerId: null,
		organizationId: beta
	});
	await set(id, { ownerId: world.people.partner });
	expect(await actionOf(id)).toMatchObject({ ownerKind: 'professional', organizationId: null });
	await set(id, { ownerId: null });
	expect(await actionOf(id)).toMatchObject({ ownerKind: 'person', ownerId: null });
	await expect(
		set(id, { ownerId: world.people.partner, organizationId: beta })
	).rejects.toMatchObject({ code: 'invalid' });
});

test('[H2] an organisation nobody of which may open the case gets no action', async () => {
	for (const organizationId of [world.organizations.gamma, world.organizations.clinic]) {
		await expect(added({ organizationId })).rejects.toMatchObject({ code: 'invalid' });
	}
	const id = await added({});
	await expect(set(id, { organizationId: world.organizations.gamma })).rejects.toMatchObject({
		code: 'invalid'
	});
});

test('[H3] the action of an organisation waits for its people of the circle, and for nobody else', async () => {
	const id = await added({ organizationId: world.organizations.alpha });
	expect(await waitingFor('circle', id)).toMatchObject({ work: { reason: 'organization' } });
	for (const actor of ['colleague', 'partner', 'facilitator', 'neighbour'] as const)
		expect(await waitingFor(actor, id), actor).toBeUndefined();
});

test('[H4] an action is dropped for a reason, which leaves with the state', async () => {
	const id = await added({});
	await expect(set(id, { status: 'dropped' })).rejects.toMatchObject({ code: 'invalid' });
	await set(id, { status: 'dropped', dropReason: 'impossible', dropWord: ' Fermé ' });
	expect(await actionOf(id)).toMatchObject({ dropReason: 'impossible', dropWord: 'Fermé' });
	await set(id, { status: 'todo' });
	expect(await actionOf(id)).toMatchObject({ status: 'todo', dropReason: null, dropWord: '' });
});

test('[H5] an action says where it comes from and who changed it last', async () => {
	const ofCase = await added({});
	const ofBlocker = await added({ blockerId: world.blocker });
	const ofNote = await added({ blockerId: world.blocker, origin: 'note' });
	await asCaller(database.databases, world.callers.partner, (tx) =>
		setAction(tx, { actionId: ofCase, changes: { dueOn: '2030-01-02' } })
	);
	expect(await actionOf(ofCase)).toMatchObject({
		origin: 'case',
		changedById: world.people.partner
	});
	expect(await actionOf(ofBlocker)).toMatchObject({ origin: 'blocker', changedById: null });
	expect(await actionOf(ofNote)).toMatchObject({ origin: 'note' });
});

test('[H6] an action that is passed on says who gave it, and comes back with a word', async () => {
	const { circle, partner } = world.people;
	const id = await added({ ownerId: circle });
	await set(id, { ownerId: partner, word: 'Vous la connaissez' });
	expect(await waitingFor('circle', id)).toBeUndefined();
	expect(await waitingFor('partner', id)).toMatchObject({
		author: { id: circle },
		work: { reason: 'owner', word: 'Vous la connaissez', returnable: true }
	});
	const back = (tx: Tx): Promise<{ caseId: string }> =>
		handBackAction(tx, { actionId: id, word: 'En congé' });
	await expect(as('circle', back)).rejects.toMatchObject({ code: 'not_allowed' });
	await as('partner', back);
	await as('partner', back);
	expect(await waitingFor('partner', id)).toBeUndefined();
	expect(await waitingFor('circle', id)).toMatchObject({
		author: { id: partner },
		work: { returned: true, word: 'En congé', returnable: false }
	});
});

test('[H7] an action of somebody who may not open the case any more waits for its référent', async () => {
	const id = await added({ ownerId: world.people.partner });
	await database.owner.query('update public.cases set referent_id = $2 where id = $1', [
		world.shared.id,
		world.people.circle
	]);
	const leave = (endsAt: string): Promise<unknown> =>
		database.owner.query(
			`update public.circle_members set ends_at = ${endsAt} where case_id = $1 and profile_id = $2`,
			[world.shared.id, world.people.partner]
		);
	expect(await waitingFor('circle', id)).toBeUndefined();
	await leave('now()');
	expect(await waitingFor('partner', id)).toBeUndefined();
	expect(await waitingFor('circle', id)).toMatchObject({ work: { reason: 'left' } });
	await leave('null');
});

test('[H8] an action is late the day after it was due, while it is open', async () => {
	const id = await added({ dueOn: '2020-01-02' });
	const state = async (): Promise<unknown> =>
		(
			await database.owner.query(
				'select open, late, due_today from private.action_states where action_id = $1',
				[id]
			)
		).rows[0];
	expect(await state()).toEqual({ open: true, late: true, due_today: false });
	await database.owner.query('update public.actions set due_on = private.today() where id = $1', [
		id
	]);
	expect(await state()).toEqual({ open: true, late: false, due_today: true });
	await set(id, { status: 'done' });
	expect(await state()).toEqual({ open: false, late: false, due_today: false });
});

test('[H9] whoever is given an action is told once; nobody is told of their own', async () => {
	const { circle, partner } = world.people;
	const id = await added({ ownerId: circle });
	await set(id, { ownerId: partner });
	await set(id, { dueOn: '2030-01-02' });
	const { rows } = await database.owner.query<{ profile_id: string }>(
		`select n.profile_id from public.notices as n where n.kind = 'work' and n.key like $1`,
		[`action:${id}:%`]
	);
	expect(rows).toEqual([{ profile_id: partner }]);
});

test('[H10] each thing waits once in an inbox', async () => {
	await added({ ownerId: world.people.circle });
	const ids = (await inboxOf('circle')).map(({ id }) => id);
	expect(ids).toEqual([...new Set(ids)]);
});

type Given = Partial<Parameters<typeof addAction>[1]>;

async function added(given: Given): Promise<string> {
	const id = randomUUID();
	await as('circle', (tx) =>
		addAction(tx, {
			id,
			caseId: world.shared.id,
			label: 'Rappeler',
			ownerId: null,
			dueOn: null,
			reserved: false,
			blockerId: null,
			...given
		})
	);
	return id;
}

function set(
	actionId: string,
	changes: Parameters<typeof setAction>[1]['changes']
): Promise<{ caseId: string }> {
	return as('circle', (tx) => setAction(tx, { actionId, changes }));
}

async function actionOf(id: string): Promise<Action | undefined> {
	const facts = await asSystem(database.databases, (tx) => caseFacts(tx, world.shared.id));
	return facts?.case.actions.find((action) => action.id === id);
}

async function inboxOf(actor: Exclude<SignedIn, 'stranger'>): Promise<InboxItem[]> {
	const { items } = await asSystem(database.databases, (tx) => inboxFacts(tx, world.people[actor]));
	return items;
}

async function waitingFor(
	actor: Exclude<SignedIn, 'stranger'>,
	actionId: string
): Promise<InboxItem | undefined> {
	return (await inboxOf(actor)).find(({ id }) => id === `action:${actionId}`);
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
