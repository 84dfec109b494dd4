import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Action } from '../../src/lib/domain/action';
import type { Decision } from '../../src/lib/domain/decision';
import type { InboxItem } from '../../src/lib/domain/inbox';
import { setAction } from '../../src/lib/server/database/actions';
import { setBlocker } from '../../src/lib/server/database/blockers';
import {
	addDecision,
	finishDecision,
	removeDecision,
	setDecision,
	type DecisionSubject,
	type NewDecision
} from '../../src/lib/server/database/decisions';
import { caseFacts, meetingFacts } from '../../src/lib/server/database/facts';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { handOverFacilitation, startMeeting } from '../../src/lib/server/database/meeting-runs';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { buildMeeting } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

type Professional = Exclude<SignedIn, 'stranger'>;

let database: TestDatabase;
let world: World;
let meetingId = '';
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(async () => {
	meetingId = await buildMeeting(database.owner, {
		groupId: world.group.id,
		createdBy: world.people.facilitator
	});
	await database.owner.query(
		`insert into public.agenda_items (meeting_id, item_id, group_id, kind, case_id, rank)
		 values ($1, 'free', $2, 'free', null, 0), ($1, 'case', $2, 'case', $3, 1)`,
		[meetingId, world.group.id, world.shared.id]
	);
	await as('facilitator', (tx) => startMeeting(tx, meetingId));
});
afterEach(async () => {
	await database.owner.query('delete from public.meetings where id = $1', [meetingId]);
	await database.owner.query(`delete from public.actions where id <> $1 and case_id = $2`, [
		world.action,
		world.shared.id
	]);
	await database.owner.query(`delete from public.blockers where id <> $1 and case_id = $2`, [
		world.blocker,
		world.shared.id
	]);
});
afterAll(() => database.drop());

test('[G1] anybody who works in the group writes what is decided, and the group reads it', async () => {
	const id = await add('unnamed', { kind: 'decision', label: ' On en reparle ' });
	expect(await decisions()).toEqual([
		{
			id,
			kind: 'decision',
			itemId: 'free',
			caseId: null,
			label: 'On en reparle',
			ownerId: null,
			dueOn: null,
			status: null,
			authorId: world.people.unnamed,
			at: expect.stringMatching(/^\d{4}-.*Z$/) as string
		}
	]);
});

test('[G1] the same line sent twice, also at once, is there once with its action', async () => {
	const id = randomUUID();
	const action = { id, itemId: 'case', kind: 'action', ownerId: world.people.circle } as const;
	await Promise.all([add('partner', action), add('partner', action)]);
	await add('partner', { ...action, label: 'Autre chose' });
	expect(await decisions()).toMatchObject([{ id, label: 'Rappeler la mairie' }]);
	expect(await actionsOfCase()).toHaveLength(1);
	await expect(add('circle', action)).rejects.toMatchObject({ code: 'conflict' });
	expect(await decisions()).toHaveLength(1);
});

test('[G1] nobody outside the group writes, nor on an item that the agenda does not hold', async () => {
	for (const actor of ['observer', 'ended', 'future', 'neighbour', 'stranger'] as const)
		await expect(add(actor, {}), actor).rejects.toMatchObject({ code: 'not_found' });
	await expect(add('circle', { itemId: 'elsewhere' })).rejects.toMatchObject({ code: 'not_found' });
	expect(await decisions()).toEqual([]);
});

test('[G1] nothing is decided before the meeting runs or once it is over, nor by words that do not fit', async () => {
	for (const status of ['draft', 'sent', 'closed']) {
		await setStatus(status);
		await expect(add('circle', {}), status).rejects.toMatchObject({ code: 'conflict' });
	}
	await setStatus('running');
	for (const wrong of [
		{ label: ' ' },
		{ label: 'x'.repeat(201) },
		{ ownerId: world.people.observer },
		{ ownerId: world.people.neighbour },
		{ blockerType: 'mobility' as const }
	])
		await expect(add('circle', wrong), JSON.stringify(wrong)).rejects.toMatchObject({
			code: 'invalid'
		});
	expect(await decisions()).toEqual([]);
});

