import { randomUUID } from 'node:crypto';
import { expect, type APIResponse } from '@playwright/test';
import { ALL_ACTORS, legible, STRANGER, test, type Actor, type World } from './support/isolation';
import { MINUTES_FILES, MINUTES_PAGES } from './support/minutes-pages';
import { listRoutes } from './support/routes';

/** What an actor gets: a page, a redirect, `not allowed`, or `not found`. */
type Answer = 200 | 303 | 401 | 403 | 404 | 405;
type Answers = Record<Actor, Answer>;

interface Rule {
	/** An address of the route. */
	path: (world: World) => string | Promise<string>;
	answers: Answers;
	/** References that the asked address itself holds. */
	reference?: string;
}

const MEMBERS_ONLY: Answers = {
	anonymous: 303,
	inside: 200,
	outside: 200,
	colleague: 200,
	facilitator: 200,
	observer: 403,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};
/** For anybody else these pages do not exist. */
const ADMINISTRATORS: Answers = { ...all(404), anonymous: 303, administrator: 200 };
const GROUP = '/q/les-tilleuls';
const CASE = '/(app)/q/[territory]/situations/[reference]';
const HISTORY = `${CASE}/historique`;
const CALENDAR = '/(app)/q/[territory]/reunions/[date]/reunion.ics';
const IMPORT = '/(app)/q/[territory]/situations/importer';
/** Of the import of whoever asks: they have none. */
const IMPORT_FILES = ['avancement', 'rapport', 'references'].map((name) => `${IMPORT}/${name}`);
/** Answers without a page: they have no data of their own. */
const WITHOUT_PAGE = [HISTORY, CALENDAR, ...MINUTES_FILES, ...IMPORT_FILES];
const NOT_OF_GROUP = { observer: 404, administrator: 404, ended: 404, elsewhere: 404 } as const;

