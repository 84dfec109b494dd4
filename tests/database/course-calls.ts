import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { BY_THE_CIRCLE, CONFLICT, NOT_ALLOWED, withAnswers, type CallRule } from './call-rules';

/** How the course of a case answers. */
export const COURSE_CALLS: Record<string, CallRule> = {
	add_case_scheme: {
		call: (w) =>
			sql`select public.add_case_scheme(${randomUUID()}, ${w.shared.id}, 'epide', private.today())`,
		...BY_THE_CIRCLE
	},
	add_outcome: {
		call: (
			w
		) => sql`select public.add_outcome(${randomUUID()}, ${w.shared.id}, 'permanent', 'company', private.today(),
			null, '')`,
		...BY_THE_CIRCLE
	},
	answer_check: {
		call: (w) => sql`select public.answer_check(${w.shared.id}, 'yes', '')`,
		...BY_THE_CIRCLE
	},
	close_case: {
		call: (w) =>
			sql`select public.close_case(${randomUUID()}, ${w.shared.id}, 'other', null, private.today(), '', false)`,
		...BY_THE_CIRCLE
	},
	decide_entry: {
		call: (w) =>
			sql`select public.decide_entry(${randomUUID()}, ${w.shared.id}, 'age', 'kept', 'Accord')`,
		...BY_THE_CIRCLE
	},
	end_case_scheme: {
		call: (w) => sql`select public.end_case_scheme(${w.shared.id})`,
		...BY_THE_CIRCLE
	},
	remove_outcome: {
		call: (w) => sql`select public.remove_outcome(${w.shared.id})`,
		...BY_THE_CIRCLE
	},
	reopen_case: {
		call: (w) => sql`select public.reopen_case(${w.shared.id}, 'De retour')`,
		...withAnswers(BY_THE_CIRCLE, { circle: CONFLICT, partner: NOT_ALLOWED })
	},
	set_outcome: {
		call: (w) =>
			sql`select public.set_outcome(${w.shared.id}, 'immersion', null, private.today(), null, '')`,
		...BY_THE_CIRCLE
	}
};
