/** Each route of the application, an address of it, and who may reach it. */
import { randomUUID } from 'node:crypto';
import { ALL_ACTORS, STRANGER, type Actor, type World } from './isolation';
import { MINUTES_FILES, MINUTES_PAGES } from './minutes-pages';

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

export const MEMBERS_ONLY: Answers = {
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
export const GROUP = '/q/les-tilleuls';
const CASE = '/(app)/q/[territory]/situations/[reference]';
const HISTORY = `${CASE}/historique`;
const CALENDAR = '/(app)/q/[territory]/reunions/[date]/reunion.ics';
const IMPORT = '/(app)/q/[territory]/situations/importer';
/** Of the import of whoever asks: they have none. */
const IMPORT_FILES = ['avancement', 'rapport', 'references'].map((name) => `${IMPORT}/${name}`);
/** Answers without a page: they have no data of their own. */
export const WITHOUT_PAGE = [HISTORY, CALENDAR, ...MINUTES_FILES, ...IMPORT_FILES];
const NOT_OF_GROUP = { observer: 404, administrator: 404, ended: 404, elsewhere: 404 } as const;

/** Each route and who may reach it. A route without a rule fails the first test. */
export const PAGE_RULES: Record<string, Rule[]> = {
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
			answers: { ...all(403), anonymous: 303, inside: 200, ...NOT_OF_GROUP, observer: 403 },
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
		['imprimer', 'accord', 'versions'].map((page) => [
			`${CASE}/${page}`,
			[
				{
					path: () => `${GROUP}/situations/VT-018/${page}`,
					answers: { ...all(403), anonymous: 303, inside: 200, ...NOT_OF_GROUP, observer: 403 },
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
	// Of the process: nobody's data. Figures only from this machine, where the tests run.
	'/healthz': [{ path: () => '/healthz', answers: all(200) }],
	'/readyz': [{ path: () => '/readyz', answers: all(200) }],
	'/metrics': [{ path: () => '/metrics', answers: all(200) }],
	'/recherche': [{ path: () => '/recherche', answers: all(405) }],
	'/session': [{ path: () => '/session', answers: all(405) }],
	'/session/active': [{ path: () => '/session/active', answers: all(405) }],
	'/session/lock': [{ path: () => '/session/lock', answers: all(405) }]
};

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
