/** Who may answer for a blocker, and who writes the services of the directory. */
import { randomUUID } from 'node:crypto';
import type { Rule } from './action-rules';
import type { Actor, World } from './isolation';

const DIRECTORY = '/(app)/q/[territory]/annuaire';

const NOT_OF_GROUP = { observer: 404, administrator: 404, ended: 404, elsewhere: 404 } as const;
/** The blocker is carried by `inside`; the service is of their organisation. */
const INSIDE: Record<Actor, number> = {
	anonymous: 401,
	inside: 200,
	outside: 403,
	colleague: 403,
	facilitator: 403,
	...NOT_OF_GROUP
};
const MEMBERS = { ...INSIDE, outside: 200, colleague: 200, facilitator: 200 };

export const BLOCKER_RULES: Record<string, Rule> = {
	'/(app)/ma-journee?/acceptBlocker': {
		path: () => '/ma-journee?/acceptBlocker',
		form: async (world) => ({ id: await entrusted(world) }),
		answers: INSIDE
	},
	'/(app)/ma-journee?/returnBlocker': {
		path: () => '/ma-journee?/returnBlocker',
		form: async (world) => ({
			id: randomUUID(),
			blockerId: await entrusted(world),
			word: 'Pas cette semaine'
		}),
		answers: INSIDE
	},
	...ofDirectory('add', MEMBERS, () => ({
		id: randomUUID(),
		name: 'Navette',
		description: '',
		contact: '',
		howToRefer: '',
		conditions: '',
		delay: '',
		types: 'mobility'
	})),
	...ofDirectory('edit', INSIDE, async (world) => ({
		id: await serviceOf(world),
		name: 'Atelier vélo',
		description: '',
		contact: '',
		howToRefer: '',
		conditions: '',
		delay: '',
		types: 'mobility'
	})),
	...ofDirectory('check', INSIDE, async (world) => ({ id: await serviceOf(world) })),
	...ofDirectory('archive', INSIDE, async (world) => ({
		id: await serviceOf(world),
		archived: 'true'
	}))
};

function ofDirectory(
	action: string,
	answers: Rule['answers'],
	form: Rule['form']
): Record<string, Rule> {
	return {
		[`${DIRECTORY}?/${action}`]: {
			path: () => `/q/les-tilleuls/annuaire?/${action}`,
			form,
			answers
		}
	};
}

/** A blocker that `inside` carries, given by somebody else of the circle. */
function entrusted(world: World): Promise<string> {
	return world.value(
		`select b.id from public.blockers as b join public.cases as c on c.id = b.case_id
		 where c.reference = 'VT-018' and b.type_code = 'childcare' and b.entrusted_by is not null`
	);
}

function serviceOf(world: World): Promise<string> {
	return world.value(
		`select s.id from public.services as s join public.organizations as o on o.id = s.organization_id
		 where o.name = 'Régie de quartier' order by s.name, s.id limit 1`
	);
}
