/** What bad input gets over HTTP. These tests change nothing: they ask the application that all tests share. */
import { randomUUID } from 'node:crypto';
import { expect, test as base, type APIRequestContext, type APIResponse } from '@playwright/test';
import { ACTIONS, BODIES, COOKIES, ELSEWHERE, FORM, FORMS, VALUES } from './support/bad-input';
import { BOARD, caseAddress, emailOf, sessionFile, URL_VARIABLE } from './support/people';
import { sendRaw } from './support/raw-request';

const URL_OF_APP = process.env[URL_VARIABLE] ?? 'http://localhost:3000';
/** Nobody else signs in as them: their limits may be used up. */
const ASKED = 'marc@tilleuls.example';
const GUESSED = 'ines@tilleuls.example';
const LOCKED = 'julien@tilleuls.example';

const test = base.extend<{ visitor: APIRequestContext; member: APIRequestContext }>({
	visitor: async ({ playwright }, use) => {
		const context = await playwright.request.newContext(options());
		await use(context);
		await context.dispose();
	},
	member: async ({ playwright }, use) => {
		const storageState = sessionFile('amina');
		const context = await playwright.request.newContext({ ...options(), storageState });
		await use(context);
		await context.dispose();
	}
});

test.describe('before sign-in', () => {
	test('[N1] a wrong password and an unknown address get the same answer', async ({ visitor }) => {
		const answers = [];
		for (const email of [emailOf('thomas'), 'personne@tilleuls.example']) {
			const answer = await visitor.post('/connexion', { form: { email, password: 'pas-le-bon' } });
			answers.push({
				status: answer.status(),
				cookies: answer.headers()['set-cookie'],
				body: plain(await answer.text()).replaceAll(email, 'X')
			});
		}
		expect(answers[0]).toEqual(answers[1]);
		expect(answers[0]?.status).toBe(400);
	});

	test('[N2] passwords are guessed ten times, then no more, the right one neither', async ({
		visitor
	}) => {
		const statuses = [];
		for (let guess = 0; guess <= 10; guess += 1) {
			const form = { email: LOCKED, password: guess === 10 ? 'carnet-tempete-79' : 'pas-le-bon' };
			statuses.push((await visitor.post('/connexion', { form })).status());
		}
		expect(statuses).toEqual([...Array<number>(10).fill(400), 429]);
	});

	test('[N3] asking for a code tells nothing of whose address it is', async ({ visitor }) => {
		for (const path of ['/connexion/lien', '/mot-de-passe']) {
			const known = await visitor.post(path, { form: { email: ASKED } });
			const unknown = await visitor.post(path, { form: { email: 'personne@tilleuls.example' } });
			expect([known.status(), known.headers()['location']]).toEqual([
				unknown.status(),
				unknown.headers()['location']
			]);
			expect(known.status()).toBe(303);
		}
	});

	test('[N4] a code is guessed five times, then it is no longer a code', async ({ visitor }) => {
		await visitor.post('/connexion/lien', { form: { email: GUESSED } });
		const right = await codeFor(visitor, GUESSED);
		const wrong = right === '000000' ? '000001' : '000000';
		for (let guess = 0; guess < 5; guess += 1) {
			const answer = await visitor.post('/connexion/code', { form: { code: wrong } });
			expect(answer.status()).toBe(400);
		}
		const answer = await visitor.post('/connexion/code', { form: { code: right } });
		expect(answer.status()).toBe(400);
		expect((await visitor.get('/ma-journee')).status()).toBe(303);
	});

	test('[N5] a form from elsewhere, or from nobody knows where, is refused', async ({
		visitor
	}) => {
		const form = { email: emailOf('amina'), password: 'x', scope: 'global', back: '/', code: '1' };
		for (const path of ACTIONS) {
			for (const origin of [
				'https://evil.example',
				'null',
				URL_OF_APP.replace('localhost', '127.0.0.1')
			]) {
				const answer = await visitor.post(path, { form, headers: { origin } });
				expect(answer.status(), `${path} from ${origin}`).toBe(403);
				expect(answer.headers()['set-cookie'], path).toBeUndefined();
			}
		}
		expect(await rawStatus('POST', '/affichage', { 'content-type': FORM }, 'back=%2F')).toBe(403);
	});

	test('[N6] who comes back after signing in stays on this site', async ({ visitor }) => {
		for (const asked of ELSEWHERE) {
			const form = { theme: 'dark', back: asked };
			const answer = await visitor.post('/affichage', { form });
			expect(answer.status(), JSON.stringify(asked)).toBe(400);
			expect(answer.headers()['location']).toBeUndefined();
		}
		const answer = await visitor.post('/affichage', { form: { theme: 'dark', back: '/é?a=b' } });
		expect(answer.headers()['location']).toBe('/%C3%A9?a=b');
	});

	test('[N7] a body that is no form, or too large, is refused and is not our mistake', async ({
		visitor
	}) => {
		for (const path of ACTIONS) {
			for (const [type, body] of BODIES) {
				const answer = await visitor.post(path, { data: body, headers: { 'content-type': type } });
				expect([303, 400, 401, 404, 413, 415], `${path} ${type}`).toContain(answer.status());
			}
		}
		const tooLarge = { email: 'a'.repeat(600_000), password: 'x' };
		expect((await visitor.post('/connexion', { form: tooLarge })).status()).toBe(413);
	});

	test('[N8] a cookie that is no session is no session', async ({ visitor }) => {
		for (const value of COOKIES) {
			for (const path of ['/ma-journee', '/connexion']) {
				const answer = await visitor.get(path, { headers: { cookie: `maillage-auth=${value}` } });
				expect(answer.status(), value.slice(0, 60)).toBe(path === '/connexion' ? 200 : 303);
			}
		}
		const others = 'PARAGLIDE_LOCALE=%0A%00; maillage-theme=</script>; maillage-pending=%0Ax';
		const answer = await visitor.get('/connexion', { headers: { cookie: others } });
		expect(answer.status()).toBe(200);
		expect(await answer.text()).not.toContain('</script>;');
	});

	test('[N9] headers, addresses and methods that no browser sends are refused', async ({
		visitor
	}) => {
		expect(await rawStatus('GET', '/', { cookie: `maillage-auth=${'a'.repeat(20_000)}` })).toBe(
			431
		);
		expect(await rawStatus('GET', '/connexion', { host: 'evil.example' })).toBe(421);
		expect(await rawStatus('GET', 'http://evil.example/connexion')).toBe(400);
		const here = { origin: URL_OF_APP };
		expect(await rawStatus('PUT', '/connexion', here)).toBe(405);
		expect(await rawStatus('DELETE', '/session', here)).toBe(405);
		for (const path of ['/q/%E0%A4%A/tableau', '/%00', '/..%2f..%2fpackage.json', '/.env']) {
			const answer = await visitor.get(path);
			expect([303, 400, 404], path).toContain(answer.status());
		}
		for (const path of ['//evil.example/', '//evil.example/connexion/']) {
			const location = await rawLocation(path);
			if (location) expect(new URL(location, URL_OF_APP).origin, path).toBe(URL_OF_APP);
		}
	});
});

