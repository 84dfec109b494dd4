/** What those who mean no good send to every address there is, and that nothing changes. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, type APIRequestContext } from '@playwright/test';
import { FORM } from './support/bad-input';
import { test, type World } from './support/isolation';
import { sendRaw, type RawAnswer, type RawRequest } from './support/raw-request';
import { EVERY_ROUTE_TIMEOUT, listActions, listRoutes } from './support/routes';

test.describe.configure({ timeout: EVERY_ROUTE_TIMEOUT });

/** « Moins d’e-mails », as a mail server asks for it. */
const ONE_CLICK = '/(auth)/courriels/[token]';

/** What a visit notes by itself: that somebody was there, and what they opened. */
const NOTED = ['session_states', 'access_events'];

/** Where a request may say that it comes from; undefined says nothing. */
const ORIGINS = ['https://evil.example', 'http://autre.localhost', 'null', undefined];
/** What a request may say that it carries: those without a form's type are not asked by the framework. */
const TYPES = [
	FORM,
	'multipart/form-data; boundary=x',
	'text/plain',
	'application/json',
	undefined
];

/** What somebody may try in the place of a name or a number. */
const INJECTIONS = [
	`' or '1'='1`,
	`'; drop table public.cases; --`,
	`VT-018') or true --`,
	`VT-018"`,
	'\\',
	'%',
	'$1',
	`{"a":1}`,
	`(select pg_sleep(60))`,
	'\u202e\u0007',
	'é'.repeat(2000),
	'x'.repeat(10_000)
];
/** As they stand in an address: some decode to nothing that a database takes. */
const BROKEN = ['%00', '%E0%A4%A', '%ff', '..%2f..%2fetc', '%2e%2e%2f', '%0d%0aset-cookie:a=b'];

/** What an address may be asked, of all that pages read. */
const QUERIES = [
	'q',
	'filtre',
	'item',
	'vue',
	'tri',
	'avant',
	'personne',
	'etape',
	'onglet',
	'suite',
	'jeton'
];

test('[N15] nothing is changed from another site, whatever a request says it carries', async ({
	world
}) => {
	const cookie = await cookieOf(world.as.facilitator);
	const before = await stateOf(world);
	const actions = listActions();
	expect(actions.length).toBeGreaterThan(20);
	for (const action of actions) {
		const path = addressOf(action, world);
		for (const origin of ORIGINS) {
			for (const type of TYPES) {
				const answer = await ask(world, {
					method: 'POST',
					path,
					headers: {
						cookie,
						...(origin === undefined ? {} : { origin }),
						...(type === undefined ? {} : { 'content-type': type })
					},
					body: `id=${randomUUID()}&scope=global&back=%2F`
				});
				// Servers of mail say no origin; the secret of the address is all they show, and this one is none.
				const refused =
					action.startsWith(ONE_CLICK) && origin === undefined ? [403, 404, 415] : [403];
				const said = `${path} from ${origin ?? 'nowhere'}, ${type ?? 'no type'}`;
				expect(refused, said).toContain(answer.status);
			}
		}
	}
	expect(await stateOf(world)).toEqual(before);
	// They are still signed in: no form of another site has ended their session.
	expect((await world.as.facilitator.get('/ma-journee')).status()).toBe(200);
});

test('[N16] cookies and headers of any size and shape are refused, and the process lives', async ({
	world
}) => {
	const session = await cookieOf(world.as.inside);
	const [name = '', value = ''] = session.split('=');
	const half = Math.ceil(value.length / 2);
	const nothing = [200, 303];
	const bombs: [string, Record<string, string>, number[]][] = [
		['a cookie of 16 kB', { cookie: `${name}=${'a'.repeat(16_384)}` }, [431]],
		['another cookie of 16 kB', { cookie: `other=${'a'.repeat(16_384)}` }, [431]],
		['a hundred cookies', { cookie: many(100, (n) => `c${n}=${n}`) }, nothing],
		['two thousand cookies', { cookie: many(2000, (n) => `c${n}=`) }, [...nothing, 431]],
		[
			'two hundred pieces',
			{ cookie: many(200, (n) => `${name}.${n}=${'QUFB'.repeat(10)}`) },
			nothing
		],
		[
			'a piece that is missing',
			{ cookie: `${name}.0=${value.slice(0, half)}; ${name}.2=x` },
			nothing
		],
		['a piece of a billion', { cookie: `${name}.1000000000=x` }, nothing],
		['a session twice', { cookie: `${name}=x; ${session}; ${name}=y` }, nothing],
		['base64 in base64', { cookie: `${name}=base64-${nested(20)}` }, nothing],
		['brackets without end', { cookie: `${name}=base64-${base64('['.repeat(8000))}` }, nothing],
		['a name of objects', { cookie: '__proto__=x; constructor=y; hasOwnProperty=z' }, nothing],
		['a browser of 8 kB', { 'user-agent': 'x'.repeat(8192) }, nothing],
		['a language of 8 kB', { 'accept-language': `${'fr,'.repeat(2600)}fr` }, nothing],
		['a referrer of 8 kB', { referer: `https://evil.example/${'x'.repeat(8192)}` }, nothing],
		['an address of others', { 'x-forwarded-for': '127.0.0.1'.repeat(500) }, nothing],
		['a header of 20 kB', { 'x-long': 'x'.repeat(20_000) }, [431]],
		['five hundred headers', headersOf(500), [...nothing, 431]]
	];
	for (const [what, headers, statuses] of bombs) {
		for (const path of ['/connexion', '/ma-journee']) {
			const answer = await ask(world, { method: 'GET', path, headers });
			expect(statuses, `${what} at ${path}: ${answer.status}`).toContain(answer.status);
		}
	}
	const form = await ask(world, {
		method: 'POST',
		path: '/connexion',
		headers: {
			origin: world.url,
			'content-type': FORM,
			accept: 'text/html',
			'user-agent': 'x'.repeat(8192),
			cookie: many(100, (n) => `${name}.${n}=x`)
		},
		body: 'email=personne%40tilleuls.example&password=x'
	});
	expect(form.status).toBe(400);
	expect((await world.as.inside.get('/ma-journee')).status()).toBe(200);
});

