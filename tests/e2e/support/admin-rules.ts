/** The actions of administration and of invitations. */
import { randomUUID } from 'node:crypto';
import type { Form, Right, Rule } from './action-rules';
import type { Actor, World } from './isolation';

/** Nobody else knows that these pages exist. */
const ADMINISTRATORS: Record<Actor, number> = {
	anonymous: 401,
	inside: 404,
	outside: 404,
	colleague: 404,
	facilitator: 404,
	observer: 404,
	administrator: 200,
	ended: 404,
	elsewhere: 404
};
/** Whoever is of the group knows the page; the group's facilitators use it. */
const FACILITATORS: Record<Actor, number> = {
	...ADMINISTRATORS,
	inside: 403,
	outside: 403,
	colleague: 403,
	facilitator: 200,
	administrator: 404
};

/** An invitation that one may not change is not found. */
const UNKNOWN = { inside: 404, outside: 404, colleague: 404 };

const ACCOUNT = '/(app)/admin/membres/[id]';
const MEMBERS = '/q/les-tilleuls/membres';

export const ADMIN_RULES: Record<string, Rule> = {
	...ofAccount('grant', ['mandates'], async (world) => ({
		id: randomUUID(),
		groupId: await world.value(`select id from public.groups where reference_prefix = 'GL'`),
		role: 'practitioner',
		endsOn: ''
	})),
	...ofAccount('change', ['mandates'], async (world) => ({
		id: await mandateOf(world),
		role: 'practitioner',
		endsOn: '2040-12-31',
		expectedRole: 'practitioner',
		expectedEndsAt: ''
	})),
	...ofAccount('end', ['mandates'], async (world) => ({ id: await mandateOf(world) })),
	...ofAccount('employer', ['profiles'], async (world) => ({
		organizationId: await world.value(`select id from public.organizations where name = 'PLIE'`)
	})),
	...ofAccount('job', ['profiles'], () => ({ jobTitle: 'Travailleuse sociale' })),
	...ofAccount('removeFactor', [], () => ({})),
	...ofAccount('signOut', [], () => ({})),
	...ofAccount('makeAdministrator', ['administrators'], () => ({})),
	...ofAccount('unmakeAdministrator', ['administrators'], () => ({})),
	...ofAccount('suspend', ['accounts'], () => ({})),
	...ofAccount('lift', ['accounts'], () => ({})),
	'/(app)/admin/membres?/invite': {
		path: () => '/admin/membres?/invite',
		form: async (world) => ({ ...(await invitation(world)), groupId: await groupOf(world) }),
		answers: ADMINISTRATORS,
		changes: ['invitations']
	},
	...ofInvitation('/(app)/admin/membres', '/admin/membres', ADMINISTRATORS),
	'/(app)/q/[territory]/membres?/invite': {
		path: () => `${MEMBERS}?/invite`,
		form: invitation,
		answers: FACILITATORS,
		changes: ['invitations']
	},
	...ofInvitation('/(app)/q/[territory]/membres', MEMBERS, FACILITATORS),
	...ofPage('quartiers', 'add', ['groups', 'territories'], () => ({
		id: randomUUID(),
		name: 'Les Acacias',
		commune: 'Valmarin',
		officialCode: 'QP099077',
		meetingIntervalWeeks: '4',
		slug: 'les-acacias',
		referencePrefix: 'AC'
	})),
	...ofPage('quartiers', 'edit', ['groups', 'territories'], async (world) => ({
		id: await groupOf(world),
		name: 'Les Tilleuls',
		commune: 'Valmarin',
		officialCode: 'QP099001',
		meetingIntervalWeeks: '4'
	})),
	...ofPage('structures', 'add', ['organizations'], () => ({
		id: randomUUID(),
		name: 'Une structure de plus',
		kind: 'association'
	})),
	...ofPage('structures', 'edit', ['organizations'], async (world) => ({
		id: await world.value(`select id from public.organizations where name = 'DDETS'`),
		name: 'DDETS',
		kind: 'state'
	})),
	...ofPage('vocabulaire', 'lever', [], () => ({ code: 'mobility_garage', offered: 'true' })),
	...ofPage('vocabulaire', 'edit', ['blocker_types'], () => ({ code: 'housing', offered: 'true' })),
	...ofPage('revue', 'record', [], () => ({}))
};

function ofPage(page: string, action: string, changes: Right[], form: Rule['form']) {
	const path = `/admin/${page}?/${action}`;
	return { [`/(app)${path}`]: { path: () => path, form, answers: ADMINISTRATORS, changes } };
}

/** An action on the account of somebody who is in no test. */
function ofAccount(action: string, changes: Right[], form: Rule['form']) {
	const path = async (world: World): Promise<string> =>
		`/admin/membres/${await world.idOf('sandrine')}?/${action}`;
	return { [`${ACCOUNT}?/${action}`]: { path, form, answers: ADMINISTRATORS, changes } };
}

/** Sending an invitation again, then taking it back: those of the action `invite` before, if it was taken. */
function ofInvitation(route: string, page: string, answers: Rule['answers']): Record<string, Rule> {
	const form = async (world: World): Promise<Form> => ({
		id: await world.value(
			`select coalesce((select id from public.invitations where revoked_at is null order by created_at desc limit 1), gen_random_uuid())`
		)
	});
	const rule = (action: string): Rule => ({
		path: () => `${page}?/${action}`,
		form,
		answers: { ...answers, ...(answers === FACILITATORS ? UNKNOWN : {}) },
		changes: ['invitations']
	});
	return { [`${route}?/renew`]: rule('renew'), [`${route}?/revoke`]: rule('revoke') };
}

async function invitation(world: World): Promise<Form> {
	return {
		id: randomUUID(),
		email: `${randomUUID().slice(0, 8)}@essais.example`,
		organizationId: await world.value(`select id from public.organizations where name = 'CCAS'`),
		role: 'practitioner'
	};
}

function groupOf(world: World): Promise<string> {
	return world.value(`select id from public.groups where reference_prefix = 'VT'`);
}

async function mandateOf(world: World): Promise<string> {
	return world.value(
		`select m.id from public.mandates as m join public.groups as g on g.id = m.group_id
		 where g.reference_prefix = 'VT' and m.profile_id = $1`,
		[await world.idOf('sandrine')]
	);
}