test('[G2] an action of the circle lands on the case and in the inbox of its owner, and follows it', async () => {
	const id = await add('facilitator', {
		itemId: 'case',
		kind: 'action',
		ownerId: world.people.partner,
		dueOn: '2030-05-06'
	});
	expect(await actionsOfCase()).toMatchObject([
		{
			label: 'Rappeler la mairie',
			ownerId: world.people.partner,
			dueOn: '2030-05-06',
			reserved: false
		}
	]);
	expect(await waiting('partner', id)).toMatchObject([
		{ id: `action:${id}`, author: { id: world.people.facilitator } }
	]);
	expect(await statusOf(id)).toBe('todo');
	await as('partner', (tx) => setAction(tx, { actionId: id, changes: { status: 'stuck' } }));
	expect(await statusOf(id)).toBe('stuck');
});

test('[G2] an action of nobody yet is the person’s, on the case', async () => {
	const id = await add('colleague', { itemId: 'case', kind: 'action', ownerId: null });
	expect(await actionsOfCase()).toMatchObject([{ id, ownerId: null }]);
});

test('[G3] what is asked outside the circle waits in the inbox of its owner, and not among the actions of the case', async () => {
	const ids = [
		await add('circle', { itemId: 'case', kind: 'action', ownerId: world.people.facilitator }),
		await add('circle', { itemId: 'case', kind: 'request', ownerId: world.people.facilitator }),
		await add('circle', { kind: 'action', ownerId: world.people.facilitator })
	];
	expect(await actionsOfCase()).toEqual([]);
	for (const [i, id] of ids.entries())
		expect(await waiting('facilitator', id)).toEqual([
			expect.objectContaining({
				id: `decision:${id}`,
				kind: 'action',
				text: 'Rappeler la mairie',
				case:
					i < 2 ? (expect.objectContaining({ reference: world.shared.reference }) as object) : null,
				href: expect.stringMatching(/\/reunions\/\d{4}-\d\d-\d\d\/releve$/) as string,
				doneAt: null
			})
		]);
	const access = await asCaller(database.databases, world.callers.facilitator, (tx) =>
		tx.selectFrom('actions').select('id').execute()
	);
	expect(access).toEqual([]);
});

test('[G3] a decision or a blocker asks nothing of whoever is named in it', async () => {
	const decided = await add('circle', { kind: 'decision', ownerId: world.people.facilitator });
	const blocker = await add('circle', {
		itemId: 'case',
		kind: 'blocker',
		blockerType: 'mobility',
		ownerId: world.people.facilitator
	});
	expect(await waiting('facilitator', decided)).toEqual([]);
	expect(await waiting('facilitator', blocker)).toEqual([]);
});

test('[G4] a blocker lands on the case, carried by whoever is in the circle', async () => {
	const carried = await add('facilitator', {
		itemId: 'case',
		kind: 'blocker',
		blockerType: 'mobility',
		ownerId: world.people.partner
	});
	const alone = await add('facilitator', {
		itemId: 'case',
		kind: 'blocker',
		blockerType: 'language',
		ownerId: world.people.unnamed
	});
	const blockers = (await theCase()).blockers;
	expect(blockers.find(({ id }) => id === carried)).toMatchObject({
		type: 'mobility',
		detail: 'Rappeler la mairie',
		carrierId: world.people.partner
	});
	expect(blockers.find(({ id }) => id === alone)).toMatchObject({ carrierId: null });
	expect((await decisions()).map(({ status }) => status)).toEqual([null, null]);
});

test('[G4] a restricted type is refused, a missing one and one on no case too', async () => {
	for (const wrong of [
		{ itemId: 'case', blockerType: 'health' },
		{ itemId: 'case', blockerType: null },
		{ itemId: 'free', blockerType: 'mobility' }
	] as const)
		await expect(
			add('circle', { ...wrong, kind: 'blocker' }),
			JSON.stringify(wrong)
		).rejects.toMatchObject({ code: 'invalid' });
	expect((await theCase()).blockers).toHaveLength(1);
});

