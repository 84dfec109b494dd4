/** Who may send what « On décide » sends, from the pages that show a running meeting. */
import { randomUUID } from 'node:crypto';
import type { Rule } from './action-rules';
import type { Actor } from './isolation';
import { idOfRunning, RUNNING } from './running-meeting';

const MEMBERS: Record<Actor, number> = {
	anonymous: 401,
	inside: 200,
	outside: 200,
	colleague: 200,
	facilitator: 200,
	observer: 404,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};

export const DECISION_RULES: Record<string, Rule> = {
	...onPage('animer'),
	...onPage('suivre')
};

function onPage(page: 'animer' | 'suivre'): Record<string, Rule> {
	const route = `/(app)/q/[territory]/reunions/[date]/${page}`;
	const path =
		(action: string): Rule['path'] =>
		({ nextMeeting }) =>
			`/q/les-tilleuls/reunions/${nextMeeting}/${page}?/${action}`;
	return {
		[`${route}?/addDecision`]: {
			path: path('addDecision'),
			form: async (world) => ({
				id: randomUUID(),
				meetingId: await idOfRunning(world),
				itemId: RUNNING.item,
				kind: 'decision',
				label: 'Décidé par quelqu’un',
				ownerId: '',
				dueOn: '',
				blockerType: ''
			}),
			answers: MEMBERS
		},
		[`${route}?/removeDecision`]: {
			path: path('removeDecision'),
			form: async (world) => ({
				id: await world.value(
					'select id from public.decisions where meeting_id = $1 and label = $2 limit 1',
					[await idOfRunning(world), RUNNING.decision]
				)
			}),
			answers: { ...MEMBERS, outside: 403, colleague: 403 }
		}
	};
}