test.describe('signed in', () => {
	test('[N10] who is signed in already is not sent elsewhere either', async ({ member }) => {
		for (const asked of ELSEWHERE) {
			const answer = await member.get('/connexion', { params: { suite: asked } });
			expect(answer.headers()['location'], JSON.stringify(asked)).toBe('/ma-journee');
		}
		const answer = await member.get('/connexion', { params: { suite: BOARD } });
		expect(answer.headers()['location']).toBe(BOARD);
	});

	test('[N11] wrong fields are told, whatever they hold, and nothing breaks', async ({
		member
	}) => {
		for (const [path, names] of FORMS) {
			for (const value of VALUES) {
				const wrong = Object.fromEntries(names.map((name) => [name, value]));
				// A right id lets the other fields go as far as the database.
				const form = names.includes('id') ? { ...wrong, id: randomUUID() } : wrong;
				const answer = await sent(member, path, form);
				expect(answer, `${path} ${JSON.stringify(value.slice(0, 20))}`).toBeGreaterThanOrEqual(400);
				expect(answer, `${path} ${JSON.stringify(value.slice(0, 20))}`).toBeLessThan(500);
			}
		}
	});

	test('[N12] a form of many names is read like another', async ({ member }) => {
		const data = Array.from({ length: 70_000 }, (_, rank) => `${rank.toString(36)}=`).join('&');
		const answer = await member.post(`${caseAddress('VT-018')}?/addBlocker`, {
			data,
			headers: { 'content-type': FORM, accept: 'application/json' }
		});
		expect(await answer.json()).toMatchObject({ type: 'failure', status: 400 });
	});

	test('[N13] the session is in cookies that scripts and other sites do not get', async ({
		member
	}) => {
		const { cookies } = await member.storageState();
		const session = cookies.filter(({ name }) => name.startsWith('maillage-auth'));
		expect(session.length).toBeGreaterThan(0);
		for (const cookie of session) {
			expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
		}
		const body = await (await member.get('/ma-journee')).text();
		expect(body).not.toContain('access_token');
		expect(body).not.toContain(session[0]?.value.slice(7, 60) ?? 'no session');
	});

	test('[N14] a token that was changed opens nothing', async ({ member, visitor }) => {
		const { cookies } = await member.storageState();
		const [session] = cookies.filter(({ name }) => name.startsWith('maillage-auth'));
		const stored = Buffer.from((session?.value ?? '').slice(7), 'base64url').toString();
		const parsed = JSON.parse(stored) as { access_token: string };
		const [header = '', claims = '', signature = ''] = parsed.access_token.split('.');
		const other = Buffer.from(
			Buffer.from(claims, 'base64url').toString().replace('"aal1"', '"aal2"')
		).toString('base64url');
		const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
		for (const token of [
			`${header}.${other}.${signature}`,
			`${unsigned}.${claims}.`,
			`${header}.${claims}.`,
			`${header}.${claims}.${signature.split('').reverse().join('')}`
		]) {
			const forged = { access_token: token, refresh_token: 'x', expires_at: 4_000_000_000 };
			const cookie = `maillage-auth=base64-${Buffer.from(JSON.stringify(forged)).toString('base64url')}`;
			expect((await visitor.get('/ma-journee', { headers: { cookie } })).status()).toBe(303);
		}
	});
});

