import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseFacts } from '../../src/lib/domain/case';
import { addAction, setAction } from '../../src/lib/server/database/actions';
import { addBlocker, setBlocker } from '../../src/lib/server/database/blockers';
import { caseFacts } from '../../src/lib/server/database/facts';
import { createMeeting, setMeeting } from '../../src/lib/server/database/meetings';
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

test('[K12] what is entrusted goes to somebody who may read the case', async () => {
	const outsider = world.people.facilitator;
	const blocker = {
		id: randomUUID(),
		caseId: world.shared.id,
		type: 'housing' as const,
		detail: ' Hébergée ',
		carrierId: outsider
	};
	await expect(as('circle', (tx) => addBlocker(tx, blocker))).rejects.toMatchObject({
		code: 'invalid'
	});
	await as('circle', (tx) => addBlocker(tx, { ...blocker, carrierId: world.people.partner }));
	await expect(
		as('partner', (tx) =>
			setBlocker(tx, { blockerId: blocker.id, changes: { carrierId: outsider } })
		)
	).rejects.toMatchObject({ code: 'invalid' });
	await as('partner', (tx) =>
		setBlocker(tx, { blockerId: blocker.id, changes: { carrierId: null } })
	);
	expect(
		(await factsOf(world.shared.id)).blockers.find(({ id }) => id === blocker.id)
	).toMatchObject({
		detail: 'Hébergée',
		carrierId: null,
		status: 'open'
	});
});

test('[K13] a blocker says what lifted it while it is lifted', async () => {
	const blockerId = randomUUID();
	await as('circle', (tx) =>
		addBlocker(tx, {
			id: blockerId,
			caseId: world.shared.id,
			type: 'mobility',
			detail: '',
			carrierId: null
		})
	);
	const set = (changes: Parameters<typeof setBlocker>[1]['changes']): Promise<{ caseId: string }> =>
		as('circle', (tx) => setBlocker(tx, { blockerId, changes }));
	const current = async (): Promise<unknown> =>
		(await factsOf(world.shared.id)).blockers.find(({ id }) => id === blockerId);
	expect(await set({ status: 'lifted', liftedBy: 'Aide au permis' })).toEqual({
		caseId: world.shared.id
	});
	expect(await current()).toMatchObject({ status: 'lifted', liftedBy: 'Aide au permis' });
	await set({ status: 'stuck' });
	expect(await current()).toMatchObject({ status: 'stuck', liftedBy: null });
	await expect(set({ status: 'gone' as 'stuck' })).rejects.toMatchObject({ code: 'invalid' });
});

test('[K14] an action about a restricted blocker is reserved, and stays so', async () => {
	const id = randomUUID();
	await as('circle', (tx) =>
		addAction(tx, {
			id,
			caseId: world.shared.id,
			label: 'Rappeler',
			ownerId: null,
			dueOn: null,
			reserved: false,
			blockerId: world.blocker
		})
	);
	await as('circle', (tx) =>
		setAction(tx, { actionId: id, changes: { reserved: false, status: 'done' } })
	);
	const action = (await factsOf(world.shared.id)).actions.find((each) => each.id === id);
	expect(action).toMatchObject({
		reserved: true,
		status: 'done',
		doneAt: expect.any(String) as string
	});
	await as('circle', (tx) =>
		setAction(tx, { actionId: id, changes: { status: 'todo', blockerId: null, reserved: false } })
	);
	const reopened = (await factsOf(world.shared.id)).actions.find((each) => each.id === id);
	expect(reopened).toMatchObject({
		reserved: false,
		status: 'todo',
		doneAt: null,
		blockerId: null
	});
});

test('[K15] an action is not about a blocker of another case', async () => {
	const action = {
		id: randomUUID(),
		caseId: world.unshared.id,
		label: 'Rappeler',
		ownerId: null,
		dueOn: null,
		reserved: false
	};
	await expect(
		as('circle', (tx) => addAction(tx, { ...action, blockerId: world.blocker }))
	).rejects.toMatchObject({ code: 'invalid' });
});

test('[K16] fields that are not there do not change; unknown ones are refused', async () => {
	await as('circle', (tx) =>
		setAction(tx, { actionId: world.action, changes: { label: 'Rappeler demain' } })
	);
	expect(
		(await factsOf(world.shared.id)).actions.find(({ id }) => id === world.action)
	).toMatchObject({
		label: 'Rappeler demain',
		dueOn: expect.any(String) as string,
		ownerId: world.people.circle
	});
	await expect(
		as('circle', (tx) =>
			setAction(tx, { actionId: world.action, changes: { createdBy: 'x' } as object })
		)
	).rejects.toMatchObject({ code: 'invalid' });
});

test('[K17] a group has one meeting of a kind a day in France', async () => {
	const meeting = {
		id: randomUUID(),
		groupId: world.group.id,
		kind: 'operational' as const,
		place: 'La Passerelle',
		videoUrl: null
	};
	const plan = (fields: { id?: string; startsAt: string; endsAt: string }): Promise<string> =>
		as('facilitator', (tx) => createMeeting(tx, { ...meeting, ...fields }));
	// Half past midnight in France is the day before in UTC.
	const night = { startsAt: '2027-01-14T23:30:00Z', endsAt: '2027-01-15T01:00:00Z' };
	await plan(night);
	await plan(night);
	const noon = { startsAt: '2027-01-15T11:00:00Z', endsAt: '2027-01-15T12:00:00Z' };
	await expect(plan({ id: randomUUID(), ...noon })).rejects.toMatchObject({ code: 'conflict' });
	await as('facilitator', (tx) =>
		createMeeting(tx, { ...meeting, ...noon, id: randomUUID(), kind: 'technical' })
	);
	await plan({
		id: randomUUID(),
		startsAt: '2027-01-14T11:00:00Z',
		endsAt: '2027-01-14T12:00:00Z'
	});
	await expect(
		plan({ id: randomUUID(), startsAt: '2027-02-02T11:00:00Z', endsAt: '2027-02-02T10:00:00Z' })
	).rejects.toMatchObject({ code: 'invalid' });
});

test('[K18] a meeting is sent, never taken back nor closed by its settings, and stays as it is once closed', async () => {
	const id = randomUUID();
	const set = (
		changes: Parameters<typeof setMeeting>[1]['changes']
	): Promise<{ groupId: string }> =>
		as('facilitator', (tx) => setMeeting(tx, { meetingId: id, changes }));
	await as('facilitator', (tx) =>
		createMeeting(tx, {
			id,
			groupId: world.group.id,
			kind: 'operational',
			startsAt: '2027-03-01T09:00:00Z',
			endsAt: '2027-03-01T11:00:00Z',
			place: '',
			videoUrl: 'https://visio.example/a'
		})
	);
	await expect(set({ videoUrl: 'javascript:alert(1)' })).rejects.toMatchObject({ code: 'invalid' });
	expect(await set({ status: 'sent', place: 'Salle 2' })).toEqual({ groupId: world.group.id });
	for (const status of ['draft', 'running', 'closed'] as const)
		await expect(set({ status }), status).rejects.toMatchObject({ code: 'invalid' });
	await database.owner.query(`update public.meetings set status = 'closed' where id = $1`, [id]);
	await expect(set({ place: 'Salle 3' })).rejects.toMatchObject({ code: 'conflict' });
});

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

async function factsOf(caseId: string): Promise<CaseFacts> {
	const facts = await asSystem(database.databases, (tx) => caseFacts(tx, caseId));
	if (!facts) throw new Error('no such case');
	return facts.case;
}
