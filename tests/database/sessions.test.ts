import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
	isSessionAlive,
	readAccessChanges,
	type AccessChange,
	type AccessChanges,
	type AccessCursor
} from '../../src/lib/server/database/sessions';
import { asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

/** Milliseconds that other tests of the same server may hold a transaction. */
const PATIENCE = { timeout: 20_000, interval: 20 };

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[E1] a session that exists is alive; one that does not is not', async () => {
	const { sessionId } = world.callers.circle;
	expect(await isSessionAlive(database.databases, sessionId)).toBe(true);
	expect(await isSessionAlive(database.databases, randomUUID())).toBe(false);
});

test.each<[string, SignedIn, string]>([
	['signed out', 'partner', 'delete from auth.sessions where user_id = $1'],
	['past its end', 'colleague', 'update auth.sessions set not_after = now() where user_id = $1'],
	[
		'of somebody banned',
		'unnamed',
		`update auth.users set banned_until = now() + interval '1 hour' where id = $1`
	],
	['of somebody deleted', 'facilitator', 'update auth.users set deleted_at = now() where id = $1']
])('[E2] a session %s is over', async (_, actor, statement) => {
	const { sessionId, profileId } = world.callers[actor];
	expect(await isSessionAlive(database.databases, sessionId)).toBe(true);
	await database.owner.query(statement, [profileId]);
	expect(await isSessionAlive(database.databases, sessionId)).toBe(false);
});

test.each<[string, string, (w: World) => string[], (w: World) => AccessChange]>([
	[
		'a mandate that ends',
		'update public.mandates set ends_at = now() where profile_id = $1',
		(w) => [w.people.partner],
		(w) => ({ groupId: w.group.id, profileId: w.people.partner, caseId: null })
	],
	[
		'somebody who leaves a circle',
		'update public.circle_members set ends_at = now() where profile_id = $1 and case_id = $2',
		(w) => [w.people.circle, w.shared.id],
		(w) => ({ groupId: w.group.id, profileId: w.people.circle, caseId: w.shared.id })
	],
	[
		'an agreement withdrawn',
		'update public.agreements set withdrawn_at = now() where id = $1',
		(w) => [w.agreement],
		(w) => ({ groupId: w.group.id, profileId: null, caseId: w.shared.id })
	]
])('[E3] %s is told once, to whoever asked before', async (_, statement, valuesOf, changeOf) => {
	const cursor = await cursorOfNow();
	await database.owner.query(statement, valuesOf(world));
	const after = await readUntilTold(cursor, 1);
	const later = await system((tx) => readAccessChanges(tx, after.cursor));
	expect(after.changes).toEqual([changeOf(world)]);
	expect(later.changes).toEqual([]);
});

test('[E4] a change that commits after a later one is not missed', async () => {
	const cursor = await cursorOfNow();
	const touch = 'update public.mandates set role = role where profile_id = $1';
	await database.owner.query('begin');
	await database.owner.query(touch, [world.people.colleague]);
	const other = new pg.Client({ connectionString: database.urls.owner });
	await other.connect();
	await other.query(touch, [world.people.unnamed]);
	await other.end();
	const during = await system((tx) => readAccessChanges(tx, cursor));
	await database.owner.query('commit');
	const after = await readUntilTold(during.cursor, 2 - during.changes.length);
	const told = [...during.changes, ...after.changes].map(({ profileId }) => profileId);
	expect(told.toSorted()).toEqual([world.people.colleague, world.people.unnamed].toSorted());
});

test.each<[string, string, (w: World) => string[], (w: World) => AccessChange]>([
	[
		'a mandate that ends',
		`update public.mandates set ends_at = clock_timestamp() where profile_id = $1`,
		(w) => [w.people.facilitator],
		(w) => ({ groupId: w.group.id, profileId: w.people.facilitator, caseId: null })
	],
	[
		'a mandate that begins',
		`update public.mandates set starts_at = clock_timestamp() where profile_id = $1`,
		(w) => [w.people.future],
		(w) => ({ groupId: w.group.id, profileId: w.people.future, caseId: null })
	],
	[
		'somebody who leaves a circle',
		`update public.circle_members set ends_at = clock_timestamp() where profile_id = $1 and case_id = $2`,
		(w) => [w.people.partner, w.shared.id],
		(w) => ({ groupId: w.group.id, profileId: w.people.partner, caseId: w.shared.id })
	],
	[
		'an agreement that expires',
		`update public.agreements set given_on = given_on - 400, expires_on = private.today() where id = $1`,
		(w) => [w.agreementElsewhere],
		(w) => ({ groupId: w.otherGroup.id, profileId: null, caseId: w.elsewhere.id })
	],
	[
		'an agreement that begins',
		`update public.agreements set given_on = private.today(), expires_on = private.today() + 300 where id = $1`,
		(w) => [w.agreementElsewhere],
		(w) => ({ groupId: w.otherGroup.id, profileId: null, caseId: w.elsewhere.id })
	]
])(
	'[E5] %s by its date is due for whoever asked before, once',
	async (what, statement, valuesOf, changeOf) => {
		// Days count from midnight: whoever asked yesterday has not been told of today.
		const ago = what.startsWith('an agreement') ? '1 day' : '0 seconds';
		const { rows } = await database.owner.query<AccessCursor>(
			`select '0' as transaction, (clock_timestamp() - $1::interval)::text as at`,
			[ago]
		);
		const [before] = rows;
		await database.owner.query(statement, valuesOf(world));
		const first = await system((tx) => readAccessChanges(tx, before ?? null));
		const second = await system((tx) => readAccessChanges(tx, first.cursor));
		expect(first.due).toContainEqual(changeOf(world));
		expect(second.due).toEqual([]);
	}
);

/** A cursor after every change so far. A transaction of any database of the cluster that still runs holds it back. */
async function cursorOfNow(): Promise<AccessCursor> {
	return vi.waitFor(async () => {
		const { cursor } = await system((tx) => readAccessChanges(tx, null));
		const { rows } = await database.owner.query(
			'select 1 from public.access_changes where transaction_id >= $1::xid8',
			[cursor.transaction]
		);
		expect(rows).toEqual([]);
		return cursor;
	}, PATIENCE);
}

/** Reads from a cursor on until so many changes were told. */
async function readUntilTold(cursor: AccessCursor, count: number): Promise<AccessChanges> {
	const told: AccessChanges = { cursor, changes: [], due: [] };
	await vi.waitFor(async () => {
		const next = await system((tx) => readAccessChanges(tx, told.cursor));
		told.changes.push(...next.changes);
		told.due.push(...next.due);
		told.cursor = next.cursor;
		expect(told.changes.length).toBeGreaterThanOrEqual(count);
	}, PATIENCE);
	return told;
}

function system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asSystem(database.databases, work);
}
