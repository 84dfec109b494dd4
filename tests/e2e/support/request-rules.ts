/** Who may ask, answer and close, and forms that are right. */
import { randomUUID } from 'node:crypto';
import { emailOf } from '../../../src/lib/server/local/demo/demo-accounts';
import type { Rule } from './action-rules';
import type { Actor, World } from './isolation';

const CASE = '/(app)/q/[territory]/situations/[reference]';
const SHARED = '/q/les-tilleuls/situations/VT-018';

const NOT_FOUND: Record<Actor, number> = {
	anonymous: 401,
	inside: 404,
	outside: 404,
	colleague: 404,
	facilitator: 404,
	observer: 404,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};
/** What the circle does, who else knows of the case may not, and the others do not know of. */
const CIRCLE: Record<Actor, number> = {
	...NOT_FOUND,
	inside: 200,
	outside: 403,
	colleague: 403,
	facilitator: 403
};

const asked = `select id from auth.users where email = '${emailOf('lea')}'`;
const inside = `select id from auth.users where email = '${emailOf('amina')}'`;

/** Forms of the verbs, and of whom the request is: asked of `inside`, or by them. */
const VERBS: Record<string, { form: Record<string, string>; asker: boolean; state?: string }> = {
	seeRequest: { form: {}, asker: false },
	takeRequest: { form: {}, asker: false },
	answerRequest: { form: { answer: 'Oui' }, asker: false },
	declineRequest: { form: { reason: 'no_capacity', words: '' }, asker: false },
	closeRequest: { form: {}, asker: true },
	reopenRequest: { form: {}, asker: true, state: 'closed' },
	remindRequest: { form: {}, asker: true },
	dateRequest: { form: { dueOn: '' }, asker: true }
};
const INBOX_VERBS = Object.keys(VERBS).filter((verb) => verb !== 'dateRequest');

/** A request for each verb and page from which it is sent, in the circle of VT-018. */
export const REQUESTS = Object.entries(VERBS)
	.flatMap(([verb, { asker, state = 'asked' }]) =>
		['inbox', 'case'].map(
			(place) => `
	insert into public.requests (id, group_id, case_id, author_id, target_id, words, state, closed_at, asked_at)
	select gen_random_uuid(), c.group_id, c.id, (${asker ? inside : asked}), (${asker ? asked : inside}), '${place} ${verb}',
		'${state}', ${state === 'closed' ? 'now()' : 'null'}, now() - interval '4 days'
	from public.cases as c where c.reference = 'VT-018';`
		)
	)
	.join('');

function rulesOf(
	page: { name: string; route: string; path: string },
	verbs: string[]
): Record<string, Rule> {
	return Object.fromEntries(
		verbs.map((verb) => [
			`${page.route}?/${verb}`,
			{
				path: () => `${page.path}?/${verb}`,
				form: async (world: World) => ({
					id: await world.value('select id from public.requests where words = $1', [
						`${page.name} ${verb}`
					]),
					...VERBS[verb]?.form
				}),
				answers: { ...NOT_FOUND, inside: 200 }
			}
		])
	);
}

export const REQUEST_RULES: Record<string, Rule> = {
	...rulesOf({ name: 'inbox', route: '/(app)/ma-journee', path: '/ma-journee' }, INBOX_VERBS),
	...rulesOf({ name: 'case', route: CASE, path: SHARED }, Object.keys(VERBS)),
	[`${CASE}?/askRequest`]: {
		path: () => `${SHARED}?/askRequest`,
		form: async (world: World) => ({
			id: randomUUID(),
			target: `person:${await world.idOf('lea')}`,
			words: 'Une place lundi ?'
		}),
		answers: CIRCLE
	},
	[`${CASE}?/inviteGuest`]: {
		path: () => `${SHARED}?/inviteGuest`,
		form: () => ({
			id: randomUUID(),
			email: 'invite@exemple.example',
			words: 'Une place lundi ?'
		}),
		answers: CIRCLE
	}
};
