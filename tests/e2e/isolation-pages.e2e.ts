import { expect, type APIResponse } from '@playwright/test';
import { ALL_ACTORS, legible, STRANGER, test, type Actor, type World } from './support/isolation';
import { GROUP, MEMBERS_ONLY, PAGE_RULES, WITHOUT_PAGE } from './support/page-rules';
import { listRoutes } from './support/routes';

/** The journal names cases by their reference, and nothing more of them; its own tests say so. */
const BY_REFERENCE = ['/(app)/admin/journal', '/(app)/admin/journal/export'];

/** Routes whose actors are kept apart: nothing of anybody else's group may stand in what they answer. */
const isOfPeople = (route: string): boolean =>
	route.startsWith('/(app)') && !BY_REFERENCE.includes(route);

test('[I1] every route says who may reach it', () => {
	expect(listRoutes()).toEqual(Object.keys(PAGE_RULES).sort());
});

for (const [route, rules] of Object.entries(PAGE_RULES)) {
	test(`[I2] ${route} opens to those who may, and tells the others nothing`, async ({ world }) => {
		const people = await everybody(world);
		for (const { path, answers, reference } of rules) {
			for (const actor of ALL_ACTORS) {
				const address = await path(world);
				const said = `${actor} asks for ${address}`;
				const answer = await world.as[actor].get(address);
				expect(answer.status(), said).toBe(answers[actor]);
				expectSafeHeaders(answer, said);
				if (!isOfPeople(route)) continue;
				const body = legible(await answer.text());
				expect(titleOf(body), `title, ${said}`).not.toMatch(people.names);
				expect(foundIn(body, people.hiddenFrom(actor), reference), `leaked, ${said}`).toEqual([]);
			}
		}
	});

	if (!isOfPeople(route) || WITHOUT_PAGE.includes(route)) continue;
	test(`[I3] the data of ${route} open to the same`, async ({ world }) => {
		const people = await everybody(world);
		for (const { path, answers, reference } of rules) {
			// Everything, then the page alone as a browser asks that has the rest already.
			for (const query of ['', ...partsOf(route)]) {
				for (const actor of ALL_ACTORS) {
					const address = await path(world);
					const said = `${actor} asks for the data of ${address}${query}`;
					const answer = await world.as[actor].get(`${address}/__data.json${query}`);
					const body = await answer.text();
					const opened = isOpened(body);
					expect(opened, said).toBe(answers[actor] === 200);
					expectSafeHeaders(answer, said);
					const hidden = people.hiddenFrom(actor);
					expect(foundIn(legible(body), hidden, reference), `leaked, ${said}`).toEqual([]);
				}
			}
		}
	});
}

test('[I4] a case that one may not see is answered as one that does not exist', async ({
	world
}) => {
	const bodies: string[] = [];
	for (const reference of ['VT-050', 'VT-999', STRANGER.reference, 'VT-000']) {
		const answer = await world.as.outside.get(`${GROUP}/situations/${reference}`);
		const body = await answer.text();
		bodies.push(
			`${String(answer.status())} ${body}`.replaceAll(reference, 'X').replace(NONCES, '')
		);
	}
	expect(new Set(bodies).size).toBe(1);
});

test('[I5] a shared case shows its outline outside the circle, and its note inside only', async ({
	world
}) => {
	const note = /Trois ans d’aide à domicile/;
	const asked = async (actor: Actor): Promise<string> =>
		legible(await (await world.as[actor].get(`${GROUP}/situations/VT-018`)).text());
	expect(await asked('inside')).toMatch(note);
	for (const actor of ['outside', 'colleague', 'facilitator'] as const) {
		const body = await asked(actor);
		expect(body).toContain('Samira H.');
		expect(body).not.toMatch(note);
		expect(body).not.toContain('Français écrit, niveau A2');
		expect(body).not.toContain('Confirmer la place en crèche');
	}
});

