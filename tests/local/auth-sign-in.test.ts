import { createLocalJWKSet, jwtVerify } from 'jose';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadKeys } from '../../src/lib/server/local/auth/keys';
import { Limits, LIMITS } from '../../src/lib/server/local/auth/limits';
import { ISSUER, openBench, PASSWORD, type AuthBench } from './auth-support';

let bench: AuthBench;
beforeAll(async () => {
	bench = await openBench();
});
afterAll(() => bench.stop());
beforeEach(() => bench.pass({ seconds: 3700 }));

test('[A1] a right password opens a session whose token verifies against the published keys', async () => {
	const id = await bench.account('anna@essais.example');
	const { session } = await bench.signIn('Anna@essais.example');
	const { payload, protectedHeader } = await jwtVerify(
		session.access_token,
		createLocalJWKSet(bench.service.jwks),
		{ issuer: ISSUER, audience: 'authenticated', algorithms: ['ES256'], currentDate: bench.now() }
	);
	expect(protectedHeader.alg).toBe('ES256');
	expect(payload).toMatchObject({ sub: id, role: 'authenticated', aal: 'aal1' });
	const { rows } = await bench.database.owner.query(
		'select user_id from auth.sessions where id = $1',
		[payload['session_id']]
	);
	expect(rows).toEqual([{ user_id: id }]);
});

test('[A1] the published key set holds no private part', () => {
	expect(bench.service.jwks.keys.map((key) => Object.keys(key))).toEqual([
		['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use']
	]);
});

test('[A2] whatever is wrong, the answer is the same', async () => {
	await bench.account('bela@essais.example');
	const banned = await bench.account('cyril@essais.example');
	await bench.admin().auth.admin.updateUserById(banned, { ban_duration: '24h' });
	await bench.admin().auth.admin.createUser({ email: 'dina@essais.example', password: PASSWORD });
	const tries = [
		{ email: 'bela@essais.example', password: 'something else' },
		{ email: 'nobody@essais.example', password: PASSWORD },
		{ email: 'cyril@essais.example', password: 'something else' },
		{ email: 'dina@essais.example', password: PASSWORD }
	];
	const answers = [];
	for (const attempt of tries) {
		const { error } = await bench.client().auth.signInWithPassword(attempt);
		answers.push({ code: error?.code, status: error?.status, message: error?.message });
	}
	expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
	expect(answers[0]).toMatchObject({ code: 'invalid_credentials', status: 400 });
});

test('[A2] only the right password tells of a ban', async () => {
	const banned = await bench.account('chloe@essais.example');
	await bench.admin().auth.admin.updateUserById(banned, { ban_duration: '24h' });
	const answers = [];
	for (const password of ['something else', PASSWORD]) {
		const attempt = { email: 'chloe@essais.example', password };
		const { data, error } = await bench.client().auth.signInWithPassword(attempt);
		answers.push([error?.code, error?.status, data.session]);
	}
	expect(answers).toEqual([
		['invalid_credentials', 400, null],
		['user_banned', 400, null]
	]);
	const { rows } = await bench.database.owner.query(
		'select id from auth.sessions where user_id = $1',
		[banned]
	);
	expect(rows).toEqual([]);
});

test('[A3] an account is closed to tries after ten, known or not, and opens again', async () => {
	await bench.account('elio@essais.example');
	for (const email of ['elio@essais.example', 'ghost@essais.example']) {
		for (let n = 0; n < LIMITS.passwordByAccount.count; n += 1) {
			await bench.client().auth.signInWithPassword({ email, password: 'wrong' });
		}
		const { error } = await bench.client().auth.signInWithPassword({ email, password: PASSWORD });
		expect(error).toMatchObject({ status: 429, code: 'over_request_rate_limit' });
	}
	bench.pass({ seconds: LIMITS.passwordByAccount.seconds + 1 });
	await bench.signIn('elio@essais.example');
});

test('[A3] an address is closed to tries, other addresses are not', () => {
	const limits = new Limits(bench.now);
	const { count } = LIMITS.passwordByAddress;
	for (let n = 0; n < count; n += 1) limits.count('passwordByAddress', '203.0.113.77');
	expect(() => limits.count('passwordByAddress', '203.0.113.77')).toThrow(/rate limit/);
	expect(() => limits.count('passwordByAddress', '203.0.113.78')).not.toThrow();
});

test('[A4] sign-up is closed', async () => {
	const { error } = await bench
		.client()
		.auth.signUp({ email: 'new@essais.example', password: PASSWORD });
	expect(error).toMatchObject({ code: 'signup_disabled', status: 422 });
	await bench.client().auth.signInWithOtp({
		email: 'new@essais.example',
		options: { shouldCreateUser: true }
	});
	await bench.service.settle();
	const { rows } = await bench.database.owner.query(
		`select 1 from auth.users where email = 'new@essais.example'`
	);
	expect(rows).toEqual([]);
});

test('[A17] an access token does not open administration', async () => {
	await bench.account('gael@essais.example');
	const { session } = await bench.signIn('gael@essais.example');
	const { error } = await bench.client(session.access_token).auth.admin.listUsers();
	expect(error).toMatchObject({ status: 403, code: 'not_admin' });
});

test('[A17] administration lists accounts by pages', async () => {
	const { data, error } = await bench.admin().auth.admin.listUsers({ page: 1, perPage: 2 });
	expect(error).toBeNull();
	expect(data.users).toHaveLength(2);
	expect('total' in data && data.total).toBeGreaterThan(2);
});

test('[A19] keys are closed to others and the same after a restart', async () => {
	const file = join(bench.folder, 'sign-in-keys.json');
	expect(statSync(file).mode & 0o777).toBe(0o600);
	const again = await loadKeys(bench.folder);
	expect(again.published).toEqual(bench.service.jwks);
});
