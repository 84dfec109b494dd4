import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
	BY_THE_CIRCLE,
	byAdministrators,
	CONFLICT,
	DENIED,
	NOT_ALLOWED,
	NOT_FOUND,
	withAnswers,
	type CallRule
} from './call-rules';

/** How blockers that were entrusted, and the vocabulary of levers, answer. */
export const BLOCKER_CALLS: Record<string, CallRule> = {
	accept_blocker: {
		call: (w) => sql`select public.accept_blocker(${w.blocker})`,
		...withAnswers(BY_THE_CIRCLE, { partner: NOT_ALLOWED })
	},
	open_blocker_answer: {
		call: (w) => sql`select public.open_blocker_answer(${w.blockerAnswer})`,
		answers: { circle: 1, anonymous: DENIED },
		otherwise: NOT_FOUND
	},
	return_blocker: {
		call: (w) => sql`select public.return_blocker(${randomUUID()}, ${w.blocker}, 'Je pars')`,
		// Circle took it on themselves.
		...withAnswers(BY_THE_CIRCLE, { circle: CONFLICT, partner: NOT_ALLOWED })
	},
	set_lever: {
		call: () => sql`select public.set_lever('mobility_garage', false)`,
		...byAdministrators(1)
	}
};
