import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf, decodeBase32, encodeBase32 } from '../../src/lib/server/local/auth/totp';
import { openBench, type AuthBench, type AuthClient } from './auth-support';
import { authenticator, type Authenticator } from './authenticator';

let bench: AuthBench;
let app: Authenticator;
beforeAll(async () => {
	bench = await openBench();
	app = authenticator(bench);
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
	await app.enrol(client);
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
	const factor = await app.enrol(client);
	const later = (await bench.signIn('cyril@essais.example')).client;
	const level = await later.auth.mfa.getAuthenticatorAssuranceLevel();
	expect(level.data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal2' });
	const { error } = await app.prove(later, factor);
	expect(error).toBeNull();
	const raised = await later.auth.mfa.getAuthenticatorAssuranceLevel();
	expect(raised.data).toMatchObject({ currentLevel: 'aal2' });
});

test('[A22] a proof ends the sessions without one, tells of them, and removes what was begun', async () => {
	const here = (await open('dina')).client;
	const there = (await bench.signIn('dina@essais.example')).client;
	const thereId = sessionIdOf(await tokenOf(there));
	await there.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Ailleurs' });
	const factor = await app.enrol(here);
	expect(bench.endedSessions).toEqual([thereId]);
	expect((await there.auth.getUser()).error).not.toBeNull();
	expect((await here.auth.mfa.listFactors()).data?.all).toMatchObject([{ id: factor.id }]);
	const third = (await bench.signIn('dina@essais.example')).client;
	await app.prove(third, factor);
	expect((await here.auth.getUser()).error).toBeNull();
});

test('[A23] a code serves once, in whatever session and across a restart', async () => {
	const { client } = await open('elio');
	const factor = await app.enrol(client);
	const other = (await bench.signIn('elio@essais.example')).client;
	const code = app.codeNow(factor.secret);
	expect((await app.answer(other, factor, code)).error).toBeNull();
	const refused = { code: 'mfa_verification_failed', status: 422 };
	expect((await app.answer(other, factor, code)).error).toMatchObject(refused);
	await bench.restart();
	expect((await app.answer(client, factor, code)).error).toMatchObject(refused);
	const before = app.codeNow(factor.secret, -1);
	expect((await app.answer(client, factor, before)).error).toMatchObject(refused);
	bench.pass({ seconds: 30 });
	expect((await app.prove(client, factor)).error).toBeNull();
});

test('[A23] the same code sent twice at once is taken once', async () => {
	const { client } = await open('fanta');
	const factor = await app.enrol(client);
	bench.pass({ seconds: 60 });
	const others = [
		(await bench.signIn('fanta@essais.example')).client,
		(await bench.signIn('fanta@essais.example')).client
	];
	const code = app.codeNow(factor.secret);
	const answers = await Promise.all(others.map((each) => app.answer(each, factor, code)));
	expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
});

test('[A23] one step early or late is right, two are not', async () => {
	const { client } = await open('gael');
	const factor = await app.enrol(client);
	const results = [];
	for (const steps of [-2, -1, 0, 1, 2]) {
		bench.pass({ seconds: 600 });
		const { error } = await app.answer(client, factor, app.codeNow(factor.secret, steps));
		results.push(error?.code ?? 'right');
	}
	const wrong = 'mfa_verification_failed';
	expect(results).toEqual([wrong, 'right', 'right', 'right', wrong]);
});

async function open(name: string) {
	await bench.account(`${name}@essais.example`);
	return bench.signIn(`${name}@essais.example`);
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
