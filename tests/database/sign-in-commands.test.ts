import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../src/lib/domain/caller';
import {
	acceptCharter,
	findSignInStep,
	isSecondFactorProved,
	lockSession,
	touchSession,
	unlockSession
} from '../../src/lib/server/database/sign-in';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import {
	buildGroup,
	buildCase,
	buildMandate,
	buildOrganization,
	buildProfile,
	callerFor
} from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let organizationId: string;
/** Somebody new, without a second factor, and two sessions of theirs. */
let caller: Caller;
let elsewhere: Caller;
beforeAll(async () => {
	database = await testDatabase();
	organizationId = await buildOrganization(database.owner);
});
beforeEach(async () => {
	const profileId = await buildProfile(database.owner, { organizationId });
	caller = await callerFor(database.owner, profileId);
	elsewhere = await callerFor(database.owner, profileId);
});
afterAll(() => database.drop());

test('[L3] a session waits for the charter, then for nothing', async () => {
	expect(await as(caller, findSignInStep)).toBe('charter');
	await as(caller, acceptCharter);
	expect(await as(caller, findSignInStep)).toBe('ready');
	const accepted = await acceptedAt();
	await as(elsewhere, acceptCharter);
	expect(await acceptedAt()).toEqual(accepted);
});

test('[L3] what comes first is asked first: the lock, the code, the factor, the charter', async () => {
	await owner('update public.organizations set second_factor = true where id = $1', organizationId);
	expect(await as(caller, findSignInStep)).toBe('factor');
	await giveFactor();
	expect(await as(caller, findSignInStep)).toBe('code');
	expect(await as(proved(caller), findSignInStep)).toBe('charter');
	await as(proved(caller), lockSession);
	expect(await as(proved(caller), findSignInStep)).toBe('locked');
	await owner(
		'update public.organizations set second_factor = false where id = $1',
		organizationId
	);
});

test('[L4] a lock is of one session, and only the system opens it', async () => {
	await as(caller, lockSession);
	expect(await as(caller, touchSession)).toBe('locked');
	expect(await as(elsewhere, touchSession)).toBe('charter');
	await expect(as(caller, (tx) => unlockSession(tx, caller.sessionId))).rejects.toMatchObject({
		code: '42501'
	});
	await asSystem(database.databases, (tx) => unlockSession(tx, caller.sessionId));
	expect(await as(caller, findSignInStep)).toBe('charter');
});

test('[L4] locked again, it keeps the time of the first', async () => {
	await as(caller, lockSession);
	const first = await stateOf(caller);
	await as(caller, lockSession);
	expect(await stateOf(caller)).toEqual(first);
});

test('[L4] activity keeps a session open, and opens none that was idle for too long', async () => {
	await as(caller, touchSession);
	await moveActivity(15 * 60);
	expect(await as(caller, touchSession)).toBe('charter');
	await moveActivity(16 * 60 - 5);
	expect(await as(caller, touchSession)).toBe('charter');
	await moveActivity(16 * 60 + 1);
	const before = await stateOf(caller);
	expect(await as(caller, touchSession)).toBe('locked');
	expect(await stateOf(caller)).toEqual(before);
});

test('[L4] a lock that comes while a page is asked for is not lost', async () => {
	await as(caller, touchSession);
	const before = await activeAt();
	await database.owner.query('begin');
	await owner(
		'update public.session_states set locked_at = now() where session_id = $1',
		caller.sessionId
	);
	const touched = as(caller, touchSession);
	await untilSomebodyWaits();
	await database.owner.query('commit');
	await touched;
	expect(await as(caller, findSignInStep)).toBe('locked');
	expect(await activeAt()).toEqual(before);
});

test('[L4] a session without a number opens nothing', async () => {
	const { session_id: _none, ...claims } = caller.claims;
	const rows = await as({ ...caller, claims }, async (tx) => {
		await touchSession(tx);
		return (await sql`select private.me() as id`.execute(tx)).rows;
	});
	expect(rows).toEqual([{ id: null }]);
});

test('[L10] who is asking is found out once per helper, however many rows there are', async () => {
	const group = await buildGroup(database.owner);
	const mandate = { profileId: caller.profileId, groupId: group.id };
	await buildMandate(database.owner, mandate);
	const options = {
		groupId: group.id,
		organizationId,
		createdBy: caller.profileId,
		agreement: [organizationId]
	};
	for (let i = 0; i < 3; i++) await buildCase(database.owner, options);
	const few = await timesAsked();
	for (let i = 0; i < 30; i++) await buildCase(database.owner, options);
	expect(await timesAsked()).toEqual({ ...few, rows: 33 });
	expect(few.rows).toBe(3);
	expect(few.calls).toBeGreaterThan(0);
});