test('[N17] what stands in an address is data: no query of ours is changed by it', async ({
	world
}) => {
	const cookie = await cookieOf(world.as.inside);
	const before = await stateOf(world);
	const values = [...INJECTIONS.map(encodeURIComponent), ...BROKEN];
	const check = async (path: string): Promise<void> => {
		const answer = await ask(world, { method: 'GET', path, headers: { cookie } });
		const said = `${path.slice(0, 120)}: ${answer.status}`;
		expect(answer.status, said).toBeLessThan(500);
		expect(answer.body, said).not.toMatch(/syntax error|relation "|invalid input/);
	};
	for (const route of listRoutes()) {
		const paths = values.flatMap((value) => addressesWith(route, value, world));
		await Promise.all(paths.map(check));
	}
	expect(await stateOf(world)).toEqual(before);
});

test('[N18] a link of an invitation that is none answers like any other', async ({ world }) => {
	const tokens = [
		randomBytes(32).toString('base64url'),
		randomBytes(32).toString('base64url'),
		'zz',
		'é',
		'a'.repeat(3000),
		`' or true --`
	];
	const answers = new Set<string>();
	for (const token of tokens) {
		const path = `/invitation/${encodeURIComponent(token)}`;
		for (const who of [world.as.anonymous, world.as.inside]) {
			const answer = await who.get(path);
			const body = (await answer.text())
				.replaceAll(token, 'X')
				.replaceAll(encodeURIComponent(token), 'X');
			answers.add(`${answer.status()} ${/<h1[^>]*>.*?<\/h1>/s.exec(body)?.[0] ?? body.length}`);
		}
	}
	expect([...answers]).toHaveLength(1);
});

function ask(world: World, request: RawRequest): Promise<RawAnswer> {
	return sendRaw(world.url, request);
}

/** The rows that only somebody's decision changes. */
async function stateOf(world: World): Promise<Record<string, string>> {
	const prints = Object.entries(await world.fingerprint());
	const sessions = await world.value('select count(*) from auth.sessions');
	return { ...Object.fromEntries(prints.filter(([name]) => !NOTED.includes(name))), sessions };
}

async function cookieOf(browser: APIRequestContext): Promise<string> {
	const { cookies } = await browser.storageState();
	return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** An address of a route or an action, its parts filled with what exists. */
function addressOf(route: string, { nextMeeting }: World): string {
	const known: Record<string, string> = {
		territory: 'les-tilleuls',
		reference: 'VT-018',
		date: nextMeeting
	};
	const path = route
		.replace(/\/\([^)]*\)/g, '')
		.replace(/\[+([^\]=]*)(?:=\w+)?\]+/g, (_, name: string) => known[name] ?? 'x');
	return path === '' ? '/' : path;
}

/** Addresses of a route with a value in the place of each part, and of what it may be asked. */
function addressesWith(route: string, value: string, world: World): string[] {
	const parts = [...route.matchAll(/\[+[^\]]*\]+/g)].map(([part]) => part);
	const places = parts.map((part) => addressOf(route.replace(part, value), world));
	const asked = QUERIES.map((name) => `${name}=${value}`).join('&');
	// Node refuses an address over 16 kB: one question at a time when the value is long.
	const short = value.length < 1000 ? asked : `q=${value}`;
	return [...places, `${addressOf(route, world)}?${short}`];
}

function many(count: number, cookie: (n: number) => string): string {
	return Array.from({ length: count }, (_, n) => cookie(n)).join('; ');
}

function headersOf(count: number): Record<string, string> {
	return Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, 'x']));
}

function base64(text: string): string {
	return Buffer.from(text).toString('base64url');
}

function nested(depth: number): string {
	let text = '{"access_token":"x"}';
	for (let level = 0; level < depth && text.length < 8000; level++) text = `base64-${base64(text)}`;
	return text;
}
