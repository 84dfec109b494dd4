/** Who may send the forms about minutes. */
import { randomUUID } from 'node:crypto';
import type { Form, Rule } from './action-rules';
import type { Actor, World } from './isolation';
import { idOfRunning } from './running-meeting';

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
			...(await closedMeeting(world)),
			id: randomUUID(),
			text: 'Le 4, non le 3.'
		}),
		FACILITATORS
	),
	// Of the one that ran: its closing is a rule too.
	...about(
		'reopen',
		async (world) => ({ meetingId: await idOfRunning(world), reason: 'Une décision manque.' }),
		FACILITATORS
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

async function closedMeeting(world: World): Promise<Form> {
	return {
		meetingId: await world.value(
			`select m.id from public.meetings as m join public.groups as g on g.id = m.group_id
			 where g.reference_prefix = 'VT' and m.status = 'closed' order by m.starts_at limit 1`
		)
	};
}