test('[L11] what is known of a session is forgotten a day after it ended, not before', async () => {
	await as(caller, touchSession);
	await as(elsewhere, touchSession);
	const gone = [randomUUID(), randomUUID()];
	await database.owner.query(
		`insert into public.session_states (session_id, profile_id, active_at)
		 values ($1, $3, now() - interval '25 hours'), ($2, $3, now() - interval '23 hours')`,
		[...gone, caller.profileId]
	);
	await owner(
		`update public.session_states set active_at = now() - interval '25 hours' where session_id = $1`,
		elsewhere.sessionId
	);
	await as(caller, touchSession);
	const { rows } = await database.owner.query<{ id: string }>(
		'select session_id as id from public.session_states where profile_id = $1',
		[caller.profileId]
	);
	expect(rows.map(({ id }) => id).sort()).toEqual(
		[caller.sessionId, elsewhere.sessionId, gone[1]].sort()
	);
});

test('[L2] the second factor is proved by the token of this person, and nothing else', async () => {
	await giveFactor();
	expect(await as(caller, isSecondFactorProved)).toBe(false);
	expect(await as(proved(caller), isSecondFactorProved)).toBe(true);
	const forged = { ...caller, claims: { ...caller.claims, aal: 'AAL2' } };
	expect(await as(forged, isSecondFactorProved)).toBe(false);
	expect(await as(forged, findSignInStep)).toBe('code');
});

function as<T>(who: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, who, work);
}

/** The same session once its token says that the second factor was shown. */
function proved(who: Caller): Caller {
	return { ...who, claims: { ...who.claims, aal: 'aal2' } };
}

async function owner(statement: string, id: string): Promise<void> {
	await database.owner.query(statement, [id]);
}

async function giveFactor(): Promise<void> {
	await owner(
		`insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
		 values (gen_random_uuid(), $1, 'totp', 'verified', now(), now())`,
		caller.profileId
	);
}

async function acceptedAt(): Promise<Date | null | undefined> {
	const { rows } = await database.owner.query<{ at: Date | null }>(
		'select charter_accepted_at as at from public.profiles where id = $1',
		[caller.profileId]
	);
	return rows[0]?.at;
}

async function stateOf({ sessionId }: Caller): Promise<unknown> {
	const { rows } = await database.owner.query<Record<string, unknown>>(
		'select active_at, locked_at, proved_at from public.session_states where session_id = $1',
		[sessionId]
	);
	return rows;
}

async function activeAt(): Promise<Date | undefined> {
	const { rows } = await database.owner.query<{ at: Date }>(
		'select active_at as at from public.session_states where session_id = $1',
		[caller.sessionId]
	);
	return rows[0]?.at;
}

/** The caller was last there so many seconds ago. */
async function moveActivity(seconds: number): Promise<void> {
	await database.owner.query(
		'update public.session_states set active_at = now() - make_interval(secs => $2) where session_id = $1',
		[caller.sessionId, seconds]
	);
}

async function untilSomebodyWaits(): Promise<void> {
	await expect
		.poll(async () => {
			const { rows } = await database.owner.query<{ waiting: number }>(
				`select count(*)::integer as waiting from pg_stat_activity
				 where datname = current_database() and wait_event_type = 'Lock'`
			);
			return rows[0]?.waiting;
		})
		.toBe(1);
}

/** How often `private.me()` runs while the caller reads all their cases. */
async function timesAsked(): Promise<{ rows: number; calls: number }> {
	const { owner: client } = database;
	await client.query('begin');
	try {
		await client.query(
			`select set_config('track_functions', 'all', true), set_config('request.jwt.claims', $1, true)`,
			[JSON.stringify(caller.claims)]
		);
		const before = await callsOfMe();
		await client.query('set local role authenticated');
		const read = await client.query('select c.id from public.cases as c');
		await client.query('reset role');
		return { rows: read.rows.length, calls: (await callsOfMe()) - before };
	} finally {
		await client.query('rollback');
	}
}

async function callsOfMe(): Promise<number> {
	const { rows } = await database.owner.query<{ calls: number }>(
		`select f.calls::integer from pg_stat_xact_user_functions as f
		 where f.schemaname = 'private' and f.funcname = 'me'`
	);
	return rows[0]?.calls ?? 0;
}
