import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
	BY_PROFESSIONALS,
	BY_THE_FACILITATOR,
	BY_THE_SIGNED_IN,
	byMembers,
	CONFLICT,
	DENIED,
	NOT_FOUND,
	withAnswers,
	type CallRule
} from './call-rules';

const SETTINGS = '{"weeks":6,"start":"09:30","end":"11:30","place":"","videoUrl":null}';

/** What whoever leads a meeting does, of one that does not run. */
const BY_THE_LEADER = withAnswers(BY_THE_FACILITATOR, { facilitator: CONFLICT });

/** How meetings, their series, their attendance and calendars answer. */
export const MEETING_CALLS: Record<string, CallRule> = {
	add_addendum: {
		call: (w) =>
			sql`select public.add_addendum(${randomUUID()}, ${w.closedMeeting}, 'Une précision')`,
		...BY_THE_FACILITATOR
	},
	add_decision: {
		call: (
			w
		) => sql`select public.add_decision(${randomUUID()}, ${w.meeting}, ${`case:${w.shared.id}`}, 'decision',
			'On en reparle', null, null, null)`,
		...byMembers(CONFLICT, NOT_FOUND)
	},
	answer_meeting: {
		call: (w) => sql`select public.answer_meeting(${w.meeting}, auth.uid(), 'room', '', null)`,
		...byMembers(1, NOT_FOUND)
	},
	cancel_meeting: {
		call: (w) => sql`select public.cancel_meeting(${w.meeting})`,
		...BY_THE_FACILITATOR
	},
	close_meeting: {
		call: (w) => sql`select public.close_meeting(${w.closedMeeting})`,
		...BY_THE_FACILITATOR
	},
	create_meeting: {
		call: (
			w
		) => sql`select public.create_meeting(${randomUUID()}, ${w.group.id}, now() + interval '20 days',
			now() + interval '20 days 2 hours', '', null)`,
		...BY_THE_FACILITATOR
	},
	create_meeting_series: {
		call: (
			w
		) => sql`select public.create_meeting_series(${randomUUID()}, ${w.group.id}, 'technical', ${SETTINGS},
			array[private.today() + 10])`,
		...BY_THE_FACILITATOR
	},
	dismiss_carried: {
		call: (w) => sql`select public.dismiss_carried(${w.carried}, 'Plus tard')`,
		...BY_THE_FACILITATOR
	},
	end_meeting_series: {
		call: (w) => sql`select public.end_meeting_series(${w.series})`,
		...BY_THE_FACILITATOR
	},
	extend_item: {
		call: (w) => sql`select public.extend_item(${w.meeting}, 'tour', 2)`,
		...BY_THE_LEADER
	},
	find_calendar_feed: {
		call: () => sql`select f.created_at from public.find_calendar_feed() as f`,
		answers: { circle: 1, anonymous: DENIED },
		otherwise: 0
	},
	finish_decision: {
		call: (w) => sql`select * from public.finish_decision(${w.decisions.shared}, true)`,
		...BY_THE_FACILITATOR
	},
	go_to_item: {
		call: (w) => sql`select public.go_to_item(${w.meeting}, null, null, false)`,
		...BY_THE_LEADER
	},
	hand_over_facilitation: {
		call: (w) => sql`select public.hand_over_facilitation(${w.meeting}, ${w.people.circle})`,
		...BY_THE_LEADER
	},
	pause_meeting: {
		call: (w) => sql`select public.pause_meeting(${w.meeting}, true)`,
		...BY_THE_LEADER
	},
	postpone_item: {
		call: (w) => sql`select public.postpone_item(${w.meeting}, 'tour', null)`,
		...BY_THE_LEADER
	},
	remove_decision: {
		call: (w) => sql`select * from public.remove_decision(${w.decisions.shared})`,
		...withAnswers(BY_THE_LEADER, { circle: CONFLICT })
	},
	list_decisions: {
		call: (w) => sql`select public.list_decisions(${w.group.id}, null, 10, null, null)`,
		...byMembers(1, NOT_FOUND)
	},
	read_minutes: {
		call: (w) => sql`select public.read_minutes(${w.closedMeeting}, 1, true)`,
		...byMembers(1, NOT_FOUND)
	},
	renew_calendar_feed: {
		call: () => sql`select public.renew_calendar_feed(sha256('autre'))`,
		...BY_PROFESSIONALS
	},
	restore_item: {
		call: (w) => sql`select public.restore_item(${w.meeting}, 'tour')`,
		...BY_THE_LEADER
	},
	reopen_meeting: {
		call: (w) => sql`select public.reopen_meeting(${w.closedMeeting}, 'Une erreur')`,
		...BY_THE_FACILITATOR
	},
	restore_meeting: {
		call: (w) => sql`select public.restore_meeting(${w.meeting})`,
		...BY_THE_FACILITATOR
	},
	revoke_calendar_feed: {
		call: () => sql`select public.revoke_calendar_feed()`,
		...BY_THE_SIGNED_IN
	},
	undismiss_carried: {
		call: (w) => sql`select public.undismiss_carried(${w.carried})`,
		...BY_THE_FACILITATOR
	},
	set_decision: {
		call: (w) => sql`select * from public.set_decision(${w.decisions.shared}, auth.uid(), null)`,
		...byMembers(CONFLICT, NOT_FOUND)
	},
	set_meeting: {
		call: (w) => sql`select public.set_meeting(${w.meeting}, '{"place":"Salle 2"}')`,
		...BY_THE_FACILITATOR
	},
	set_meeting_series: {
		call: (w) => sql`select public.set_meeting_series(${w.series}, private.today() + 1, ${SETTINGS},
			array[private.today() + 12])`,
		...BY_THE_FACILITATOR
	},
	start_meeting: {
		call: (w) => sql`select public.start_meeting(${w.meeting})`,
		...BY_THE_FACILITATOR
	},
	take_facilitation: {
		call: (w) => sql`select public.take_facilitation(${w.meeting})`,
		...BY_THE_LEADER
	}
};
