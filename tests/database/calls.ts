import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { ADMINISTRATION_CALLS } from './administration-calls';
import { BLOCKER_CALLS } from './blocker-calls';
import { CIRCLE_CALLS } from './circle-calls';
import { COURSE_CALLS } from './course-calls';
import { IMPORT_CALLS } from './import-calls';
import { FINDING_CALLS } from './finding-calls';
import { MAIL_CALLS } from './mail-calls';
import { MEETING_CALLS } from './meeting-calls';
import { SERVICE_CALLS } from './service-calls';
import { QUEUE_CALLS } from './queue-calls';
import { REQUEST_CALLS } from './request-calls';
import { VISIT_CALLS } from './visit-calls';
import {
	CONFLICT,
	DENIED,
	NOT_FOUND,
	NOT_ALLOWED,
	BY_THE_CIRCLE,
	byMembers,
	withAnswers,
	BY_PROFESSIONALS,
	BY_NOBODY_YET,
	BY_THE_SIGNED_IN,
	type CallRule
} from './call-rules';
import type { Actor, World } from './world';

export const CALLS: Record<string, CallRule> = {
	...ADMINISTRATION_CALLS,
	...BLOCKER_CALLS,
	...CIRCLE_CALLS,
	...FINDING_CALLS,
	...COURSE_CALLS,
	...IMPORT_CALLS,
	...SERVICE_CALLS,
	...MAIL_CALLS,
	...MEETING_CALLS,
	...QUEUE_CALLS,
	...REQUEST_CALLS,
	...VISIT_CALLS,
	accept_charter: { call: () => sql`select public.accept_charter()`, ...BY_PROFESSIONALS },
	add_action: {
		call: (w) =>
			sql`select public.add_action(${randomUUID()}, ${w.shared.id}, 'Appeler', null, null, false, null)`,
		...BY_THE_CIRCLE
	},
	add_blocker: {
		call: (w) =>
			sql`select public.add_blocker(${randomUUID()}, ${w.shared.id}, 'housing', '', null)`,
		...BY_THE_CIRCLE
	},
	add_circle_member: {
		call: (w) =>
			sql`select public.add_circle_member(${w.shared.id}, ${w.people.colleague}, '', null, null)`,
		...BY_THE_CIRCLE
	},
	count_backup_codes: { call: () => sql`select public.count_backup_codes()`, ...BY_THE_SIGNED_IN },
	count_similar_people: {
		call: (w) => sql`select public.count_similar_people(${w.group.id}, 'Samira', 1998)`,
		...byMembers(1, NOT_FOUND)
	},
	create_case: {
		call: (
			w
		) => sql`select public.create_case(${randomUUID()}, ${w.group.id}, 'Ana', 'B', 1999, 'youth', 'outreach',
			null, '{}', null, null, null, null)`,
		...byMembers(1, NOT_FOUND)
	},
	end_my_session: {
		call: (w) => sql`select public.end_my_session(${w.callers.circle.sessionId})`,
		answers: { circle: 1, anonymous: DENIED },
		otherwise: NOT_FOUND
	},
	find_case: {
		call: (w) =>
			sql`select c.case_id from public.find_case(${w.group.id}, ${w.unshared.reference}) as c`,
		answers: { circle: 1, colleague: 1, anonymous: DENIED },
		otherwise: 0
	},
	find_me: {
		call: () => sql`select m.id from public.find_me() as m`,
		answers: { stranger: 0, anonymous: DENIED },
		otherwise: 1
	},
	find_sign_in_step: { call: () => sql`select public.find_sign_in_step()`, ...BY_THE_SIGNED_IN },
	hand_back_action: {
		// Nobody gave it to whoever does it.
		call: (w) => sql`select public.hand_back_action(${w.action}, '')`,
		...withAnswers(BY_THE_CIRCLE, { circle: CONFLICT, partner: NOT_ALLOWED })
	},
	leave_circle: {
		call: (w) => sql`select public.leave_circle(${w.shared.id}, ${w.people.partner})`,
		...BY_THE_CIRCLE
	},
	list_meeting_dates: {
		call: (w) => sql`select d.starts_at from public.list_meeting_dates(${w.group.id}) as d`,
		...withAnswers(byMembers(2, 0), { observer: 2 })
	},
	list_members: {
		call: (w) => sql`select m.id from public.list_members(${w.group.id}) as m`,
		...byMembers(5, 0)
	},
	list_my_sessions: {
		call: () => sql`select s.id from public.list_my_sessions() as s`,
		...BY_THE_SIGNED_IN
	},
	lock_session: { call: () => sql`select public.lock_session()`, ...BY_THE_SIGNED_IN },
	record_agreement: {
		call: (
			w
		) => sql`select public.record_agreement(${randomUUID()}, ${w.shared.id}, 'oral', private.today(),
			${[w.organizations.alpha]}::uuid[])`,
		...BY_THE_CIRCLE
	},
	replace_backup_codes: {
		call: () => sql`select public.replace_backup_codes('{}')`,
		...BY_NOBODY_YET
	},
	set_action: {
		call: (w) => sql`select public.set_action(${w.action}, '{"status":"done"}')`,
		...BY_THE_CIRCLE
	},
	set_blocker: {
		call: (w) => sql`select public.set_blocker(${w.blocker}, '{"status":"stuck"}')`,
		...BY_THE_CIRCLE
	},
	set_identity: {
		call: (w) => sql`select public.set_identity(${w.shared.id}, '{"phone":"0102030405"}')`,
		...BY_THE_CIRCLE
	},
	set_my_profile: {
		call: () => sql`select public.set_my_profile('Ana', 'Belmont', '')`,
		...BY_PROFESSIONALS
	},
	set_referent: {
		call: (w) => sql`select public.set_referent(${w.shared.id}, ${w.people.circle})`,
		...withAnswers(BY_THE_CIRCLE, { partner: NOT_ALLOWED })
	},
	touch_session: { call: () => sql`select public.touch_session()`, ...BY_THE_SIGNED_IN },
	use_backup_code: { call: () => sql`select public.use_backup_code('\\x00')`, ...BY_NOBODY_YET },
	view_identity: {
		call: (w) => sql`select i.last_name from public.view_identity(${w.shared.id}) as i`,
		// Nobody of the world has a second factor.
		...withAnswers(BY_THE_CIRCLE, { circle: NOT_ALLOWED, partner: NOT_ALLOWED })
	},
	withdraw_agreement: {
		call: (w) => sql`select public.withdraw_agreement(${w.shared.id}, null)`,
		...BY_THE_CIRCLE
	}
};