/** Each route and who may reach it. A route without a rule fails the first test. */
const RULES: Record<string, Rule[]> = {
	'/': [{ path: () => '/', answers: all(303) }],
	'/(app)/ma-journee': [{ path: () => '/ma-journee', answers: { ...all(200), anonymous: 303 } }],
	'/(app)/q/[territory]/tableau': [
		{ path: () => `${GROUP}/tableau`, answers: MEMBERS_ONLY },
		{ path: () => '/q/les-glycines/tableau', answers: otherGroup(200) },
		{ path: () => '/q/nulle-part/tableau', answers: otherGroup(404) }
	],
	'/(app)/q/[territory]/reunions': [
		{ path: () => `${GROUP}/reunions`, answers: MEMBERS_ONLY },
		{ path: () => '/q/les-glycines/reunions', answers: otherGroup(200) }
	],
	'/(app)/q/[territory]/reunions/[date]/preparer': [
		{
			path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/preparer`,
			answers: MEMBERS_ONLY
		},
		{ path: () => `${GROUP}/reunions/2026-02-31/preparer`, answers: unknown() }
	],
	// Who does not lead is led to what follows the meeting.
	'/(app)/q/[territory]/reunions/[date]/animer': [
		{
			path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/animer`,
			answers: { ...MEMBERS_ONLY, inside: 303, outside: 303, colleague: 303 }
		},
		{ path: () => `${GROUP}/reunions/2026-02-31/animer`, answers: unknown() }
	],
	'/(app)/q/[territory]/reunions/[date]/suivre': [
		{
			path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/suivre`,
			answers: MEMBERS_ONLY
		},
		{ path: () => `${GROUP}/reunions/2026-02-31/suivre`, answers: unknown() }
	],
	'/(app)/q/[territory]/reunions/[date]/clore': [
		{
			path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/clore`,
			answers: MEMBERS_ONLY
		},
		{ path: () => `${GROUP}/reunions/2026-02-31/clore`, answers: unknown() }
	],
	...MINUTES_PAGES,
	[CALENDAR]: [
		{
			path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/reunion.ics`,
			answers: { ...all(200), anonymous: 401, ...NOT_OF_GROUP }
		},
		{
			path: () => `${GROUP}/reunions/2026-02-31/reunion.ics`,
			answers: { ...all(404), anonymous: 401 }
		}
	],
	[IMPORT]: [{ path: () => `${GROUP}/situations/importer`, answers: MEMBERS_ONLY }],
	...Object.fromEntries(
		IMPORT_FILES.map((route) => [
			route,
			[
				{
					path: () => `${GROUP}/situations/importer/${route.slice(IMPORT.length + 1)}`,
					answers: { ...all(404), anonymous: 401 as const }
				}
			]
		])
	),
	'/(app)/q/[territory]/situations/nouvelle': [
		{ path: () => `${GROUP}/situations/nouvelle`, answers: MEMBERS_ONLY }
	],
	[CASE]: [
		caseRule('VT-018', MEMBERS_ONLY),
		caseRule('VT-050', { ...unknown(), inside: 200 }),
		caseRule('VT-051', { ...unknown(), colleague: 200 }),
		caseRule('VT-999', unknown()),
		caseRule(STRANGER.reference, unknown()),
		{
			path: () => `/q/les-glycines/situations/${STRANGER.reference}`,
			answers: otherGroup(200),
			reference: STRANGER.reference
		},
		{
			path: () => '/q/les-glycines/situations/VT-018',
			answers: otherGroup(404),
			reference: 'VT-018'
		}
	],
	[`${CASE}/cloture`]: [
		{
			path: () => `${GROUP}/situations/VT-018/cloture`,
			answers: { ...all(403), anonymous: 303, inside: 200, ...NOT_OF_GROUP },
			reference: 'VT-018'
		},
		{
			path: () => `${GROUP}/situations/VT-050/cloture`,
			answers: { ...unknown(), inside: 200 },
			reference: 'VT-050'
		},
		{ path: () => `${GROUP}/situations/VT-999/cloture`, answers: unknown() }
	],
	...Object.fromEntries(
		['imprimer', 'accord'].map((page) => [
			`${CASE}/${page}`,
			[
				{
					path: () => `${GROUP}/situations/VT-018/${page}`,
					answers: { ...all(403), anonymous: 303, inside: 200, ...NOT_OF_GROUP },
					reference: 'VT-018'
				},
				{
					path: () => `${GROUP}/situations/VT-050/${page}`,
					answers: { ...unknown(), inside: 200 },
					reference: 'VT-050'
				},
				{ path: () => `${GROUP}/situations/VT-999/${page}`, answers: unknown() }
			]
		])
	),
	'/(app)/q/[territory]/situations/accord': [
		{ path: () => `${GROUP}/situations/accord`, answers: MEMBERS_ONLY }
	],
	[HISTORY]: [
		{
			path: () => `${GROUP}/situations/VT-018/historique`,
			answers: { ...all(403), anonymous: 401, inside: 200, ...NOT_OF_GROUP },
			reference: 'VT-018'
		},
		{
			path: () => `${GROUP}/situations/VT-050/historique`,
			answers: { ...all(404), anonymous: 401, inside: 200 },
			reference: 'VT-050'
		},
		{
			path: () => `${GROUP}/situations/VT-999/historique`,
			answers: { ...all(404), anonymous: 401 }
		}
	],
	'/(app)/q/[territory]/annuaire': [
		{ path: () => `${GROUP}/annuaire`, answers: MEMBERS_ONLY },
		{ path: () => '/q/les-glycines/annuaire', answers: otherGroup(200) }
	],
	'/(app)/q/[territory]/membres': [
		{ path: () => `${GROUP}/membres`, answers: MEMBERS_ONLY },
		{ path: () => '/q/les-glycines/membres', answers: otherGroup(200) }
	],
	'/(app)/reglages': [{ path: () => '/reglages', answers: all(303) }],
	'/(app)/reglages/notifications': [signedIn('/reglages/notifications')],
	'/(app)/reglages/profil': [signedIn('/reglages/profil')],
	'/(app)/reglages/raccourcis': [signedIn('/reglages/raccourcis')],
	'/(app)/reglages/securite': [signedIn('/reglages/securite')],
	'/(app)/admin': [{ path: () => '/admin', answers: { ...ADMINISTRATORS, administrator: 303 } }],
	'/(app)/admin/journal': [administration('/admin/journal')],
	'/(app)/admin/journal/export': [
		{ path: () => '/admin/journal/export', answers: { ...ADMINISTRATORS, anonymous: 401 } }
	],
	'/(app)/admin/membres': [administration('/admin/membres')],
	'/(app)/admin/membres/[id]': [
		{
			path: async (world) => `/admin/membres/${await world.idOf('amina')}`,
			answers: ADMINISTRATORS
		},
		{ path: () => `/admin/membres/${randomUUID()}`, answers: { ...all(404), anonymous: 303 } }
	],
	// Its help shows how references are made.
	'/(app)/admin/quartiers': [{ ...administration('/admin/quartiers'), reference: 'VT-001' }],
	'/(app)/admin/revue': [administration('/admin/revue')],
	'/(app)/admin/structures': [administration('/admin/structures')],
	'/(app)/admin/vocabulaire': [administration('/admin/vocabulaire')],
	'/(auth)/accessibilite': [{ path: () => '/accessibilite', answers: all(200) }],
	'/(auth)/bienvenue': [{ path: () => '/bienvenue', answers: { ...all(200), anonymous: 303 } }],
	'/(auth)/connexion': [{ path: () => '/connexion', answers: { ...all(303), anonymous: 200 } }],
	'/(auth)/connexion/code': [{ path: () => '/connexion/code', answers: all(303) }],
	'/(auth)/connexion/lien': [{ path: () => '/connexion/lien', answers: all(200) }],
	'/(auth)/connexion/verification': [{ path: () => '/connexion/verification', answers: all(303) }],
	'/(auth)/donnees': [{ path: () => '/donnees', answers: all(200) }],
	// A link that opens nothing says so to everybody.
	'/(auth)/courriels/[token]': [{ path: () => `/courriels/${'a'.repeat(64)}`, answers: all(404) }],
	'/reponse/[token]': [{ path: () => '/reponse/x', answers: all(200) }],
	'/(auth)/invitation/[token]': [{ path: () => '/invitation/x', answers: all(200) }],
	'/(auth)/mot-de-passe': [{ path: () => '/mot-de-passe', answers: all(200) }],
	'/(auth)/mot-de-passe/code': [{ path: () => '/mot-de-passe/code', answers: all(303) }],
	'/(auth)/mot-de-passe/nouveau': [
		{ path: () => '/mot-de-passe/nouveau', answers: { ...all(200), anonymous: 303 } }
	],
	'/(auth)/premier-compte': [{ path: () => '/premier-compte?jeton=x', answers: all(404) }],
	'/(auth)/verrou': [{ path: () => '/verrou', answers: all(303) }],
	'/affichage': [{ path: () => '/affichage', answers: all(405) }],
	'/agenda/[token].ics': [{ path: () => `/agenda/${'a'.repeat(43)}.ics`, answers: all(404) }],
	'/deconnexion': [{ path: () => '/deconnexion', answers: all(405) }],
	// Only this machine reads the e-mails of the demonstration; the tests run on it.
	'/demo/mail': [{ path: () => '/demo/mail', answers: all(200) }],
	// The time, which is nobody's.
	'/horloge': [{ path: () => '/horloge', answers: all(200) }],
	'/recherche': [{ path: () => '/recherche', answers: all(405) }],
	'/session': [{ path: () => '/session', answers: all(405) }],
	'/session/active': [{ path: () => '/session/active', answers: all(405) }],
	'/session/lock': [{ path: () => '/session/lock', answers: all(405) }]
};

/** The journal names cases by their reference, and nothing more of them; its own tests say so. */
const BY_REFERENCE = ['/(app)/admin/journal', '/(app)/admin/journal/export'];

/** Routes whose actors are kept apart: nothing of anybody else's group may stand in what they answer. */
const isOfPeople = (route: string): boolean =>
	route.startsWith('/(app)') && !BY_REFERENCE.includes(route);

test('[I1] every route says who may reach it', () => {
	expect(listRoutes()).toEqual(Object.keys(RULES).sort());
});

for (const [route, rules] of Object.entries(RULES)) {
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

function all(answer: Answer): Answers {
	return Object.fromEntries(ALL_ACTORS.map((actor) => [actor, answer])) as Answers;
}

/** What nobody of the group may see: not found, and nothing more to those whom the group is not open to. */
function unknown(): Answers {
	return { ...all(404), anonymous: 303, observer: 403 };
}

/** An address of the other group: whoever is not of it learns nothing of it. */
function otherGroup(elsewhere: Answer): Answers {
	return { ...all(404), anonymous: 303, elsewhere };
}

function signedIn(path: string): Rule {
	return { path: () => path, answers: { ...all(200), anonymous: 303 } };
}

function administration(path: string): Rule {
	return { path: () => path, answers: ADMINISTRATORS };
}

function caseRule(reference: string, answers: Answers): Rule {
	return { path: () => `${GROUP}/situations/${reference}`, answers, reference };
}

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
