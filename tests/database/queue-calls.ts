import { sql } from 'kysely';
import { BY_THE_FACILITATOR, DENIED, NOT_FOUND, type CallRule } from './call-rules';

/** How the review queue of a meeting and its agenda being sent answer. */
export const QUEUE_CALLS: Record<string, CallRule> = {
	open_skip: {
		call: () => sql`select public.open_skip((select s.id from public.skips as s))`,
		answers: { circle: 1, anonymous: DENIED },
		otherwise: NOT_FOUND
	},
	send_agenda: {
		call: (w) => sql`select public.send_agenda(${w.meeting}, 'empreinte')`,
		...BY_THE_FACILITATOR
	},
	skip_case: {
		call: (w) =>
			sql`select public.skip_case(${w.meeting}, ${w.shared.id}, null, 'Le mois prochain')`,
		...BY_THE_FACILITATOR
	},
	unskip_case: {
		call: (w) => sql`select public.unskip_case(${w.meeting}, ${w.shared.id})`,
		...BY_THE_FACILITATOR
	}
};
