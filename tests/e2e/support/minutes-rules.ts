/** Who may send the forms about minutes. */
import { randomUUID } from 'node:crypto';
import type { Form, Rule } from './action-rules';
import type { Actor, World } from './isolation';

const ROUTE = '/(app)/q/[territory]/reunions/[date]/releve';

const FACILITATORS: Record<Actor, number> = {
	anonymous: 401,
	inside: 403,
	outside: 403,
	colleague: 403,
	facilitator: 200,
	observer: 404,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};

export const MINUTES_RULES: Record<string, Rule> = {
	...about(
		'addAddendum',
		async (world) => ({
			...(await meetingOf(world, true)),
			id: randomUUID(),
			text: 'Le 4, non le 3.'
		}),
		FACILITATORS
	),
	// Of a meeting that is not closed.
	...about(
		'reopen',
		async (world) => ({ ...(await meetingOf(world, false)), reason: 'Une décision manque.' }),
		{ ...FACILITATORS, facilitator: 409 }
	)
};

function about(action: string, form: Rule['form'], answers: Rule['answers']): Record<string, Rule> {
	return {
		[`${ROUTE}?/${action}`]: {
			path: ({ nextMeeting }) => `/q/les-tilleuls/reunions/${nextMeeting}/releve?/${action}`,
			form,
			answers
		}
	};
}

async function meetingOf(world: World, closed: boolean): Promise<Form> {
	return {
		meetingId: await world.value(
			`select m.id from public.meetings as m join public.groups as g on g.id = m.group_id
			 where g.reference_prefix = 'VT' and m.status = $1 order by m.starts_at limit 1`,
			[closed ? 'closed' : 'draft']
		)
	};
}
