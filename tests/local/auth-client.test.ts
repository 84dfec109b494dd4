import type { Cookies } from '@sveltejs/kit';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuthClient } from '../../src/lib/server/access/auth-client';
import { callerOf } from '../../src/lib/server/access/session';
import { SESSION_COOKIE } from '../../src/lib/server/access/session-cookie';
import { encodeRefreshToken, newRefreshKey } from '../../src/lib/server/local/auth/refresh-token';
import { ISSUER, openBench, PASSWORD, type AuthBench } from './auth-support';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let bench: AuthBench;
beforeAll(async () => {
	bench = await openBench();
});
afterAll(() => bench.stop());
beforeEach(() => bench.pass({ seconds: 3700 }));

test('[A30] a session keeps the name of its browser, and no address', async () => {
	await bench.account('anna@essais.example');
	const browser = open({ userAgent: FIREFOX });
	await browser.signIn('anna@essais.example');
	expect(await rowOf(await browser.sessionId())).toMatchObject({ user_agent: FIREFOX, ip: null });
});

test('[A30] a long name is cut, none is none, and a refresh brings the present one', async () => {
	await bench.account('bela@essais.example');
	const long = open({ userAgent: `Long/${'x'.repeat(8000)}` });
	await long.signIn('bela@essais.example');
	expect((await rowOf(await long.sessionId()))?.user_agent).toHaveLength(300);
	const silent = open({ userAgent: null });
	await silent.signIn('bela@essais.example');
	expect((await rowOf(await silent.sessionId()))?.user_agent).toBeNull();
	const updated = open({ userAgent: FIREFOX, jar: silent.jar });
	await updated.client.refreshSession();
	expect((await rowOf(await silent.sessionId()))?.user_agent).toBe(FIREFOX);
});

test('[A32] signing in replaces the session of somebody else that was planted', async () => {
	await bench.account('cyril@essais.example');
	await bench.account('dina@essais.example');
	const attacker = open();
	await attacker.signIn('dina@essais.example');
	const planted = attacker.jar.get(SESSION_COOKIE) ?? '';
	expect(planted).not.toBe('');
	const whole = new Map([[SESSION_COOKIE, planted]]);
	const half = Math.floor(planted.length / 2);
	const cut = new Map([
		[`${SESSION_COOKIE}.0`, planted.slice(0, half)],
		[`${SESSION_COOKIE}.1`, planted.slice(half)]
	]);
	for (const jar of [whole, cut]) {
		const victim = open({ jar });
		await victim.signIn('cyril@essais.example');
		expect(await victim.email()).toBe('cyril@essais.example');
		expect(await victim.sessionId()).not.toBe(await attacker.sessionId());
		expect([...jar.values()].join('')).not.toContain(planted.slice(0, half));
	}
});

test('[A32] signing out, then in, opens another session', async () => {
	await bench.account('elio@essais.example');
	const browser = open();
	await browser.signIn('elio@essais.example');
	const first = await browser.sessionId();
	await browser.client.signOut({ scope: 'local' });
	expect([...browser.jar.keys()]).toEqual([]);
	await browser.signIn('elio@essais.example');
	expect(await browser.sessionId()).not.toBe(first);
	expect(await rowOf(first)).toBeUndefined();
});

test('[A32] whatever a request names, the service chooses the session and its tokens', async () => {
	await bench.account('fanta@essais.example');
	const chosen = '11111111-2222-4333-8444-555555555555';
	const token = encodeRefreshToken({ sessionId: chosen, counter: 0 }, newRefreshKey());
	const fixed = { session_id: chosen, sessionId: chosen, id: chosen, refresh_token: token };
	const answer = await post(`/token?grant_type=password&session_id=${chosen}`, {
		email: 'fanta@essais.example',
		password: PASSWORD,
		...fixed
	});
	const session = (await answer.json()) as { access_token: string; refresh_token: string };
	expect(answer.status).toBe(200);
	expect(decodeJwt(session.access_token)['session_id']).not.toBe(chosen);
	expect(session.refresh_token).not.toBe(token);
	const refreshed = await post('/token?grant_type=refresh_token', fixed);
	expect([refreshed.status, await rowOf(chosen)]).toEqual([400, undefined]);
});

test('[A32] a token of one session with the refresh token of another renews nothing else', async () => {
	await bench.account('gael@essais.example');
	await bench.account('hana@essais.example');
	const mine = await bench.signIn('gael@essais.example');
	const theirs = await bench.signIn('hana@essais.example');
	const answer = await post(
		'/token?grant_type=refresh_token',
		{ refresh_token: mine.session.refresh_token, user: theirs.session.user.id },
		theirs.session.access_token
	);
	const session = (await answer.json()) as { access_token: string };
	expect(decodeJwt(session.access_token).sub).toBe(mine.session.user.id);
});

interface Opening {
	userAgent?: string | null;
	jar?: Map<string, string>;
}

/** A browser with its cookies, and the client that a page makes for it. */
function open({ userAgent = FIREFOX, jar = new Map<string, string>() }: Opening = {}) {
	const cookies: Cookies = {
		get: (name) => jar.get(name),
		getAll: () => [...jar].map(([name, value]) => ({ name, value })),
		set(name, value, { maxAge }) {
			if (maxAge === 0) jar.delete(name);
			else jar.set(name, value);
		},
		delete: (name) => void jar.delete(name),
		serialize: () => ''
	};
	const { auth: client } = createAuthClient({
		cookies,
		auth: {
			url: 'http://auth.test',
			publishableKey: 'sb_publishable_test',
			fetch: (input, init) => bench.service.handle(new Request(input, init))
		},
		secure: true,
		address: '203.0.113.7',
		userAgent,
		locale: 'fr'
	});
	const caller = () => {
		const cookie = [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
		const jwks = () => Promise.resolve(bench.service.jwks);
		return callerOf({ cookie: cookie.join('; '), auth: { issuer: ISSUER, jwks } });
	};
	return {
		jar,
		client,
		async signIn(email: string): Promise<void> {
			const { error } = await client.signInWithPassword({ email, password: PASSWORD });
			if (error) throw error;
		},
		async sessionId(): Promise<string> {
			const { data } = await client.getSession();
			return String(decodeJwt(data.session?.access_token ?? '')['session_id']);
		},
		email: async (): Promise<unknown> => (await caller())?.claims['email']
	};
}

async function rowOf(
	id: string
): Promise<{ user_agent: string | null; ip: string | null } | undefined> {
	const { rows } = await bench.database.owner.query<{ user_agent: string; ip: string }>(
		'select user_agent, ip from auth.sessions where id = $1',
		[id]
	);
	return rows[0];
}

function post(path: string, body: unknown, bearer = 'sb_publishable_test'): Promise<Response> {
	return bench.service.handle(
		new Request(`http://auth.test/auth/v1${path}`, {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
		})
	);
}
