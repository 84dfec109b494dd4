/** Who may have looked at a case: whoever may know of it, for themselves. */
import type { Rule } from './action-rules';

export const VISIT_RULES: Record<string, Rule> = {
	'/(app)/q/[territory]/situations/[reference]?/visit': {
		path: () => '/q/les-tilleuls/situations/VT-018?/visit',
		form: () => ({}),
		answers: {
			anonymous: 401,
			inside: 200,
			outside: 200,
			colleague: 200,
			facilitator: 200,
			observer: 404,
			administrator: 404,
			ended: 404,
			elsewhere: 404
		}
	}
};
