import { createHmac } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHALLENGE_SECONDS, TRIES_MAX } from '../../src/lib/server/local/auth/factor-rows';
import { FACTORS_MAX } from '../../src/lib/server/local/auth/factors';
import { codeOf, decodeBase32, encodeBase32 } from '../../src/lib/server/local/auth/totp';
import { openBench, PASSWORD, type AuthBench, type AuthClient } from './auth-support';

let bench: AuthBench;
beforeAll(async () => {
	bench = await openBench();
});
afterAll(() => bench.stop());
beforeEach(() => {
	bench.pass({ seconds: 3700 });
	bench.endedSessions.length = 0;
});

test('[A21] codes are those of the published examples', () => {
	const secret = Buffer.from('12345678901234567890');
	const times = [59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000];
	expect(times.map((time) => codeOf(secret, Math.floor(time / 30)))).toEqual([
		'287082',
		'081804',
		'050471',
		'005924',
		'279037',
		'353130'
	]);
	expect(encodeBase32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
	expect(decodeBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toEqual(secret);
	const dark = Buffer.alloc(20);
	expect(decodeBase32(encodeBase32(dark))).toEqual(dark);
});

test('[A21] a secret has 160 bits and is shown once, with what an application reads', async () => {
	const { client } = await open('anna');
	const { data, error } = await client.auth.mfa.enroll({
		factorType: 'totp',
		friendlyName: 'Téléphone'
	});
	expect(error).toBeNull();
	expect(data).toMatchObject({ type: 'totp', friendly_name: 'Téléphone' });
	const totp = data?.type === 'totp' ? data.totp : null;
	expect(totp?.secret).toMatch(/^[A-Z2-7]{32}$/);
	expect(totp?.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg/);
	const uri = new URL(totp?.uri ?? '');
	expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
		'otpauth:',
		'totp',
		'/Maillage:anna@essais.example'
	]);
	expect(Object.fromEntries(uri.searchParams)).toEqual({
		secret: totp?.secret,
		issuer: 'Maillage',
		algorithm: 'SHA1',
		digits: '6',
		period: '30'
	});
	const listed = await client.auth.mfa.listFactors();
	expect(listed.data?.all).toMatchObject([{ id: data?.id, status: 'unverified' }]);
	expect(listed.data?.totp).toEqual([]);
	expect(JSON.stringify(listed.data)).not.toContain(totp?.secret ?? 'none');
	expect(JSON.stringify((await client.auth.getUser()).data)).not.toContain(totp?.secret ?? 'none');
});

test('[A22] a right code raises the session, and its refreshes keep it', async () => {
	const { client } = await open('bela');
	const before = sessionIdOf(await tokenOf(client));
	await enrol(client);
	const level = await client.auth.mfa.getAuthenticatorAssuranceLevel();
	expect(level.data).toMatchObject({ currentLevel: 'aal2', nextLevel: 'aal2' });
	expect(level.data?.currentAuthenticationMethods.map(methodOf)).toEqual(['totp', 'password']);
	bench.pass({ seconds: 60 });
	const { data } = await client.auth.refreshSession();
	const claims = decodeJwt(data.session?.access_token ?? '');
	expect(claims).toMatchObject({ aal: 'aal2', session_id: before });
	expect(data.user?.factors).toMatchObject([{ status: 'verified', factor_type: 'totp' }]);
});

