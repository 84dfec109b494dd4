/** Who writes the course of a case: its circle. */
import { randomUUID } from 'node:crypto';
import type { Rule } from './action-rules';
import type { Actor, World } from './isolation';

const CASE = '/(app)/q/[territory]/situations/[reference]';
const CIRCLE: Record<Actor, number> = {
	anonymous: 401,
	inside: 200,
	outside: 403,
	colleague: 403,
	facilitator: 403,
	observer: 404,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};

const TODAY = new Date().toISOString().slice(0, 10);
const OUTCOME = {
	kind: 'immersion',
	employerKind: '',
	startsOn: TODAY,
	endsOn: '',
	words: 'Ajouté par quelqu’un'
};

/** The form of an action on a case; closing it and opening it again come last. */
export const COURSE_RULES: Record<string, Rule> = {
	[`${CASE}?/addOutcome`]: on('addOutcome', () => ({ ...OUTCOME, id: randomUUID() })),
	[`${CASE}?/setOutcome`]: on('setOutcome', async (world) => ({
		...OUTCOME,
		id: await rowOf(world, 'outcomes', 'VT-018')
	})),
	[`${CASE}?/answerCheck`]: on(
		'answerCheck',
		async (world) => ({
			id: await rowOf(world, 'placement_checks', 'VT-019'),
			answer: 'yes',
			words: ''
		}),
		'VT-019'
	),
	'/(app)/ma-journee?/answerCheck': {
		path: () => '/ma-journee?/answerCheck',
		form: async (world) => ({
			id: await rowOf(world, 'placement_checks', 'VT-019'),
			answer: 'unknown',
			words: ''
		}),
		answers: CIRCLE
	},
	[`${CASE}?/addScheme`]: on('addScheme', () => ({
		id: randomUUID(),
		scheme: 'insertion',
		since: TODAY
	})),
	[`${CASE}?/endScheme`]: on('endScheme', async (world) => ({
		id: await rowOf(world, 'case_schemes', 'VT-018')
	})),
	[`${CASE}?/decideEntry`]: on('decideEntry', () => ({
		id: randomUUID(),
		rule: 'age',
		decision: 'kept',
		words: 'Décidé par quelqu’un'
	})),
	[`${CASE}?/removeOutcome`]: on('removeOutcome', async (world) => ({
		id: await rowOf(world, 'outcomes', 'VT-018')
	})),
	[`${CASE}/cloture?/closeCase`]: on('cloture?/closeCase', () => ({
		id: randomUUID(),
		reason: 'no_news',
		outcomeId: 'none',
		closedOn: TODAY,
		words: '',
		dropActions: 'false'
	})),
	[`${CASE}?/reopenCase`]: on('reopenCase', () => ({ reason: 'De retour' }))
};

function on(action: string, form: Rule['form'], reference = 'VT-018'): Rule {
	const path = action.includes('?') ? `/${action}` : `?/${action}`;
	return {
		path: () => `/q/les-tilleuls/situations/${reference}${path}`,
		form,
		answers: CIRCLE
	};
}

/** The last row of a table about a case. */
function rowOf(world: World, table: string, reference: string): Promise<string> {
	return world.value(
		`select t.id from public.${table} as t join public.cases as c on c.id = t.case_id
		 where c.reference = $1 order by t.created_at desc, t.id limit 1`,
		[reference]
	);
}
