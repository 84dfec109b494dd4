import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JSONWebKeySet } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { callerOf, requireCaller, type TokenIssuer } from './session';
import { SESSION_COOKIE } from './session-cookie';

const ISSUER = 'http://sign-in.test/auth/v1';
const PROFILE = '3f6b1d0a-5c6e-4d53-9a37-0a4a6f1f9d01';
const SESSION = '8a1c9d3e-2b4f-4c6d-8e7f-1a2b3c4d5e6f';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

let key: Key;
let otherKey: Key;
let keys: JSONWebKeySet;
let auth: TokenIssuer;

beforeAll(async () => {
	const pair = await generateKeyPair('ES256');
	key = pair.privateKey;
	otherKey = (await generateKeyPair('ES256')).privateKey;
	keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' }] };
	auth = { issuer: ISSUER, jwks: () => Promise.resolve(keys) };
});

test('a token signed by the service names the caller, its session and its claims', async () => {
	const caller = await ask(await sign({ aal: 'aal1' }));
	expect(caller).toMatchObject({ profileId: PROFILE, sessionId: SESSION });
	expect(caller?.claims).toMatchObject({ sub: PROFILE, role: 'authenticated', aal: 'aal1' });
});

test('a cookie cut in pieces is put together', async () => {
	const value = encode(await sign({ padding: 'x'.repeat(5000) }));
	const pieces = value.match(/.{1,3180}/g) ?? [];
	expect(pieces.length).toBeGreaterThan(1);
	const cookie = pieces.map((piece, index) => `${SESSION_COOKIE}.${index}=${piece}`).join('; ');
	expect(await callerOf({ cookie, auth })).toMatchObject({ profileId: PROFILE });
});

describe('nobody asks with', () => {
	test('no cookie, or somebody else’s cookie', async () => {
		expect(await callerOf({ cookie: '', auth })).toBeNull();
		expect(await callerOf({ cookie: `sb-other=${encode(await sign())}`, auth })).toBeNull();
	});

	test.each([
		['nothing in it', ''],
		['no base64', 'base64-%%%'],
		['no JSON', `base64-${Buffer.from('{').toString('base64url')}`],
		['no token', `base64-${Buffer.from('{"access_token":1}').toString('base64url')}`],
		['a token that is none', encode('a.b.c')]
	])('a cookie that holds %s', async (_, value) => {
		expect(await callerOf({ cookie: `${SESSION_COOKIE}=${value}`, auth })).toBeNull();
	});

	test('a token that has expired', async () => {
		expect(await ask(await sign({}, { expires: nowSeconds() - 60 }))).toBeNull();
	});

	test('a token without an end', async () => {
		const token = await new SignJWT(claims())
			.setProtectedHeader({ alg: 'ES256', kid: 'k1' })
			.setIssuer(ISSUER)
			.setAudience('authenticated')
			.sign(key);
		expect(await ask(token)).toBeNull();
	});

	test('a token for another audience, or from another issuer', async () => {
		expect(await ask(await sign({}, { audience: 'anon' }))).toBeNull();
		expect(await ask(await sign({}, { issuer: 'http://elsewhere.test' }))).toBeNull();
	});

	test('a token of another role, or without a session', async () => {
		expect(await ask(await sign({ role: 'service_role' }))).toBeNull();
		expect(await ask(await sign({ session_id: undefined }))).toBeNull();
	});

	test('a token signed by another key', async () => {
		expect(await ask(await sign({}, { by: otherKey }))).toBeNull();
	});

	test('a token changed after it was signed', async () => {
		const [header = '', , signature = ''] = (await sign()).split('.');
		const forged = { ...claims(), sub: SESSION, iss: ISSUER, aud: 'authenticated', exp: later() };
		const body = Buffer.from(JSON.stringify(forged)).toString('base64url');
		expect(await ask([header, body, signature].join('.'))).toBeNull();
	});

	test('a token that is not signed, or signed with the published key as a secret', async () => {
		const none = new UnsecuredJWT(claims())
			.setIssuer(ISSUER)
			.setAudience('authenticated')
			.setExpirationTime(later())
			.encode();
		const shared = await new SignJWT(claims())
			.setProtectedHeader({ alg: 'HS256', kid: 'k1' })
			.setIssuer(ISSUER)
			.setAudience('authenticated')
			.setExpirationTime(later())
			.sign(new TextEncoder().encode(JSON.stringify(keys.keys[0])));
		expect(await ask(none)).toBeNull();
		expect(await ask(shared)).toBeNull();
	});
});

test('keys that cannot be had are a failure, not a signed-out person', async () => {
	const away = { issuer: ISSUER, jwks: () => Promise.reject(new Error('away')) };
	const cookie = `${SESSION_COOKIE}=${encode(await sign())}`;
	await expect(callerOf({ cookie, auth: away })).rejects.toThrow('away');
});

test('a page that needs a caller answers 401 when there is none', () => {
	expect(() => requireCaller({ caller: null })).toThrow(expect.objectContaining({ status: 401 }));
	const caller = { profileId: PROFILE, sessionId: SESSION, claims: {} };
	expect(requireCaller({ caller })).toBe(caller);
});

function ask(token: string): ReturnType<typeof callerOf> {
	return callerOf({ cookie: `theme=dark; ${SESSION_COOKIE}=${encode(token)}`, auth });
}

function encode(token: string): string {
	return `base64-${Buffer.from(JSON.stringify({ access_token: token })).toString('base64url')}`;
}

function claims(): Record<string, unknown> {
	return { sub: PROFILE, session_id: SESSION, role: 'authenticated' };
}

interface Signing {
	expires?: number;
	audience?: string;
	issuer?: string;
	by?: Key;
}

function sign(
	extra: Record<string, unknown> = {},
	{ expires = later(), audience = 'authenticated', issuer = ISSUER, by = key }: Signing = {}
): Promise<string> {
	return new SignJWT({ ...claims(), ...extra })
		.setProtectedHeader({ alg: 'ES256', kid: 'k1' })
		.setIssuer(issuer)
		.setAudience(audience)
		.setExpirationTime(expires)
		.sign(by);
}

function nowSeconds(): number {
	return Math.floor(Date.now() / 1000);
}

function later(): number {
	return nowSeconds() + 3600;
}
