import { sql } from 'kysely';
import { BY_THE_CIRCLE, byMembers, NOT_FOUND, withAnswers, type CallRule } from './call-rules';

/** How what is new answers: somebody of the circle saw the shared case a day ago, and a partner wrote in it since. */
export const VISIT_CALLS: Record<string, CallRule> = {
	list_case_news: {
		call: (w) => sql`select n.at from public.list_case_news(${w.shared.id}) as n limit 1`,
		...withAnswers(BY_THE_CIRCLE, { partner: 0 })
	},
	list_group_news: {
		call: (w) => sql`select n.case_id from public.list_group_news(${w.group.id}) as n`,
		...withAnswers(byMembers(0, 0), { circle: 1 })
	},
	list_recent_changes: {
		call: () =>
			sql`select r.at from public.list_recent_changes(now() - interval '1 day') as r limit 1`,
		...withAnswers(byMembers(0, 0), { circle: 1, partner: 1 })
	},
	visit_case: {
		call: (w) => sql`select public.visit_case(${w.shared.id})`,
		...byMembers(1, NOT_FOUND)
	}
};
