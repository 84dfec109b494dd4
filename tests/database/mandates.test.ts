import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../src/lib/domain/member';
import { caseFacts } from '../../src/lib/server/database/facts';
import {
	endMandate,
	grantMandate,
	setMandate,
	settleMandates
} from '../../src/lib/server/database/mandates';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { outcomes } from '../support/at-once';
import { buildCase, buildMandate, buildProfile, daysAgo } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[N1] who no longer works in a group hands everything back to the référent', async () => {
	const { id, mandateId } = await newMember();
	const caseId = await caseOf({ referentId: world.people.circle, with: id });
	await entrust(caseId, id);
	await admin((tx) => endMandate(tx, mandateId));
	expect(await workOf(caseId)).toEqual({
		referentId: world.people.circle,
		circle: [world.people.circle],
		owners: { open: world.people.circle, done: id },
		carriers: { open: world.people.circle, lifted: id }
	});
});

test('[N2] a case without référent says so; its actions keep their owner and its blockers have no carrier', async () => {
	const { id, mandateId } = await newMember();
	const caseId = await caseOf({ referentId: id, with: id });
	await entrust(caseId, id);
	await admin((tx) => endMandate(tx, mandateId));
	expect(await workOf(caseId)).toEqual({
		referentId: null,
		circle: [world.people.circle],
		owners: { open: id, done: id },
		carriers: { open: null, lifted: id }
	});
});

test('[N3] a mandate that comes to its date is settled once, and what was told of it is its end', async () => {
	await asSystem(database.databases, settleMandates);
	const { id, mandateId } = await newMember();
	const caseId = await caseOf({ referentId: id, with: id });
	await move(mandateId, { ends_at: daysAgo(0) });
	await database.owner.query('delete from public.access_changes');
	expect(await asSystem(database.databases, settleMandates)).toBe(1);
	expect(await asSystem(database.databases, settleMandates)).toBe(0);
	expect(await workOf(caseId)).toMatchObject({ referentId: null, circle: [world.people.circle] });
	const { rows } = await database.owner.query<{ profile_id: string }>(
		'select distinct profile_id from public.access_changes'
	);
	expect(rows).toEqual([{ profile_id: id }]);
});

test('[N4] an observer hands their cases back; who works there by another mandate keeps them', async () => {
	const { id, mandateId } = await newMember();
	const other = await newMember();
	await move(other.mandateId, { ends_at: daysAgo(-1) });
	await buildMandate(database.owner, { profileId: other.id, groupId: world.group.id });
	const caseId = await caseOf({ referentId: other.id, with: id });
	await admin((tx) =>
		setMandate(tx, {
			mandateId,
			role: 'observer',
			expected: { role: 'practitioner', endsAt: null }
		})
	);
	await admin((tx) => endMandate(tx, other.mandateId));
	expect(await workOf(caseId)).toMatchObject({
		referentId: other.id,
		circle: [world.people.circle, other.id]
	});
});

test.each<[string, { role: Role; endsAt: string | null }]>([
	['role', { role: 'facilitator', endsAt: null }],
	['end', { role: 'practitioner', endsAt: daysAgo(-9) }]
])('[N5] a mandate whose %s changed since it was read stays as it is', async (_, expected) => {
	const { mandateId } = await newMember();
	await expect(
		admin((tx) => setMandate(tx, { mandateId, role: 'observer', endsAt: daysAgo(-3), expected }))
	).rejects.toMatchObject({ code: 'conflict' });
	expect(await mandate(mandateId)).toEqual({ role: 'practitioner', ends_at: null });
});

test('[N5] of two administrators who change a mandate at once, the second is told', async () => {
	const { mandateId } = await newMember();
	const change = (role: Role): Promise<unknown> =>
		admin((tx) =>
			setMandate(tx, { mandateId, role, expected: { role: 'practitioner', endsAt: null } })
		);
	expect(await outcomes(change('facilitator'), change('observer'))).toEqual(['conflict', 'done']);
});

test('[N5] of two administrators who end a mandate at once, the second is told', async () => {
	const { id, mandateId } = await newMember();
	const end = (): Promise<unknown> => admin((tx) => endMandate(tx, mandateId));
	expect(await outcomes(end(), end())).toEqual(['conflict', 'done']);
	const { rows } = await database.owner.query(
		'select from public.mandates where profile_id = $1 and (ends_at is null or ends_at > now())',
		[id]
	);
	expect(rows).toEqual([]);
});

test('[N5] who began earlier and ends a mandate later is told as well', async () => {
	const { mandateId } = await newMember();
	await expect(
		admin(async (tx) => {
			await sql`select now()`.execute(tx);
			await admin((other) => endMandate(other, mandateId));
			return endMandate(tx, mandateId);
		})
	).rejects.toMatchObject({ code: 'conflict' });
});

test('[N6] one has one mandate in a group, now or later; given twice with one id, one', async () => {
	const id = randomUUID();
	const profileId = await buildProfile(database.owner, {
		organizationId: world.organizations.alpha
	});
	const wanted = {
		id,
		profileId,
		groupId: world.group.id,
		role: 'practitioner',
		endsAt: daysAgo(-9)
	} as const;
	await admin((tx) => grantMandate(tx, wanted));
	await admin((tx) => grantMandate(tx, wanted));
	await expect(
		admin((tx) => grantMandate(tx, { ...wanted, id: randomUUID(), endsAt: null }))
	).rejects.toMatchObject({ code: 'conflict' });
	const there = {
		profileId: world.people.neighbour,
		groupId: world.group.id,
		role: 'observer'
	} as const;
	const grant = (): Promise<unknown> =>
		admin((tx) => grantMandate(tx, { ...there, id: randomUUID(), endsAt: daysAgo(-1) }));
	expect(await outcomes(grant(), grant())).toEqual(['conflict', 'done']);
});

