import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
	endAdministrator,
	endSessionsOf,
	findLastAccessReview,
	grantAdministrator,
	listAccounts,
	noteAccountAction,
	listDormantAccounts,
	recordAccessReview,
	setAccount
} from '../../src/lib/server/database/administration';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { outcomes } from '../support/at-once';
import { buildCase, buildMandate, buildProfile, callerFor, daysAgo } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

/** Milliseconds that a connection may take to come to its query. */
const PATIENCE = { timeout: 20_000, interval: 20 };

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[A4] an account says what administrators need of it', async () => {
	const { id, mandateId } = await newMember({ email: 'ici@essais.example' });
	await database.owner.query(
		`insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
		 values (gen_random_uuid(), $1, 'totp', 'verified', now(), now())`,
		[id]
	);
	await database.owner.query(
		`update auth.users set last_sign_in_at = $2, banned_until = $3 where id = $1`,
		[id, daysAgo(3), daysAgo(-3)]
	);
	await buildMandate(database.owner, {
		profileId: id,
		groupId: world.otherGroup.id,
		startsAt: daysAgo(9),
		endsAt: daysAgo(1)
	});
	expect(await accountOf(id)).toMatchObject({
		email: 'ici@essais.example',
		organizationId: world.organizations.alpha,
		organization: 'Alpha',
		administrator: false,
		secondFactor: true,
		mandates: [{ id: mandateId, territory: 'Les Essais', role: 'practitioner', endsAt: null }]
	});
	const { bannedUntil, lastSeenAt } = await accountOf(id);
	expect(
		[bannedUntil, lastSeenAt].map((date) => Math.round((Date.now() - Number(date)) / 86_400_000))
	).toEqual([-3, 3]);
});

test('[A5] who changes employer leaves the circles that it may not read', async () => {
	const { id } = await newMember({});
	const { alpha, beta } = world.organizations;
	const common = { groupId: world.group.id, organizationId: alpha, createdBy: id, referentId: id };
	const kept = await buildCase(database.owner, { ...common, agreement: [alpha, beta] });
	const left = await buildCase(database.owner, common);
	await as('admin', (tx) => setAccount(tx, { profileId: id, changes: { organizationId: beta } }));
	// Of the rows: the facts leave out who may not read, whatever became of their place.
	const { rows } = await database.owner.query<{ id: string; referent_id: string | null }>(
		`select c.id, c.referent_id from public.cases as c
		 join public.circle_members as k on k.case_id = c.id
		 where k.profile_id = $1 and (k.ends_at is null or k.ends_at > now())`,
		[id]
	);
	expect(rows).toEqual([{ id: kept.id, referent_id: id }]);
	expect(await referentOf(left.id)).toBeNull();
});

test('[A5] a change of employer is told to each group of who changes', async () => {
	const { id } = await newMember({});
	await database.owner.query('delete from public.access_changes');
	const changes = { organizationId: world.organizations.beta };
	await as('admin', (tx) => setAccount(tx, { profileId: id, changes }));
	expect(await toldOf()).toEqual([{ group_id: world.group.id, profile_id: id }]);
});

test('[A5] nobody changes their own employer', async () => {
	const changes = { organizationId: world.organizations.beta };
	await expect(
		as('admin', (tx) => setAccount(tx, { profileId: world.people.admin, changes }))
	).rejects.toMatchObject({ code: 'not_allowed' });
	await as('admin', (tx) =>
		setAccount(tx, { profileId: world.people.admin, changes: { jobTitle: 'Coordination' } })
	);
});

test('[A6] the last administrator who can sign in stays', async () => {
	const { id } = await newMember({});
	await as('admin', (tx) => grantAdministrator(tx, id));
	await database.owner.query(`update auth.users set banned_until = 'infinity' where id = $1`, [id]);
	const { admin } = world.people;
	await expect(as('admin', (tx) => endAdministrator(tx, admin))).rejects.toMatchObject({
		code: 'conflict'
	});
	await as('admin', (tx) => endAdministrator(tx, id));
	await expect(as('admin', (tx) => endAdministrator(tx, id))).rejects.toMatchObject({
		code: 'not_found'
	});
});

test(
	'[A6] of two administrators who end each other at once, one stays',
	{ timeout: 30_000 },
	async () => {
		const { id } = await newMember({});
		const { admin } = world.people;
		await as('admin', (tx) => grantAdministrator(tx, id));
		const other = await callerFor(database.owner, id);
		let second: Promise<unknown[]> = Promise.resolve([]);
		await as('admin', async (tx) => {
			await endAdministrator(tx, id);
			let over = false;
			second = outcomes(
				asCaller(database.databases, other, (theirs) => endAdministrator(theirs, admin))
			).finally(() => (over = true));
			await vi.waitFor(async () => expect(over || (await somebodyWaits())).toBe(true), PATIENCE);
		});
		expect(await second).toEqual(['not_found']);
		await database.owner.query('delete from public.administrators');
		await database.owner.query('insert into public.administrators (profile_id) values ($1)', [
			admin
		]);
	}
);