function options() {
	return {
		baseURL: URL_OF_APP,
		maxRedirects: 0,
		extraHTTPHeaders: { origin: URL_OF_APP, accept: 'text/html' }
	};
}

/** The status of the answer, or of the failure that it carries. */
async function sent(
	request: APIRequestContext,
	path: string,
	form: Record<string, string>
): Promise<number> {
	const answer: APIResponse = await request.post(path, {
		form,
		headers: { accept: 'application/json', 'x-sveltekit-action': 'true' }
	});
	const { status = answer.status() } = (await answer.json()) as { status?: number };
	return status;
}

async function codeFor(request: APIRequestContext, email: string): Promise<string> {
	const find = async (): Promise<string> => {
		const body = await (await request.get('/demo/mail')).text();
		const mail = body.split('<article').find((article) => article.includes(email)) ?? '';
		return /\b\d{6}\b/.exec(mail.replace(/<[^>]*>/g, ' '))?.[0] ?? '';
	};
	await expect.poll(find).toMatch(/^\d{6}$/);
	return find();
}

/** A page without what is new in each answer. */
function plain(body: string): string {
	return body.replace(/nonce="[^"]*"/g, '');
}

async function rawStatus(
	method: string,
	path: string,
	headers: Record<string, string> = {},
	body = ''
): Promise<number> {
	return (await sendRaw(URL_OF_APP, { method, path, headers, body })).status;
}

async function rawLocation(path: string): Promise<string | undefined> {
	return (await sendRaw(URL_OF_APP, { method: 'GET', path })).location;
}
