import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
	BY_THE_CIRCLE,
	byAdministrators,
	byMembers,
	DENIED,
	NOT_ALLOWED,
	NOT_FOUND,
	withAnswers,
	type CallRule
} from './call-rules';

/** How requests to join a circle, hand-overs and journals answer. */
export const CIRCLE_CALLS: Record<string, CallRule> = {
	answer_circle_request: {
		call: (w) =>
			sql`select public.answer_circle_request(${w.request}, false, 'Pas cette fois', null, null)`,
		...BY_THE_CIRCLE
	},
	answer_handover: {
		call: (w) => sql`select public.answer_handover(${w.handover}, true, '')`,
		...withAnswers(BY_THE_CIRCLE, { circle: NOT_ALLOWED })
	},
	ask_to_join_circle: {
		call: (w) =>
			sql`select public.ask_to_join_circle(${randomUUID()}, ${w.shared.id}, 'Nous suivons son logement')`,
		// The facilitator has asked already.
		...withAnswers(byMembers(1, NOT_FOUND), {
			circle: 'MA409',
			partner: 'MA409',
			facilitator: '23505'
		})
	},
	cancel_circle_request: {
		call: (w) => sql`select public.cancel_circle_request(${w.request})`,
		answers: { facilitator: 1, anonymous: DENIED },
		otherwise: NOT_FOUND
	},
	cancel_handover: {
		call: (w) => sql`select public.cancel_handover(${w.handover})`,
		...withAnswers(BY_THE_CIRCLE, { partner: NOT_ALLOWED })
	},
	list_access_journal: {
		call: () => sql`select j.id from public.list_access_journal(null, 1, null, null, null) as j`,
		...byAdministrators(1)
	},
	list_case_access: {
		call: (w) => sql`select j.id from public.list_case_access(${w.shared.id}, null, 50, null) as j`,
		...BY_THE_CIRCLE
	},
	list_case_changes: {
		call: (w) =>
			sql`select j.id from public.list_case_changes(${w.shared.id}, null, 1, null, null) as j`,
		...BY_THE_CIRCLE
	},
	list_change_journal: {
		call: () => sql`select j.id from public.list_change_journal(null, 1, null, null, null) as j`,
		...byAdministrators(1)
	},
	offer_handover: {
		// One waits already.
		call: (w) =>
			sql`select public.offer_handover(${randomUUID()}, ${w.shared.id}, ${w.people.partner}, '')`,
		...withAnswers(BY_THE_CIRCLE, { circle: 'MA409', partner: NOT_ALLOWED })
	},
	open_circle_answer: {
		call: (w) => sql`select public.open_circle_answer(${w.refusedRequest})`,
		answers: { colleague: 1, anonymous: DENIED },
		otherwise: NOT_FOUND
	}
};
