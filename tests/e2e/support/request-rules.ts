/** Who may ask, answer and close, and forms that are right. */
import { randomUUID } from 'node:crypto';
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

/** Of a request that is not there: the rights themselves are tested on the database. */
const OF_NOTHING: Record<string, Record<string, string>> = {
	seeRequest: {},
	takeRequest: {},
	answerRequest: { answer: 'Oui' },
	declineRequest: { reason: 'no_capacity', words: '' },
	closeRequest: {},
	reopenRequest: {},
	remindRequest: {}
};

function ofNothing(place: string, path: string, forms: typeof OF_NOTHING): [string, Rule][] {
	return Object.entries(forms).map(([action, form]) => [
		`${place}?/${action}`,
		{
			path: () => `${path}?/${action}`,
			form: () => ({ id: randomUUID(), ...form }),
			answers: NOT_FOUND
		}
	]);
}

export const REQUEST_RULES: Record<string, Rule> = {
	...Object.fromEntries(ofNothing('/(app)/ma-journee', '/ma-journee', OF_NOTHING)),
	...Object.fromEntries(ofNothing(CASE, SHARED, { ...OF_NOTHING, dateRequest: { dueOn: '' } })),
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
