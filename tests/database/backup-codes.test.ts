import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../src/lib/domain/caller';
import {
	countBackupCodes,
	hashBackupCode,
	makeBackupCodes,
	replaceBackupCodes,
	useBackupCode
} from '../../src/lib/server/database/backup-codes';
import { findSignInStep, lockSession } from '../../src/lib/server/database/sign-in';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { buildOrganization, buildProfile, callerFor } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';

const WRONG = hashBackupCode('00000-00000');

let database: TestDatabase;
/** Somebody new with a second factor, in a session that has not shown it, and the codes they keep. */
let caller: Caller;
let elsewhere: Caller;
let codes: string[];
beforeAll(async () => {
	database = await testDatabase();
});
beforeEach(async () => {
	const { owner } = database;
	const organizationId = await buildOrganization(owner);
	const profileId = await buildProfile(owner, { organizationId });
	await owner.query(
		`insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
		 values (gen_random_uuid(), $1, 'totp', 'verified', now(), now())`,
		[profileId]
	);
	caller = await callerFor(owner, profileId);
	elsewhere = await callerFor(owner, profileId);
	codes = makeBackupCodes();
	await as(proved(caller), (tx) => replaceBackupCodes(tx, codes.map(hashBackupCode)));
});
afterAll(() => database.drop());

test('[L5] ten codes of 50 random bits, in signs that are not misread', () => {
	expect(new Set(codes).size).toBe(10);
	for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
	const counting = (size: number): Uint8Array =>
		Uint8Array.from({ length: size }, (_, i) => i + 25);
	expect(makeBackupCodes(counting)[0]).toBe('stvwx-yz012');
});

test.each(['ABCDE-01234', ' abcde 01234 ', 'abcdeO1234', 'abcde-ol234', 'ａｂｃｄｅ–０1234'])(
	'[L5] a code is read as people write it: %s',
	(written) => {
		expect(hashBackupCode(written)).toEqual(hashBackupCode('abcde-01234'));
	}
);

test('[L5] a code proves the second factor in the session where it is given, and unlocks it', async () => {
	await as(caller, lockSession);
	expect(await use(caller, codes[0])).toBe(true);
	expect(await as(caller, findSignInStep)).toBe('charter');
	expect(await as(elsewhere, findSignInStep)).toBe('code');
	expect(await as(caller, countBackupCodes)).toBe(9);
});

test('[L5] a code serves once', async () => {
	await use(caller, codes[0]);
	expect(await use(elsewhere, codes[0])).toBe(false);
	expect(await as(elsewhere, findSignInStep)).toBe('code');
});

test('[L5] of two who give the same code at once, one is let in', async () => {
	const tries = await Promise.all([use(caller, codes[0]), use(elsewhere, codes[0])]);
	expect(tries.toSorted()).toEqual([false, true]);
	const steps = await Promise.all([caller, elsewhere].map((who) => as(who, findSignInStep)));
	expect(steps.toSorted()).toEqual(['charter', 'code']);
});

test('[L5] the code of somebody else is a wrong one', async () => {
	const organizationId = await buildOrganization(database.owner);
	const other = await callerFor(
		database.owner,
		await buildProfile(database.owner, { organizationId })
	);
	await expect(use(other, codes[0])).rejects.toMatchObject({ code: 'not_allowed' });
	await database.owner.query(
		`insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
		 values (gen_random_uuid(), $1, 'totp', 'verified', now(), now())`,
		[other.profileId]
	);
	expect(await use(other, codes[0])).toBe(false);
	expect(await use(caller, codes[0])).toBe(true);
});

test('[L6] after five wrong codes a right one is refused, in any session, and stays unused', async () => {
	for (let i = 0; i < 5; i++) expect(await use(caller, '00000-00000')).toBe(false);
	for (const who of [caller, elsewhere, caller]) {
		await expect(use(who, codes[0])).rejects.toMatchObject({ code: 'too_many_tries' });
	}
	expect(await as(caller, findSignInStep)).toBe('code');
	expect(await as(proved(caller), countBackupCodes)).toBe(10);
	expect(await countTries()).toBe(5);
});

test('[L6] tries at once are counted like tries in turn', async () => {
	const tries = await Promise.allSettled(
		Array.from({ length: 9 }, () => as(caller, (tx) => useBackupCode(tx, WRONG)))
	);
	expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
	expect(await countTries()).toBe(5);
});

test('[L6] a quarter of an hour later, a right code is taken again', async () => {
	for (let i = 0; i < 5; i++) await use(caller, '00000-00000');
	await moveTries('14 minutes 50 seconds');
	await expect(use(caller, codes[0])).rejects.toMatchObject({ code: 'too_many_tries' });
	await moveTries('11 seconds');
	expect(await use(caller, codes[0])).toBe(true);
	expect(await countTries()).toBe(0);
});

test('[L7] new codes take the place of those before, used or not', async () => {
	await use(caller, codes[0]);
	const newer = makeBackupCodes();
	await as(caller, (tx) => replaceBackupCodes(tx, newer.map(hashBackupCode)));
	expect(await as(caller, countBackupCodes)).toBe(10);
	expect(await use(elsewhere, codes[1])).toBe(false);
	expect(await use(elsewhere, newer[1])).toBe(true);
});

test('[L7] codes are not replaced in a session that has not shown the second factor, or is locked', async () => {
	const hashes = makeBackupCodes().map(hashBackupCode);
	const replace = (who: Caller): Promise<void> => as(who, (tx) => replaceBackupCodes(tx, hashes));
	await expect(replace(elsewhere)).rejects.toMatchObject({ code: 'not_allowed' });
	await as(caller, lockSession);
	await expect(replace(proved(caller))).rejects.toMatchObject({ code: 'not_allowed' });
	expect(await use(elsewhere, codes[0])).toBe(true);
});

test.each([
	['none', []],
	['nine', Array.from({ length: 9 }, (_, i) => hashBackupCode(`code ${i}`))],
	['ten times the same', Array.from({ length: 10 }, () => WRONG)],
	['what is no hash', Array.from({ length: 10 }, (_, i) => Buffer.from([i]))]
])('[L7] %s is refused, and the codes before still serve', async (_, hashes) => {
	const replaced = as(proved(caller), (tx) => replaceBackupCodes(tx, hashes));
	await expect(replaced).rejects.toMatchObject({ code: 'invalid' });
	expect(await use(caller, codes[0])).toBe(true);
});

function as<T>(who: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, who, work);
}

function use(who: Caller, code = ''): Promise<boolean> {
	return as(who, (tx) => useBackupCode(tx, hashBackupCode(code)));
}

/** The same session once its token says that the second factor was shown. */
function proved(who: Caller): Caller {
	return { ...who, claims: { ...who.claims, aal: 'aal2' } };
}

async function countTries(): Promise<number | undefined> {
	const { rows } = await database.owner.query<{ count: number }>(
		'select count(*)::integer as count from public.backup_code_tries where profile_id = $1',
		[caller.profileId]
	);
	return rows[0]?.count;
}

/** The tries so far were made that much earlier. */
async function moveTries(by: string): Promise<void> {
	await database.owner.query(
		'update public.backup_code_tries set tried_at = tried_at - $2::interval where profile_id = $1',
		[caller.profileId, by]
	);
}