test('[N7] a mandate does not end in the past, has a role of ours, and is of somebody and somewhere', async () => {
	const { id, mandateId } = await newMember();
	const expected = { role: 'practitioner', endsAt: null } as const;
	const fresh = {
		id: randomUUID(),
		profileId: world.people.ended,
		groupId: world.group.id,
		role: 'practitioner' as Role,
		endsAt: null
	};
	for (const attempt of [
		(tx: Tx) => setMandate(tx, { mandateId, endsAt: daysAgo(1), expected }),
		(tx: Tx) => setMandate(tx, { mandateId, role: 'administrator' as Role, expected }),
		(tx: Tx) => setMandate(tx, { mandateId, expected, ...{ profileId: world.people.ended } }),
		(tx: Tx) => grantMandate(tx, { ...fresh, endsAt: daysAgo(1) }),
		(tx: Tx) => grantMandate(tx, { ...fresh, role: 'owner' as Role }),
		(tx: Tx) => grantMandate(tx, { ...fresh, groupId: randomUUID() }),
		(tx: Tx) => grantMandate(tx, { ...fresh, profileId: randomUUID() })
	]) {
		await expect(admin<unknown>(attempt)).rejects.toMatchObject({ code: 'invalid' });
	}
	expect(await mandate(mandateId)).toEqual({ role: 'practitioner', ends_at: null });
	const { rows } = await database.owner.query('select from public.mandates where profile_id = $1', [
		id
	]);
	expect(rows).toHaveLength(1);
});

test('[N8] nobody gives or changes a mandate of their own', async () => {
	const { admin: me } = world.people;
	await expect(
		admin((tx) =>
			grantMandate(tx, {
				id: randomUUID(),
				profileId: me,
				groupId: world.group.id,
				role: 'practitioner',
				endsAt: null
			})
		)
	).rejects.toMatchObject({ code: 'not_allowed' });
	const mandateId = await buildMandate(database.owner, {
		profileId: me,
		groupId: world.group.id,
		role: 'observer'
	});
	await expect(
		admin((tx) =>
			setMandate(tx, {
				mandateId,
				role: 'practitioner',
				expected: { role: 'observer', endsAt: null }
			})
		)
	).rejects.toMatchObject({ code: 'not_allowed' });
	await admin((tx) => endMandate(tx, mandateId));
});

function admin<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers.admin, work);
}

async function newMember(): Promise<{ id: string; mandateId: string }> {
	const id = await buildProfile(database.owner, { organizationId: world.organizations.alpha });
	const mandateId = await buildMandate(database.owner, { profileId: id, groupId: world.group.id });
	return { id, mandateId };
}

function caseOf({ referentId, with: id }: { referentId: string; with: string }): Promise<string> {
	const { circle } = world.people;
	return buildCase(database.owner, {
		groupId: world.group.id,
		organizationId: world.organizations.alpha,
		createdBy: circle,
		referentId,
		circle: [...new Set([circle, referentId, id])]
	}).then((built) => built.id);
}

/** An action and a blocker to do, and one of each that are done. */
async function entrust(caseId: string, profileId: string): Promise<void> {
	for (const [action, blocker] of [
		['todo', 'open'],
		['done', 'lifted']
	]) {
		await database.owner.query(
			`insert into public.actions (case_id, group_id, label, status, owner_id, created_by)
			 values ($1, $2, 'Appeler', $3, $4, $4)`,
			[caseId, world.group.id, action, profileId]
		);
		await database.owner.query(
			`insert into public.blockers (case_id, group_id, type_code, status, carrier_id, created_by)
			 values ($1, $2, 'housing', $3, $4, $4)`,
			[caseId, world.group.id, blocker, profileId]
		);
	}
}

async function workOf(caseId: string) {
	const read = await asSystem(database.databases, (tx) => caseFacts(tx, caseId));
	if (!read) throw new Error('no such case');
	const facts = read.case;
	const ownerOf = (status: string) =>
		facts.actions.find((action) => action.status === status)?.ownerId;
	const carrierOf = (status: string) =>
		facts.blockers.find((blocker) => blocker.status === status)?.carrierId;
	// Of the rows: the facts leave out who may not read, whatever became of their work.
	const { rows } = await database.owner.query<{ referentId: string | null; circle: string[] }>(
		`select c.referent_id as "referentId", array(
			select k.profile_id from public.circle_members as k
			where k.case_id = c.id and (k.ends_at is null or k.ends_at > now()) order by k.starts_at
		 ) as circle
		 from public.cases as c where c.id = $1`,
		[caseId]
	);
	return {
		referentId: rows[0]?.referentId,
		circle: rows[0]?.circle,
		owners: { open: ownerOf('todo'), done: ownerOf('done') },
		carriers: { open: carrierOf('open'), lifted: carrierOf('lifted') }
	};
}

async function move(mandateId: string, { ends_at }: { ends_at: string }): Promise<void> {
	await database.owner.query('update public.mandates set ends_at = $2 where id = $1', [
		mandateId,
		ends_at
	]);
}

async function mandate(mandateId: string): Promise<unknown> {
	const { rows } = await database.owner.query(
		'select role, ends_at from public.mandates where id = $1',
		[mandateId]
	);
	return rows[0];
}
