import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, localMoment } from '../../src/lib/domain/agenda-calendar';
import { closeMeeting } from '../../src/lib/server/database/closing';
import {
	addDecision,
	setDecision,
	type NewDecision
} from '../../src/lib/server/database/decisions';
import { startMeeting } from '../../src/lib/server/database/meeting-runs';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { buildMeeting } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

const DUE = addDays(localMoment(new Date()).date, 7);

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
		`insert into public.agenda_items (meeting_id, item_id, group_id, kind, case_id, minutes, rank)
		 values ($1, 'news', $2, 'information', null, 10, 1), ($1, $3, $2, 'case', $4, 10, 2)`,
		[meetingId, world.group.id, `case:${world.shared.id}`, world.shared.id]
	);
	await as('facilitator', (tx) => startMeeting(tx, meetingId));
});
afterEach(() => database.owner.query('delete from public.meetings where id = $1', [meetingId]));
afterAll(() => database.drop());

test('[CL5] an action gets its owner and date in the line and on the case', async () => {
	const id = await decide({});
	await as('unnamed', (tx) => setDecision(tx, { id, ownerId: world.people.circle, dueOn: DUE }));
	expect(await lineOf(id)).toEqual({
		owner: world.people.circle,
		due: DUE,
		actions: [{ owner: world.people.circle, due: DUE }]
	});
});

test('[CL5] given to somebody outside the circle it leaves the case, and comes back once', async () => {
	const id = await decide({ ownerId: world.people.circle });
	const outside = world.people.facilitator;
	await as('facilitator', (tx) => setDecision(tx, { id, ownerId: outside, dueOn: DUE }));
	expect(await lineOf(id)).toEqual({ owner: outside, due: DUE, actions: [] });
	const inside = { id, ownerId: world.people.circle, dueOn: null };
	await as('unnamed', (tx) => setDecision(tx, inside));
	await as('unnamed', (tx) => setDecision(tx, inside));
	expect(await lineOf(id)).toEqual({
		owner: world.people.circle,
		due: null,
		actions: [{ owner: world.people.circle, due: null }]
	});
});

test('[CL5] what the circle already works on stays theirs', async () => {
	const id = await decide({ ownerId: world.people.circle });
	await database.owner.query(`update public.actions set status = 'in_progress' where id = $1`, [
		id
	]);
	const outside = { id, ownerId: world.people.facilitator, dueOn: DUE };
	await expect(as('facilitator', (tx) => setDecision(tx, outside))).rejects.toMatchObject({
		code: 'conflict'
	});
	expect(await lineOf(id)).toMatchObject({ owner: world.people.circle, due: null });
});

test('[CL6] only what asks something, of somebody of the group, while the meeting runs', async () => {
	const change = { ownerId: world.people.circle, dueOn: DUE };
	const said = await decide({ kind: 'decision', itemId: 'news' });
	const request = await decide({ kind: 'request', itemId: 'news' });
	const refusals = [
		await codeOf('circle', { id: said, ...change }),
		await codeOf('circle', { id: request, ...change, ownerId: world.people.neighbour }),
		await codeOf('circle', { id: request, ...change, ownerId: world.people.observer }),
		await codeOf('observer', { id: request, ...change }),
		await codeOf('neighbour', { id: request, ...change })
	];
	expect(refusals).toEqual(['invalid', 'invalid', 'invalid', 'not_found', 'not_found']);
	await as('circle', (tx) => setDecision(tx, { id: request, ...change }));
	expect(await lineOf(request)).toEqual({ owner: world.people.circle, due: DUE, actions: [] });
	await as('facilitator', (tx) => closeMeeting(tx, meetingId));
	expect(await codeOf('circle', { id: request, ...change })).toBe('conflict');
});

async function decide(fields: Partial<NewDecision>): Promise<string> {
	const id = randomUUID();
	const itemId = `case:${world.shared.id}`;
	const line = { kind: 'action', label: 'Appeler la crèche', ownerId: null, dueOn: null } as const;
	await as('unnamed', (tx) =>
		addDecision(tx, { id, meetingId, itemId, ...line, blockerType: null, ...fields })
	);
	return id;
}

async function codeOf(
	actor: SignedIn,
	change: Parameters<typeof setDecision>[1]
): Promise<unknown> {
	return as(actor, (tx) => setDecision(tx, change)).then(
		() => 'done',
		(error: unknown) => (error as { code: unknown }).code
	);
}

/** The line, and the actions that came of it. */
async function lineOf(id: string): Promise<unknown> {
	const { rows } = await database.owner.query(
		`select d.owner_id as owner, d.due_on::text as due,
			(select coalesce(jsonb_agg(jsonb_build_object('owner', a.owner_id, 'due', a.due_on)), '[]')
			 from public.actions as a where a.id = d.action_id or a.id = d.id) as actions
		 from public.decisions as d where d.id = $1`,
		[id]
	);
	return rows[0];
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
