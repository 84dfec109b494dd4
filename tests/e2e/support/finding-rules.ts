/** Who may search: the answer holds what they may know, and nothing for who works in no group. */
import type { Actor } from './isolation';
import type { Rule } from './action-rules';

const SIGNED_IN: Record<Actor, number> = {
	anonymous: 401,
	inside: 200,
	outside: 200,
	colleague: 200,
	facilitator: 200,
	observer: 200,
	administrator: 200,
	ended: 200,
	elsewhere: 200
};

export const FINDING_RULES: Record<string, Rule> = {
	'/recherche': {
		path: () => '/recherche',
		form: () => ({ query: 'Samira' }),
		answers: SIGNED_IN
	}
};
