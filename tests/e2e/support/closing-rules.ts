/** Who may send the forms of closing a meeting, and of what it carries over. */
import { randomUUID } from 'node:crypto';
import type { Form, Rule } from './action-rules';
import type { Actor, World } from './isolation';
import { dayOfRunning, idOfRunning, RUNNING } from './running-meeting';

const ONE = '/(app)/q/[territory]/reunions/[date]';

const NOT_OF_GROUP = { observer: 404, administrator: 404, ended: 404, elsewhere: 404 } as const;
const FACILITATORS: Record<Actor, number> = {
	anonymous: 401,
	inside: 403,
	outside: 403,
	colleague: 403,
	facilitator: 200,
	...NOT_OF_GROUP
};

export const CLOSING_RULES: Record<string, Rule> = {
	...on('preparer', 'dismissCarried', carriedOf, FACILITATORS),
	...on('preparer', 'undismissCarried', carriedOf, FACILITATORS),
	...on('clore', 'setDecision', decisionOf, { ...FACILITATORS, ...same(200) }),
	...on(
		'clore',
		'seen',
		async (world) => ({ meetingId: await idOfRunning(world), itemId: RUNNING.item }),
		FACILITATORS
	),
	...on(
		'clore',
		'planNext',
		async (world) => ({ ...(await next(world)), id: randomUUID(), date: '2031-04-09' }),
		FACILITATORS
	),
	[`${ONE}/clore?/close`]: {
		path: async (world) => `/q/les-tilleuls/reunions/${await dayOfRunning(world)}/clore?/close`,
		form: () => ({}),
		// On to the minutes.
		answers: { ...FACILITATORS, facilitator: 303 }
	}
};

function on(
	page: string,
	action: string,
	form: Rule['form'],
	answers: Rule['answers']
): Record<string, Rule> {
	return {
		[`${ONE}/${page}?/${action}`]: {
			path: ({ nextMeeting }) => `/q/les-tilleuls/reunions/${nextMeeting}/${page}?/${action}`,
			form,
			answers
		}
	};
}

function same(status: number): Record<'inside' | 'outside' | 'colleague', number> {
	return { inside: status, outside: status, colleague: status };
}

async function next(world: World): Promise<Form> {
	return {
		meetingId: await world.value(
			`select m.id from public.meetings as m join public.groups as g on g.id = m.group_id
			 where g.reference_prefix = 'VT' and m.status = 'draft' order by m.starts_at limit 1`
		)
	};
}

/** Of a point without a case, or of one that is shared. */
async function carriedOf(world: World): Promise<Form> {
	return {
		carriedId: await world.value(
			`select c.id from public.carried_items as c order by c.case_id nulls first, c.id limit 1`
		)
	};
}

/** An action of the meeting that runs. */
async function decisionOf(world: World): Promise<Form> {
	const id = await world.value(`select id from public.decisions where label = '${RUNNING.action}'`);
	return { id, ownerId: '', dueOn: '' };
}
