import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
	BY_THE_CIRCLE,
	CONFLICT,
	DENIED,
	NOT_ALLOWED,
	NOT_FOUND,
	type Answers,
	type CallRule
} from './call-rules';

/** What only the facilitator does, whom the mention outside the circle calls; its circle knows of it. */
const BY_WHO_IS_ASKED: Answers = {
	answers: { facilitator: 1, circle: NOT_ALLOWED, partner: NOT_ALLOWED, anonymous: DENIED },
	otherwise: NOT_FOUND
};

/** What only the author of the mention of the partner does. */
function byTheAsker(answer: string | number): Answers {
	return {
		answers: { circle: answer, partner: NOT_ALLOWED, anonymous: DENIED },
		otherwise: NOT_FOUND
	};
}

/** How requests answer. */
export const REQUEST_CALLS: Record<string, CallRule> = {
	answer_request: {
		call: (w) => sql`select public.answer_request(${w.mentionOutside}, 'Oui')`,
		...BY_WHO_IS_ASKED
	},
	ask_request: {
		call: (w) =>
			sql`select public.ask_request(${randomUUID()}, ${w.shared.id}, ${w.blocker}, ${w.people.facilitator}, null,
				'Une place lundi ?', null)`,
		...BY_THE_CIRCLE
	},
	close_request: {
		call: (w) => sql`select public.close_request(${w.mention})`,
		...byTheAsker(1)
	},
	date_request: {
		call: (w) => sql`select public.date_request(${w.mention}, private.today())`,
		...byTheAsker(1)
	},
	decline_request: {
		call: (w) => sql`select public.decline_request(${w.mentionOutside}, 'no_capacity', '')`,
		...BY_WHO_IS_ASKED
	},
	finish_mention: {
		call: (w) => sql`select public.finish_mention(${w.mentionOutside}, true)`,
		...BY_WHO_IS_ASKED
	},
	invite_guest: {
		call: (w) =>
			sql`select public.invite_guest(${randomUUID()}, ${w.shared.id}, null, 'invite@exemple.example',
				'Une place lundi ?', null, ${Buffer.alloc(32, 7)})`,
		...BY_THE_CIRCLE
	},
	remind_request: {
		// It was asked a moment ago.
		call: (w) => sql`select public.remind_request(${w.mention})`,
		...byTheAsker(CONFLICT)
	},
	reopen_request: {
		call: (w) => sql`select public.reopen_request(${w.mention})`,
		...byTheAsker(1)
	},
	see_request: {
		call: (w) => sql`select public.see_request(${w.mentionOutside})`,
		...BY_WHO_IS_ASKED
	},
	take_request: {
		call: (w) => sql`select public.take_request(${w.mentionOutside})`,
		...BY_WHO_IS_ASKED
	}
};
