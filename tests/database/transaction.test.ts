import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { askAccess } from '../../src/lib/server/database/document-access';
import { asCaller, asSystem } from '../../src/lib/server/database/transaction';
import { callerFor } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { documentAccess } from './document-access';
import { buildWorld, SIGNED_IN, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

const WHO = sql<{ role: string; id: string | null }>`select current_user as role,
	nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' as id`;

test('[X1] a transaction is the caller’s, and the connection keeps nothing of it', async () => {
	const { databases } = database;
	const inside = await asCaller(
		databases,
		world.callers.circle,
		async (tx) => (await WHO.execute(tx)).rows
	);
	expect(inside).toEqual([{ role: 'authenticated', id: world.people.circle }]);
	for (let connection = 0; connection < 12; connection++) {
		expect((await WHO.execute(databases.person)).rows).toEqual([{ role: 'app_server', id: null }]);
	}
});

test('[X2] nothing is kept of one that fails either', async () => {
	const { databases } = database;
	const fail = asCaller(databases, world.callers.circle, () => Promise.reject(new Error('bug')));
	await expect(fail).rejects.toThrow('bug');
	expect((await WHO.execute(databases.person)).rows).toEqual([{ role: 'app_server', id: null }]);
});

test('[X3] to reset the role inside gains nothing', async () => {
	const read = asCaller(database.databases, world.callers.circle, async (tx) => {
		await sql`reset role`.execute(tx);
		await sql`select c.id from public.cases as c`.execute(tx);
	});
	await expect(read).rejects.toMatchObject({ code: '42501' });
	const become = asCaller(database.databases, world.callers.circle, (tx) =>
		sql`set role maillage_system`.execute(tx)
	);
	await expect(become).rejects.toMatchObject({ code: '42501' });
});

test('[X4] claims that say another role or person change neither', async () => {
	const caller = world.callers.observer;
	const forged = {
		...caller,
		claims: { ...caller.claims, role: 'service_role', sub: world.people.circle }
	};
	const rows = await asCaller(
		database.databases,
		forged,
		async (tx) => (await WHO.execute(tx)).rows
	);
	expect(rows).toEqual([{ role: 'authenticated', id: world.people.observer }]);
});

test.each([
	['MA404', 'not_found'],
	['MA403', 'not_allowed'],
	['MA409', 'conflict'],
	['MA422', 'invalid'],
	['MA429', 'too_many_tries'],
	['23514', 'invalid'],
	['23505', 'conflict']
])('[X5] %s is the refusal %s', async (state, code) => {
	const refused = asCaller(database.databases, world.callers.circle, (tx) =>
		sql.raw(`do $$ begin raise exception 'no' using errcode = '${state}'; end $$`).execute(tx)
	);
	await expect(refused).rejects.toMatchObject({ name: 'Refusal', code });
});

test('[X6] what does not fit a column is a bug of the system, not a refusal', async () => {
	const broken = asSystem(database.databases, (tx) =>
		sql`insert into public.documents (name, kind) values ('x', 'y')`.execute(tx)
	);
	await expect(broken).rejects.toMatchObject({ name: 'error', code: '23514' });
});

test.each(['40001', '40P01'])('[X7] %s is tried once more, and once only', async (state) => {
	let tries = 0;
	const failing = asSystem(database.databases, (tx) => {
		tries++;
		return sql
			.raw(`do $$ begin raise exception 'again' using errcode = '${state}'; end $$`)
			.execute(tx);
	});
	await expect(failing).rejects.toMatchObject({ code: state });
	expect(tries).toBe(2);
});

test('[X8] the system passes over the policies and writes only what is its own', async () => {
	const { databases } = database;
	const counted = await asSystem(
		databases,
		async (tx) => (await sql`select c.id from public.cases as c`.execute(tx)).rows
	);
	expect(counted).toHaveLength(3);
	for (const forbidden of [
		'select i.last_name from public.person_identities as i',
		'delete from public.cases',
		'update public.cases set reference = reference',
		'update public.mandates set role = role',
		'select u.email from auth.users as u'
	]) {
		const tried = asSystem(databases, (tx) => sql.raw(forbidden).execute(tx));
		await expect(tried).rejects.toMatchObject({ code: '42501' });
	}
});

test('[X9] one message is the caller’s too: it says what a transaction says, and the connection keeps nothing of it', async () => {
	const { databases } = database;
	const { shared } = world;
	const name: DocumentName = `case:${shared.id}`;
	for (const actor of SIGNED_IN) {
		const caller = world.callers[actor];
		const { access, id } = await askAccess(databases, caller, { name, noted: false });
		const known = await asCaller(databases, caller, (tx) => documentAccess(tx, name));
		expect([actor, access]).toEqual([actor, known]);
		expect([actor, id]).toEqual([actor, actor === 'stranger' ? null : caller.profileId]);
		expect((await WHO.execute(databases.person)).rows).toEqual([{ role: 'app_server', id: null }]);
	}
	const quoted = {
		...world.callers.circle,
		claims: { ...world.callers.circle.claims, aud: "'; reset role; select '\\" }
	};
	const asked = await askAccess(databases, quoted, { name, noted: false });
	expect(asked).toMatchObject({ access: 'write', id: world.people.circle });
});

test('[X10] a session that has ended is told so, and what it asks to open is not noted', async () => {
	const { databases, owner } = database;
	const caller = await callerFor(owner, world.people.circle);
	const name: DocumentName = `case:${world.shared.id}`;
	await owner.query('delete from auth.sessions where id = $1', [caller.sessionId]);
	const { access } = await askAccess(databases, caller, { name, noted: true });
	expect(access).toBe('signed_out');
	const { rows } = await owner.query('select from public.access_events where session_id = $1', [
		caller.sessionId
	]);
	expect(rows).toHaveLength(0);
});