/** Documents of the world by a name for the test, with who may do what; who is not there may nothing. */
export const DOCUMENTS: Record<
	string,
	{ name: (world: World) => string; access: Partial<Record<Actor, 'read' | 'write'>> }
> = {
	board: {
		name: (w) => `board:${w.group.id}`,
		access: writers('circle', 'partner', 'colleague', 'unnamed', 'facilitator')
	},
	'board-own of alpha': {
		name: (w) => `board-own:${w.group.id}:${w.organizations.alpha}`,
		access: writers('circle', 'colleague')
	},
	'shared case': { name: (w) => `case:${w.shared.id}`, access: writers('circle', 'partner') },
	'case not shared': { name: (w) => `case:${w.unshared.id}`, access: writers('circle') },
	'note of alpha': {
		name: (w) => `case-own:${w.shared.id}:${w.organizations.alpha}`,
		access: writers('circle')
	},
	'note of beta': {
		name: (w) => `case-own:${w.shared.id}:${w.organizations.beta}`,
		access: writers('partner')
	},
	meeting: {
		name: (w) => `meeting:${w.meeting}`,
		access: writers('circle', 'partner', 'colleague', 'unnamed', 'facilitator')
	},
	'closed meeting': {
		name: (w) => `meeting:${w.closedMeeting}`,
		access: {
			circle: 'read',
			partner: 'read',
			colleague: 'read',
			unnamed: 'read',
			facilitator: 'read'
		}
	},
	'inbox of circle': { name: (w) => `inbox:${w.people.circle}`, access: { circle: 'read' } },
	'inbox of a stranger': { name: (w) => `inbox:${w.callers.stranger.profileId}`, access: {} },
	'case of nothing': { name: () => `case:${randomUUID()}`, access: {} },
	'no name': { name: () => `case:%`, access: {} },
	'two organisations': {
		name: (w) => `case-own:${w.shared.id}:${w.organizations.alpha}:${w.organizations.alpha}`,
		access: {}
	},
	'a second line': { name: (w) => `board:${w.group.id}\nboard:${w.group.id}`, access: {} },
	'a board of an organisation': {
		name: (w) => `board:${w.group.id}:${w.organizations.alpha}`,
		access: {}
	}
};

function writers(...actors: Actor[]): Partial<Record<Actor, 'write'>> {
	return Object.fromEntries(actors.map((actor) => [actor, 'write']));
}