test('[G5] on a case no longer shared nothing is decided, read, asked or changed', async () => {
	const id = await add('circle', {
		itemId: 'case',
		kind: 'request',
		ownerId: world.people.facilitator
	});
	await withdrawn(async () => {
		await expect(add('circle', { itemId: 'case' })).rejects.toMatchObject({ code: 'not_found' });
		expect(await decisions()).toEqual([]);
		expect(await waiting('facilitator', id)).toEqual([]);
		for (const [name, command] of Object.entries(changesOf(id)))
			await expect(as('facilitator', command), name).rejects.toMatchObject({ code: 'not_found' });
		const rows = await as('facilitator', (tx) =>
			tx.selectFrom('decisions').select('id').where('meeting_id', '=', meetingId).execute()
		);
		expect(rows).toEqual([]);
	});
	expect(await decisions()).toMatchObject([{ id }]);
});

test('[G6] its owner or a facilitator says that it is done, and takes it back', async () => {
	const id = await add('circle', { kind: 'request', ownerId: world.people.partner });
	for (const actor of ['circle', 'unnamed'] as const)
		await expect(as(actor, finish(id)), actor).rejects.toMatchObject({ code: 'not_allowed' });
	for (const actor of ['observer', 'neighbour', 'stranger'] as const)
		await expect(as(actor, finish(id)), actor).rejects.toMatchObject({ code: 'not_found' });
	expect(await as('partner', finish(id))).toEqual({
		meetingId,
		caseId: null,
		ownerId: world.people.partner
	});
	expect(await statusOf(id)).toBe('done');
	expect((await waiting('partner', id))[0]?.doneAt).not.toBeNull();
	await setStatus('closed');
	await as('facilitator', finish(id, false));
	expect(await statusOf(id)).toBe('todo');
});

test('[G6] for an action of a case its circle says so, and the action is done with it', async () => {
	const id = await add('facilitator', {
		itemId: 'case',
		kind: 'action',
		ownerId: world.people.partner
	});
	await expect(as('colleague', finish(id))).rejects.toMatchObject({ code: 'not_allowed' });
	await as('circle', finish(id));
	expect(await actionsOfCase()).toMatchObject([{ id, status: 'done' }]);
	expect(await statusOf(id)).toBe('done');
	await as('partner', finish(id, false));
	expect(await actionsOfCase()).toMatchObject([{ id, status: 'todo', doneAt: null }]);
});

test('[G6] a decision asks nothing, so nothing of it is done', async () => {
	const id = await add('circle', { kind: 'decision', ownerId: world.people.circle });
	await expect(as('circle', finish(id))).rejects.toMatchObject({ code: 'invalid' });
});

test('[G7] its author or whoever leads removes a line, with its action and blocker', async () => {
	const own = await add('circle', { itemId: 'case', kind: 'action' });
	const blocker = await add('circle', {
		itemId: 'case',
		kind: 'blocker',
		blockerType: 'mobility'
	});
	const third = await add('circle', { kind: 'decision' });
	await expect(as('partner', remove(own))).rejects.toMatchObject({ code: 'not_allowed' });
	await as('circle', remove(own));
	await as('facilitator', remove(blocker));
	await as('facilitator', (tx) =>
		handOverFacilitation(tx, { meetingId, toId: world.people.partner })
	);
	await as('partner', remove(third));
	expect(await decisions()).toEqual([]);
	expect(await actionsOfCase()).toEqual([]);
	expect((await theCase()).blockers.map(({ id }) => id)).toEqual([world.blocker]);
	await expect(as('circle', remove(own))).rejects.toMatchObject({ code: 'not_found' });
});