test('[A9] a review ends the mandates it names and records itself, all or nothing', async () => {
	const [one, two] = [await newMember({}), await newMember({})];
	await expect(
		as('admin', (tx) => recordAccessReview(tx, { endedMandates: [one.mandateId, randomUUID()] }))
	).rejects.toMatchObject({ code: 'not_found' });
	expect((await accountOf(one.id)).mandates).toHaveLength(1);
	const ended = await as('admin', (tx) =>
		recordAccessReview(tx, { endedMandates: [one.mandateId, two.mandateId, two.mandateId] })
	);
	expect(ended.map(({ profileId }) => profileId).toSorted()).toEqual([one.id, two.id].toSorted());
	expect((await accountOf(one.id)).mandates).toEqual([]);
	const { firstName, lastName } = await accountOf(world.people.admin);
	expect(await as('admin', findLastAccessReview)).toEqual({
		by: `${firstName} ${lastName}`,
		at: expect.any(Date) as Date,
		accounts: (await as('admin', listAccounts)).length,
		endedMandates: 2
	});
});

test('[A9] who could enter something and was not seen for ninety days is listed', async () => {
	const [old, recent, retired] = [await newMember({}), await newMember({}), await newMember({})];
	const age = 'update public.profiles set created_at = $2 where id = any ($1)';
	await database.owner.query(age, [[old.id, recent.id, retired.id], daysAgo(400)]);
	await database.owner.query('update auth.users set last_sign_in_at = $2 where id = any ($1)', [
		[old.id, retired.id],
		daysAgo(91)
	]);
	await database.owner.query('update auth.users set last_sign_in_at = $2 where id = $1', [
		recent.id,
		daysAgo(89)
	]);
	await database.owner.query('delete from public.mandates where profile_id = $1', [retired.id]);
	const dormant = await as('admin', (tx) => listDormantAccounts(tx));
	expect(dormant.map(({ id }) => id)).toEqual([old.id]);
	expect(
		(await as('admin', (tx) => listDormantAccounts(tx, 88))).map(({ id }) => id).toSorted()
	).toEqual([old.id, recent.id].toSorted());
});

test('[A10] an administrator signs somebody out everywhere, and nobody else with them', async () => {
	const { id } = await newMember({ email: 'partout@essais.example' });
	const other = await newMember({ email: 'autre@essais.example' });
	const sessions = [
		(await callerFor(database.owner, id)).sessionId,
		(await callerFor(database.owner, id)).sessionId
	];
	const { sessionId: kept } = await callerFor(database.owner, other.id);
	const refused = as('facilitator', (tx) => endSessionsOf(tx, id));
	await expect(refused).rejects.toMatchObject({ code: 'not_found' });
	const ended = await as('admin', (tx) => endSessionsOf(tx, id));
	expect(ended.toSorted()).toEqual(sessions.toSorted());
	const { rows } = await database.owner.query<{ id: string }>(
		'select id from auth.sessions where user_id = any ($1)',
		[[id, other.id]]
	);
	expect(rows.map((row) => row.id)).toEqual([kept]);
	expect(await as('admin', (tx) => endSessionsOf(tx, id))).toEqual([]);
});

test('[A11] what an administrator does with the sign-in of somebody is in the journal', async () => {
	const { id } = await newMember({});
	await expect(
		as('facilitator', (tx) => noteAccountAction(tx, { profileId: id, action: 'suspended' }))
	).rejects.toMatchObject({ code: 'not_found' });
	for (const action of ['suspended', 'restored', 'second_factor'] as const) {
		await as('admin', (tx) => noteAccountAction(tx, { profileId: id, action }));
	}
	await as('admin', (tx) => endSessionsOf(tx, id));
	const { rows } = await database.owner.query<{ profile_id: string; fields: string[] }>(
		`select profile_id, fields from public.change_events
		 where table_name = 'accounts' and row_id = $1 order by id`,
		[id]
	);
	expect(rows.map(({ fields }) => fields)).toEqual([
		['suspended'],
		['restored'],
		['second_factor'],
		['sessions']
	]);
	expect(new Set(rows.map(({ profile_id }) => profile_id))).toEqual(new Set([world.people.admin]));
	for (const [profileId, action, code] of [
		[randomUUID(), 'suspended', 'not_found'],
		[id, 'promoted' as 'suspended', 'invalid']
	] as const) {
		await expect(
			as('admin', (tx) => noteAccountAction(tx, { profileId, action }))
		).rejects.toMatchObject({ code });
	}
});

async function referentOf(caseId: string): Promise<unknown> {
	const { rows } = await database.owner.query<{ referent_id: string | null }>(
		'select referent_id from public.cases where id = $1',
		[caseId]
	);
	return rows[0]?.referent_id;
}

/** Whether a transaction of this database waits for another. */
async function somebodyWaits(): Promise<boolean> {
	const { rows } = await database.owner.query(
		`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
	);
	return rows.length > 0;
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

async function accountOf(id: string) {
	const account = (await as('admin', listAccounts)).find((each) => each.id === id);
	if (!account) throw new Error('no such account');
	return account;
}

async function newMember({
	email
}: {
	email?: string;
}): Promise<{ id: string; mandateId: string }> {
	const id = await buildProfile(database.owner, {
		organizationId: world.organizations.alpha,
		...(email ? { email } : {})
	});
	const mandateId = await buildMandate(database.owner, { profileId: id, groupId: world.group.id });
	return { id, mandateId };
}

async function toldOf(): Promise<unknown[]> {
	const { rows } = await database.owner.query<{ group_id: string; profile_id: string | null }>(
		'select distinct group_id, profile_id from public.access_changes'
	);
	return rows;
}
