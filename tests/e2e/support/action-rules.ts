/** Every action of the application, who may send it, and a form that is right. */
import { randomUUID } from 'node:crypto';
import { NOTICE_KINDS } from '../../../src/lib/domain/notice';
import type { MemberKey } from '../../../src/lib/server/local/demo/team';
import { COURSE_RULES } from './course-rules';
import { VERSION_RULES } from './version-rules';
import { VISIT_RULES } from './visit-rules';
import { BLOCKER_RULES } from './blocker-rules';
import { DECISION_RULES } from './decision-rules';
import { CLOSING_RULES } from './closing-rules';
import { FINDING_RULES } from './finding-rules';
import { IMPORT_RULES } from './import-rules';
import type { Actor, World } from './isolation';
import { MEETING_RULES } from './meeting-rules';
import { MINUTES_RULES } from './minutes-rules';
import { REQUEST_RULES } from './request-rules';
import { RUN_RULES } from './run-rules';

export type Form = Record<string, string>;

export interface Rule {
	path: (world: World) => string | Promise<string>;
	form: (world: World, actor: Actor) => Form | Promise<Form>;
	/** Status of the answer, or of the failure that it carries. */
	answers: Record<Actor, number>;
	/** What the action is for changing, of `RIGHTS`. */
	changes?: Right[];
}

/** Tables that decide what people may do. An action changes those that its rule names, whatever a form says. */
export const RIGHTS = [
	'administrators',
	'blocker_types',
	'groups',
	'invitations',
	'mandates',
	'organizations',
	'profiles',
	'territories'
] as const;
/** `accounts` is what the sign-in service keeps of them. */
export type Right = (typeof RIGHTS)[number] | 'accounts';

/** Fields that a form may be given by hand: what a careless action would write from them. */
export const PLANTED = {
	administrator: 'on',
	admin: 'true',
	isAdmin: '1',
	mandate: 'facilitator',
	mandates: 'facilitator',
	is_super_admin: 'true',
	aal: 'aal2',
	secondFactor: 'false',
	second_factor: 'false',
	sensitive: 'false',
	restricted: 'false',
	acceptedAt: '2026-01-01',
	charterAcceptedAt: '2026-01-01',
	bannedUntil: '',
	ban_duration: 'none',
	endsAt: '2040-01-01',
	ends_at: '2040-01-01',
	['__proto__']: 'x',
	constructor: 'x',
	'user_metadata[role]': 'admin',
	'data[administrator]': 'true'
};

export const GROUP = '/q/les-tilleuls';
export const CASE = '/(app)/q/[territory]/situations/[reference]';
export const SHARED = `${GROUP}/situations/VT-018`;

const MEMBERS: Record<Actor, number> = {
	anonymous: 401,
	inside: 303,
	outside: 303,
	colleague: 303,
	facilitator: 303,
	// Their group has no members that they know of: the référent is wrong.
	observer: 400,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};
const CIRCLE: Record<Actor, number> = {
	...MEMBERS,
	inside: 200,
	outside: 403,
	colleague: 403,
	facilitator: 403,
	observer: 404
};
const FACILITATORS: Record<Actor, number> = { ...CIRCLE, inside: 403, facilitator: 303 };