test('[G7] an action or blocker that somebody changed since stays', async () => {
	const action = await add('circle', { itemId: 'case', kind: 'action' });
	const blocker = await add('circle', {
		itemId: 'case',
		kind: 'blocker',
		blockerType: 'mobility'
	});
	await as('partner', (tx) =>
		setAction(tx, { actionId: action, changes: { dueOn: '2030-01-02' } })
	);
	await as('partner', (tx) =>
		setBlocker(tx, { blockerId: blocker, changes: { detail: 'Le bus' } })
	);
	await as('circle', remove(action));
	await as('circle', remove(blocker));
	expect(await decisions()).toEqual([]);
	expect(await actionsOfCase()).toMatchObject([{ id: action }]);
	expect((await theCase()).blockers).toHaveLength(2);
});

test('[G7] an action whose line got an owner and a date since goes with it', async () => {
	const id = await add('circle', { itemId: 'case', kind: 'action' });
	const given = { id, ownerId: world.people.partner, dueOn: '2030-01-02' };
	await as('facilitator', (tx) => setDecision(tx, given));
	expect(await actionsOfCase()).toMatchObject([{ id, ownerId: world.people.partner }]);
	await as('circle', remove(id));
	expect(await actionsOfCase()).toEqual([]);
});

test('[G7] nothing is removed once the meeting is over', async () => {
	const id = await add('circle', { kind: 'decision' });
	await setStatus('closed');
	for (const actor of ['circle', 'facilitator'] as const)
		await expect(as(actor, remove(id)), actor).rejects.toMatchObject({ code: 'conflict' });
});

/** Adds a line and returns its id. */
async function add(actor: SignedIn, fields: Partial<NewDecision>): Promise<string> {
	const input: NewDecision = {
		id: randomUUID(),
		meetingId,
		itemId: 'free',
		kind: 'action',
		label: 'Rappeler la mairie',
		ownerId: null,
		dueOn: null,
		blockerType: null,
		...fields
	};
	const { caseId } = await as(actor, (tx) => addDecision(tx, input));
	expect(caseId).toBe(input.itemId === 'case' ? world.shared.id : null);
	return input.id;
}

function finish(decisionId: string, done = true): (tx: Tx) => Promise<DecisionSubject> {
	return (tx) => finishDecision(tx, { decisionId, done });
}

function remove(decisionId: string): (tx: Tx) => Promise<DecisionSubject> {
	return (tx) => removeDecision(tx, decisionId);
}

function changesOf(id: string): Record<string, (tx: Tx) => Promise<DecisionSubject>> {
	return { finish: finish(id), remove: remove(id) };
}

async function setStatus(status: string): Promise<void> {
	await database.owner.query('update public.meetings set status = $2 where id = $1', [
		meetingId,
		status
	]);
}

async function withdrawn(work: () => Promise<void>): Promise<void> {
	const of = [world.agreement];
	await database.owner.query('update public.agreements set withdrawn_at = now() where id = $1', of);
	await work();
	await database.owner.query('update public.agreements set withdrawn_at = null where id = $1', of);
}

async function decisions(): Promise<Decision[]> {
	const facts = await asSystem(database.databases, (tx) => meetingFacts(tx, meetingId));
	return facts?.decisions ?? [];
}

async function statusOf(id: string): Promise<Decision['status'] | undefined> {
	return (await decisions()).find((decision) => decision.id === id)?.status;
}

async function theCase() {
	const facts = await asSystem(database.databases, (tx) => caseFacts(tx, world.shared.id));
	if (!facts) throw new Error('no such case');
	return facts.case;
}

/** Actions of the shared case but the one that was there before. */
async function actionsOfCase(): Promise<Action[]> {
	return (await theCase()).actions.filter(({ id }) => id !== world.action);
}

/** What waits for somebody that a line put there. */
async function waiting(actor: Professional, id: string): Promise<InboxItem[]> {
	const inbox = await asSystem(database.databases, (tx) => inboxFacts(tx, world.people[actor]));
	return inbox.items.filter((item) => item.id.endsWith(id));
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