test('[I6] a session that was signed out opens nothing any more', async ({ world }) => {
	const browser = await world.open('inside');
	const { cookies } = await browser.storageState();
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const asBefore = { headers: { cookie } };
	expect((await world.as.anonymous.get('/ma-journee', asBefore)).status()).toBe(200);

	expect((await browser.post('/deconnexion', { form: { scope: 'local' } })).status()).toBe(303);

	expect((await world.as.anonymous.get('/ma-journee', asBefore)).status()).toBe(303);
	expect((await world.as.anonymous.post('/session', asBefore)).status()).toBe(401);
	const data = await world.as.anonymous.get(`${GROUP}/tableau/__data.json`, asBefore);
	expect(isOpened(await data.text())).toBe(false);
	expect((await world.as.inside.get('/ma-journee')).status()).toBe(200);
});

test('[I7] the e-mails of the demonstration are not read through a proxy', async ({ world }) => {
	const headers = { 'x-forwarded-for': '203.0.113.9' };
	expect((await world.as.inside.get('/demo/mail', { headers })).status()).toBe(404);
	expect((await world.as.inside.get('/demo/mail/__data.json', { headers })).ok()).toBe(true);
	const data = await world.as.inside.get('/demo/mail/__data.json', { headers });
	expect(isOpened(await data.text())).toBe(false);
});

const NONCES = /nonce="[^"]*"/g;

interface People {
	/** Short names of everybody followed. */
	names: RegExp;
	/** Short names and references of those that an actor may know nothing of. */
	hiddenFrom(actor: Actor): string[];
}

/** The people followed, whom the actors may know: those shared with their group, or opened by their organisation. */
async function everybody({ db }: World): Promise<People> {
	const { rows } = await db.query<{ reference: string; name: string; opened_by: string | null }>(
		`select c.reference, p.first_name || ' ' || p.last_initial || '.' as name,
			case when exists (
				select from public.agreements as a
				where a.case_id = c.id and a.withdrawn_at is null and a.replaced_at is null and a.expires_on > current_date
			) then null else (select o.name from public.organizations as o where o.id = c.organization_id) end as opened_by
		 from public.cases as c join public.people as p on p.id = c.person_id`
	);
	const marks = (which: typeof rows): string[] =>
		which.flatMap(({ reference, name }) => [reference, name]);
	const strangers = rows.filter(({ reference }) => reference === STRANGER.reference);
	const ours = rows.filter(({ reference }) => reference !== STRANGER.reference);
	const organization: Partial<Record<Actor, string>> = {
		inside: 'Régie de quartier',
		colleague: 'Mission locale'
	};
	return {
		names: new RegExp(rows.map(({ name }) => name.replace('.', '[.]')).join('|')),
		hiddenFrom(actor) {
			if (actor === 'elsewhere') return marks(ours);
			if (!isMember(actor)) return marks(rows);
			const unshared = ours.filter(
				({ opened_by }) => opened_by !== null && opened_by !== organization[actor]
			);
			return marks([...strangers, ...unshared]);
		}
	};
}

function isMember(actor: Actor): boolean {
	return MEMBERS_ONLY[actor] === 200;
}

function foundIn(body: string, marks: string[], asked: string | undefined): string[] {
	return marks.filter((mark) => mark !== asked && body.includes(mark));
}

function titleOf(body: string): string {
	return /<title>([^<]*)/.exec(body)?.[1] ?? '';
}

interface Data {
	type: string;
	nodes?: ({ type: string } | null)[];
}

/** Whether the data of a page were given: its last part is neither a redirect, nor an error, nor left out. */
function isOpened(body: string): boolean {
	const [first = ''] = body.split('\n');
	const data = JSON.parse(first) as Data;
	return data.type === 'data' && data.nodes?.at(-1)?.type === 'data';
}

/** How a browser asks for the last part of a page alone, and for the last two. */
function partsOf(route: string): string[] {
	// One digit per layout above the page, then the page.
	const layouts = /^\/\(app\)\/(?:q|admin|reglages)\//.test(route) ? 2 : 1;
	const before = '0'.repeat(layouts);
	return [`${before}01`, `${before}11`].map((parts) => `?x-sveltekit-invalidated=${parts}`);
}

function expectSafeHeaders(answer: APIResponse, said: string): void {
	const headers = answer.headers();
	expect(headers['cache-control'], said).toContain('no-store');
	expect(headers, said).toMatchObject({
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'same-origin'
	});
	expect(headers['set-cookie'] ?? '', said).toBe('');
}