test('[A22] a new sign-in is at the first level until a code is typed', async () => {
	const { client } = await open('cyril');
	const factor = await enrol(client);
	const later = (await bench.signIn('cyril@essais.example')).client;
	const level = await later.auth.mfa.getAuthenticatorAssuranceLevel();
	expect(level.data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal2' });
	const { error } = await prove(later, factor);
	expect(error).toBeNull();
	const raised = await later.auth.mfa.getAuthenticatorAssuranceLevel();
	expect(raised.data).toMatchObject({ currentLevel: 'aal2' });
});

test('[A22] a proof ends the sessions without one, tells of them, and removes what was begun', async () => {
	const here = (await open('dina')).client;
	const there = (await bench.signIn('dina@essais.example')).client;
	const thereId = sessionIdOf(await tokenOf(there));
	await there.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Ailleurs' });
	const factor = await enrol(here);
	expect(bench.endedSessions).toEqual([thereId]);
	expect((await there.auth.getUser()).error).not.toBeNull();
	expect((await here.auth.mfa.listFactors()).data?.all).toMatchObject([{ id: factor.id }]);
	const third = (await bench.signIn('dina@essais.example')).client;
	await prove(third, factor);
	expect((await here.auth.getUser()).error).toBeNull();
});

test('[A23] a code serves once, in whatever session and across a restart', async () => {
	const { client } = await open('elio');
	const factor = await enrol(client);
	const other = (await bench.signIn('elio@essais.example')).client;
	const code = codeNow(factor.secret);
	expect((await answer(other, factor, code)).error).toBeNull();
	const refused = { code: 'mfa_verification_failed', status: 422 };
	expect((await answer(other, factor, code)).error).toMatchObject(refused);
	await bench.restart();
	expect((await answer(client, factor, code)).error).toMatchObject(refused);
	const before = codeNow(factor.secret, -1);
	expect((await answer(client, factor, before)).error).toMatchObject(refused);
	bench.pass({ seconds: 30 });
	expect((await prove(client, factor)).error).toBeNull();
});

test('[A23] the same code sent twice at once is taken once', async () => {
	const { client } = await open('fanta');
	const factor = await enrol(client);
	bench.pass({ seconds: 60 });
	const others = [
		(await bench.signIn('fanta@essais.example')).client,
		(await bench.signIn('fanta@essais.example')).client
	];
	const code = codeNow(factor.secret);
	const answers = await Promise.all(others.map((each) => answer(each, factor, code)));
	expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
});

test('[A23] one step early or late is right, two are not', async () => {
	const { client } = await open('gael');
	const factor = await enrol(client);
	const results = [];
	for (const steps of [-2, -1, 0, 1, 2]) {
		bench.pass({ seconds: 600 });
		const { error } = await answer(client, factor, codeNow(factor.secret, steps));
		results.push(error?.code ?? 'right');
	}
	const wrong = 'mfa_verification_failed';
	expect(results).toEqual([wrong, 'right', 'right', 'right', wrong]);
});

test('[A24] five wrong codes, then none is looked at for fifteen minutes, restart or not', async () => {
	const { client } = await open('hana');
	const factor = await enrol(client);
	const other = (await bench.signIn('hana@essais.example')).client;
	bench.pass({ seconds: 60 });
	for (let tried = 0; tried < TRIES_MAX; tried++) {
		const { error } = await answer(tried % 2 ? other : client, factor, wrongCode(factor.secret));
		expect(error).toMatchObject({ code: 'mfa_verification_failed', status: 422 });
	}
	await bench.restart();
	const refused = await prove(client, factor);
	expect(refused.error).toMatchObject({ code: 'over_request_rate_limit', status: 429 });
	bench.pass({ seconds: 14 * 60 });
	expect((await prove(client, factor)).error).toMatchObject({ status: 429 });
	bench.pass({ seconds: 61 });
	expect((await prove(client, factor)).error).toBeNull();
});

test('[A24] guesses sent at once are all counted', async () => {
	const { client } = await open('ines');
	const factor = await enrol(client);
	bench.pass({ seconds: 60 });
	const { data } = await client.auth.mfa.challenge({ factorId: factor.id });
	const code = wrongCode(factor.secret);
	const guesses = Array.from({ length: 12 }, () =>
		client.auth.mfa.verify({ factorId: factor.id, challengeId: data?.id ?? '', code })
	);
	const statuses = (await Promise.all(guesses)).map(({ error }) => error?.status);
	expect(statuses.filter((status) => status === 422)).toHaveLength(TRIES_MAX);
	expect(statuses.filter((status) => status === 429)).toHaveLength(12 - TRIES_MAX);
});

test('[A24] a right code forgets the wrong ones', async () => {
	const { client } = await open('jade');
	const factor = await enrol(client);
	for (let round = 0; round < 2; round++) {
		bench.pass({ seconds: 60 });
		for (let tried = 0; tried < TRIES_MAX - 1; tried++) {
			await answer(client, factor, wrongCode(factor.secret));
		}
		expect((await prove(client, factor)).error).toBeNull();
	}
});

test('[A25] a challenge lives five minutes and serves once', async () => {
	const { client } = await open('kaya');
	const factor = await enrol(client);
	const old = await client.auth.mfa.challenge({ factorId: factor.id });
	bench.pass({ seconds: CHALLENGE_SECONDS + 1 });
	const expired = { code: 'mfa_challenge_expired', status: 422 };
	expect((await meet(client, factor, old.data?.id)).error).toMatchObject(expired);
	const fresh = await client.auth.mfa.challenge({ factorId: factor.id });
	expect((await meet(client, factor, fresh.data?.id)).error).toBeNull();
	bench.pass({ seconds: 30 });
	expect((await meet(client, factor, fresh.data?.id)).error).toMatchObject(expired);
});

test('[A25] a factor and a challenge of somebody else serve nothing', async () => {
	const { client } = await open('leon');
	const factor = await enrol(client);
	const { client: other } = await open('mael');
	const theirs = await enrol(other);
	bench.pass({ seconds: 60 });
	const unknown = { code: 'mfa_factor_not_found', status: 404 };
	expect((await other.auth.mfa.challenge({ factorId: factor.id })).error).toMatchObject(unknown);
	expect((await other.auth.mfa.unenroll({ factorId: factor.id })).error).toMatchObject(unknown);
	const mine = await client.auth.mfa.challenge({ factorId: factor.id });
	expect((await meet(other, factor, mine.data?.id)).error).toMatchObject(unknown);
	expect((await meet(other, theirs, mine.data?.id)).error).toMatchObject({
		code: 'mfa_challenge_expired'
	});
});

test('[A26] a refresh token copied before the proof profits nothing from it', async () => {
	const { client, session } = await open('nils');
	await enrol(client);
	bench.endedSessions.length = 0;
	const stolen = await refresh(session.refresh_token);
	expect(stolen.error).toMatchObject({ code: 'refresh_token_not_found' });
	expect(stolen.data.session).toBeNull();
	expect(bench.endedSessions).toEqual([]);
	expect((await client.auth.refreshSession()).error).toBeNull();
});

test('[A27] who has a factor proves it before changing anything of it, or the password', async () => {
	const { client } = await open('oria');
	const factor = await enrol(client);
	const { client: later, session } = await bench.signIn('oria@essais.example');
	const refused = { code: 'insufficient_aal' };
	const second = await later.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Second' });
	expect(second.error).toMatchObject({ ...refused, status: 403 });
	expect((await later.auth.mfa.unenroll({ factorId: factor.id })).error).toMatchObject({
		...refused,
		status: 422
	});
	const change = { password: 'nouvelle phrase 42', current_password: PASSWORD };
	expect((await later.auth.updateUser(change)).error).toMatchObject({ ...refused, status: 401 });
	// A token of the first level, kept from before the proof, gains nothing: the session decides.
	expect(decodeJwt(session.access_token)['aal']).toBe('aal1');
	await prove(later, factor);
	const raised = await later.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Second' });
	expect(raised.error).toBeNull();
	expect((await later.auth.updateUser(change)).error).toBeNull();
});

test('[A27] a code by e-mail does not stand for the second factor', async () => {
	const { client } = await open('paul');
	await enrol(client);
	const recovering = bench.client();
	await recovering.auth.resetPasswordForEmail('paul@essais.example');
	await bench.service.settle();
	const token = bench.mails.at(-1)?.code ?? '';
	await recovering.auth.verifyOtp({ email: 'paul@essais.example', token, type: 'recovery' });
	const { error } = await recovering.auth.updateUser({ password: 'une phrase oubliée' });
	expect(error).toMatchObject({ code: 'insufficient_aal' });
});

test('[A27] a factor begun before another was proved is no way around it', async () => {
	const { client } = await open('quentin');
	const factor = await enrol(client);
	const planted = encodeBase32(Buffer.alloc(20, 7));
	const { rows } = await bench.database.owner.query<{ id: string }>(
		`insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
		 select gen_random_uuid(), user_id, 'planted', 'totp', 'unverified', created_at, updated_at, $2
		 from auth.mfa_factors where id = $1 returning id`,
		[factor.id, planted]
	);
	const later = (await bench.signIn('quentin@essais.example')).client;
	const { error } = await prove(later, { id: rows[0]?.id ?? '', secret: planted });
	expect(error).toMatchObject({ code: 'insufficient_aal' });
});

test('[A28] removing a factor lowers the sessions that it raised', async () => {
	const { client } = await open('rosa');
	const factor = await enrol(client);
	const other = (await bench.signIn('rosa@essais.example')).client;
	await prove(other, factor);
	expect((await client.auth.mfa.unenroll({ factorId: factor.id })).data).toEqual({ id: factor.id });
	for (const each of [client, other]) {
		await each.auth.refreshSession();
		const level = await each.auth.mfa.getAuthenticatorAssuranceLevel();
		expect(level.data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal1' });
		expect(level.data?.currentAuthenticationMethods.map(methodOf)).toEqual(['password']);
	}
});

test('[A28] administration lists and removes the factors of somebody, with the secret key only', async () => {
	const { client, session } = await open('saul');
	const factor = await enrol(client);
	const target = { userId: session.user.id, id: factor.id };
	const asSelf = bench.client(session.access_token).auth.admin.mfa;
	expect((await asSelf.listFactors({ userId: target.userId })).error).not.toBeNull();
	expect((await asSelf.deleteFactor(target)).error).toMatchObject({ code: 'not_admin' });
	const { mfa } = bench.admin().auth.admin;
	const listed = await mfa.listFactors({ userId: target.userId });
	expect(listed.data?.factors).toMatchObject([{ id: factor.id, status: 'verified' }]);
	const { client: stranger } = await open('tess');
	const theirs = await enrol(stranger);
	expect((await mfa.deleteFactor({ ...target, id: theirs.id })).error).toMatchObject({
		code: 'mfa_factor_not_found'
	});
	expect((await mfa.deleteFactor(target)).error).toBeNull();
	await client.auth.refreshSession();
	const level = await client.auth.mfa.getAuthenticatorAssuranceLevel();
	expect(level.data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal1' });
});

test('[A29] ten factors at most, of different names', async () => {
	const { client } = await open('ulla');
	const begin = (name: string) =>
		client.auth.mfa.enroll({ factorType: 'totp', friendlyName: name });
	await begin('Téléphone');
	expect((await begin('Téléphone')).error).toMatchObject({
		code: 'mfa_factor_name_conflict',
		status: 422
	});
	for (let count = 1; count < FACTORS_MAX; count++) await begin(`Autre ${count}`);
	expect((await begin('Un de trop')).error).toMatchObject({
		code: 'too_many_enrolled_mfa_factors',
		status: 422
	});
	expect((await client.auth.mfa.listFactors()).data?.all).toHaveLength(FACTORS_MAX);
});

interface Enrolled {
	id: string;
	secret: string;
}

async function open(name: string) {
	await bench.account(`${name}@essais.example`);
	return bench.signIn(`${name}@essais.example`);
}

/** Gives an account its first factor; the session of the client is raised. */
async function enrol(client: AuthClient): Promise<Enrolled> {
	const { data, error } = await client.auth.mfa.enroll({ factorType: 'totp' });
	if (error) throw error;
	const factor = { id: data.id, secret: data.totp.secret };
	const proved = await prove(client, factor);
	if (proved.error) throw proved.error;
	// The step just used serves no more.
	bench.pass({ seconds: 30 });
	return factor;
}

function prove(client: AuthClient, factor: Enrolled) {
	return answer(client, factor, codeNow(factor.secret));
}

function answer(client: AuthClient, { id }: Enrolled, code: string) {
	return client.auth.mfa.challengeAndVerify({ factorId: id, code });
}

function meet(client: AuthClient, { id, secret }: Enrolled, challengeId = '') {
	return client.auth.mfa.verify({ factorId: id, challengeId, code: codeNow(secret) });
}

function refresh(token: string) {
	return bench.client().auth.refreshSession({ refresh_token: token });
}

/** What an authenticator application shows `steps` steps from now, computed on its own. */
function codeNow(secret: string, steps = 0): string {
	const step = Math.floor(bench.now().getTime() / 30_000) + steps;
	const counter = Buffer.from(step.toString(16).padStart(16, '0'), 'hex');
	const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
	const offset = (mac.at(-1) ?? 0) & 15;
	return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A code that is right at no step near now. */
function wrongCode(secret: string): string {
	const near = [-1, 0, 1].map((steps) => codeNow(secret, steps));
	return ['111111', '222222', '333333', '444444'].find((code) => !near.includes(code)) ?? '';
}

async function tokenOf(client: AuthClient): Promise<string> {
	return (await client.auth.getSession()).data.session?.access_token ?? '';
}

function sessionIdOf(token: string): unknown {
	return decodeJwt(token)['session_id'];
}

function methodOf(entry: string | { method: string }): string {
	return typeof entry === 'string' ? entry : entry.method;
}