/** Each action behind sign-in, with a form that is right, and who may send it. Those that open a case come last. */
export const RULES: Record<string, Rule> = {
	'/(app)/ma-journee?/finish': {
		path: () => '/ma-journee?/finish',
		form: async (world) => ({ item: `action:${await actionOf(world, 'VT-018')}`, done: 'true' }),
		answers: CIRCLE
	},
	'/(app)/q/[territory]/reunions?/plan': {
		path: () => `${GROUP}/reunions?/plan`,
		form: () => ({ id: randomUUID(), ...hours('2031-03-12') }),
		answers: FACILITATORS
	},
	'/(app)/q/[territory]/reunions/[date]/preparer?/edit': {
		path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/preparer?/edit`,
		form: ({ nextMeeting }) => hours(nextMeeting),
		answers: { ...FACILITATORS, facilitator: 200 }
	},
	...MEETING_RULES,
	...DECISION_RULES,
	...FINDING_RULES,
	...REQUEST_RULES,
	...RUN_RULES,
	// After those who lead it: it closes.
	...CLOSING_RULES,
	...MINUTES_RULES,
	...IMPORT_RULES,
	...COURSE_RULES,
	...BLOCKER_RULES,
	...VERSION_RULES,
	...VISIT_RULES,
	[`${CASE}?/addBlocker`]: ofCase('addBlocker', () => ({
		id: randomUUID(),
		type: 'housing',
		detail: 'Ajouté par quelqu’un',
		carrierId: ''
	})),
	[`${CASE}?/setBlocker`]: ofCase('setBlocker', async (world) => ({
		id: await blockerOf(world, 'VT-018'),
		detail: 'Changé par quelqu’un'
	})),
	[`${CASE}?/addAction`]: ofCase('addAction', () => ({
		id: randomUUID(),
		label: 'Ajoutée par quelqu’un',
		ownerId: '',
		dueOn: ''
	})),
	[`${CASE}?/setAction`]: ofCase('setAction', async (world) => ({
		id: await actionOf(world, 'VT-018'),
		status: 'dropped',
		dropReason: 'replaced'
	})),
	'/(app)/ma-journee?/setAction': ofInbox('setAction', async (world) => ({
		id: await actionOf(world, 'VT-018'),
		dueOn: '2031-03-12'
	})),
	'/(app)/ma-journee?/handBackAction': {
		...ofInbox('handBackAction', async (world) => ({
			id: await world.value(
				`select a.id from public.actions as a join public.cases as c on c.id = a.case_id
				 where c.reference = 'VT-018' and a.owner_id = a.created_by order by a.id limit 1`
			),
			word: ''
		})),
		// It is somebody's own: nobody gave it to them, and nobody else may give it back.
		answers: { ...CIRCLE, inside: 409 }
	},
	[`${CASE}?/recordAgreement`]: ofCase('recordAgreement', async (world) => ({
		id: randomUUID(),
		form: 'oral',
		givenOn: yesterday(),
		organizationIds: await organizationOf(world, 'Mission locale')
	})),
	[`${CASE}?/addToCircle`]: ofCase('addToCircle', async (world) => ({
		profileId: await world.idOf('thomas'),
		reason: 'Pour voir',
		form: 'oral',
		agreedOn: yesterday(),
		agreed: 'true'
	})),
	[`${CASE}?/leaveCircle`]: ofCase('leaveCircle', async (world) => ({
		profileId: await world.idOf('thomas')
	})),
	[`${CASE}?/askToJoin`]: {
		...ofCase('askToJoin', () => ({ id: randomUUID(), reason: 'Elle suit nos cours' })),
		answers: { ...CIRCLE, inside: 409, outside: 200, colleague: 200, facilitator: 200 }
	},
	[`${CASE}?/cancelRequest`]: {
		...ofCase('cancelRequest', async (world) => ({ id: await requestOf(world, 'yacine') })),
		answers: { ...CIRCLE, inside: 404, outside: 404, colleague: 200, facilitator: 404 }
	},
	[`${CASE}?/acceptRequest`]: ofCase('acceptRequest', (world) => accepted(world, 'sophie')),
	[`${CASE}?/refuseRequest`]: ofCase('refuseRequest', async (world) => ({
		id: await requestOf(world, 'bruno'),
		word: 'Pas maintenant'
	})),
	'/(app)/ma-journee?/acceptRequest': ofInbox('acceptRequest', (world) =>
		accepted(world, 'olivier')
	),
	'/(app)/ma-journee?/refuseRequest': ofInbox('refuseRequest', async (world) => ({
		id: await requestOf(world, 'julien'),
		word: ''
	})),
	[`${CASE}?/cancelHandover`]: ofCase('cancelHandover', async (world) => ({
		id: await offerOf(world, 'VT-018')
	})),
	[`${CASE}?/offerHandover`]: ofCase('offerHandover', async (world) => ({
		id: randomUUID(),
		toId: await world.idOf('lea'),
		word: ''
	})),
	// Only for oneself: it is a hand-over otherwise.
	[`${CASE}?/setReferent`]: ofCase('setReferent', async (world) => ({
		profileId: await world.idOf('amina')
	})),
	[`${CASE}?/acceptHandover`]: ofOffer('acceptHandover', 'VT-049'),
	[`${CASE}?/declineHandover`]: ofOffer('declineHandover', 'VT-057'),
	'/(app)/ma-journee?/acceptHandover': ofInbox('acceptHandover', async (world) => ({
		id: await offerOf(world, 'VT-027')
	})),
	'/(app)/ma-journee?/declineHandover': ofInbox('declineHandover', async (world) => ({
		id: await offerOf(world, 'VT-044')
	})),
	[`${CASE}?/setIdentity`]: ofCase('setIdentity', () => ({
		lastName: 'Quelqu’un',
		phone: '',
		email: ''
	})),
	[`${CASE}?/viewIdentity`]: ofCase('viewIdentity', () => ({})),
	[`${CASE}?/withdrawAgreement`]: ofCase('withdrawAgreement', async (world) => ({
		scope: 'some',
		organizationIds: await organizationOf(world, 'Mission locale')
	})),
	'/(app)/q/[territory]/situations/nouvelle': {
		path: () => `${GROUP}/situations/nouvelle`,
		form: newCase,
		answers: MEMBERS
	}
};

/** What somebody does with their own account; the form of a stranger names no account, so that it is nobody else's. */
export const OWN = {
	'/(app)/reglages/notifications': {
		language: 'fr',
		...Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, 'never']))
	},
	'/(app)/reglages/profil': { firstName: 'Amina', lastName: 'Derouiche', jobTitle: '' },
	'/(app)/reglages/securite?/begin': {},
	'/(app)/reglages/securite?/codes': { code: '000000' },
	'/(app)/reglages/securite?/end': { id: randomUUID() },
	'/(app)/reglages/securite?/finish': { code: '000000' },
	'/(app)/reglages/securite?/password': { current: 'pas-le-bon', password: 'une phrase de plus' },
	'/(app)/reglages/securite?/remove': { code: '000000' },
	'/(auth)/bienvenue?/begin': {},
	'/(auth)/bienvenue?/charter': {},
	'/(auth)/bienvenue?/finish': { code: '000000' },
	'/(auth)/connexion/verification?/app': { code: '000000' },
	'/(auth)/connexion/verification?/backup': { code: 'aaaaa-aaaaa' },
	'/(auth)/verrou?/unlock': { proof: '000000' },
	'/session/active': {},
	'/session/lock': {}
} satisfies Record<string, Form>;

/** Those that anybody may send: their tests are about what they answer to wrong input. */
export const OPEN_TO_ALL = [
	'/(auth)/connexion',
	'/(auth)/connexion/code',
	'/(auth)/courriels/[token]',
	'/(auth)/connexion/lien',
	'/(auth)/invitation/[token]?/accept',
	'/(auth)/invitation/[token]?/join',
	'/(auth)/mot-de-passe',
	'/(auth)/mot-de-passe/code',
	'/(auth)/mot-de-passe/nouveau',
	'/(auth)/premier-compte',
	'/affichage',
	'/deconnexion',
	'/reponse/[token]',
	'/session'
];

function ofCase(action: string, form: Rule['form']): Rule {
	return { path: () => `${SHARED}?/${action}`, form, answers: CIRCLE };
}

/** In the inbox, where no address names the group. */
function ofInbox(action: string, form: Rule['form']): Rule {
	return { path: () => `/ma-journee?/${action}`, form, answers: CIRCLE };
}

/** On a case whose référent offers it to `inside`. */
function ofOffer(action: string, reference: string): Rule {
	return {
		path: () => `${GROUP}/situations/${reference}?/${action}`,
		form: async (world) => ({ id: await offerOf(world, reference), word: '' }),
		answers: CIRCLE
	};
}

async function accepted(world: World, asker: MemberKey): Promise<Form> {
	const agreed = { form: 'oral', agreedOn: yesterday(), agreed: 'true' };
	return { id: await requestOf(world, asker), ...agreed };
}

/** The request of somebody to join the circle of VT-018. */
export async function requestOf(world: World, asker: MemberKey): Promise<string> {
	return world.value('select id from public.circle_requests where profile_id = $1', [
		await world.idOf(asker)
	]);
}

/** The first offer of a case. */
export function offerOf(world: World, reference: string): Promise<string> {
	return world.value(
		`select h.id from public.handovers as h join public.cases as c on c.id = h.case_id
		 where c.reference = $1 order by h.created_at limit 1`,
		[reference]
	);
}

export async function newCase(world: World, actor: Actor): Promise<Form> {
	const members = {
		inside: 'amina',
		outside: 'karim',
		colleague: 'yacine',
		facilitator: 'nathalie'
	} as const;
	const member = Object.entries(members).find(([key]) => key === actor)?.[1] ?? 'amina';
	return {
		id: randomUUID(),
		firstName: 'Yolaine',
		lastInitial: 'B',
		birthYear: '1991',
		cohort: 'women',
		stage: 'outreach',
		referentId: await world.idOf(member),
		agreement: 'later',
		givenOn: '',
		lastName: '',
		phone: '',
		email: ''
	};
}

export function hours(date: string): Form {
	return { date, start: '09:30', end: '11:30', place: 'La Passerelle', video: '' };
}

function yesterday(): string {
	return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

export function caseOf(world: World, reference: string): Promise<string> {
	return world.value('select id from public.cases where reference = $1', [reference]);
}

export function blockerOf(world: World, reference: string): Promise<string> {
	return world.value(
		`select b.id from public.blockers as b join public.cases as c on c.id = b.case_id
		 where c.reference = $1 order by b.id limit 1`,
		[reference]
	);
}

export function actionOf(world: World, reference: string): Promise<string> {
	return world.value(
		`select a.id from public.actions as a join public.cases as c on c.id = a.case_id
		 where c.reference = $1 and a.status = 'todo' order by a.id limit 1`,
		[reference]
	);
}

export function organizationOf(world: World, name: string): Promise<string> {
	return world.value('select id from public.organizations where name = $1', [name]);
}
