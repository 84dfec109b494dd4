import { LEVERS } from '../../src/lib/domain/lever';
import { COURSE_SEEN } from './course-rows';
import { REQUEST_SEEN } from './request-rows';
import { VERSION_SEEN } from './version-rows';
import { VISIT_SEEN } from './visit-rows';
import type { Actor, World } from './world';

/** Which rows of a table exist in the world, and who reads which. Who is not there reads none; nobody there: no grant at all. */
export interface TableRule {
	/** SQL expression that tells rows apart; `id` by default. */
	key?: string;
	rows: (world: World) => string[];
	seen: (world: World) => Partial<Record<Actor, string[]>>;
}

const TYPES =
	'mobility childcare language housing health digital rights budget confidence qualification isolation discrimination'.split(
		' '
	);

const LEVER_CODES = Object.values(LEVERS).flat();

/** Rows of a case's details: for its circle only. */
const CASES_OF_CIRCLE = {
	key: 'case_id',
	rows: (w: World) => [w.shared.id, w.unshared.id, w.elsewhere.id],
	seen: (w: World) => ({
		circle: [w.shared.id, w.unshared.id],
		partner: [w.shared.id],
		neighbour: [w.elsewhere.id]
	})
};

/** Rows that nobody reads directly. */
function nobody(rows: (world: World) => string[]): TableRule {
	return { key: '1', rows, seen: () => ({}) };
}

const THREE = (w: World): string[] => [w.shared.id, w.unshared.id, w.elsewhere.id];

/** Everybody who works in the first group. */
function members<T>(value: T): Partial<Record<Actor, T>> {
	return { circle: value, partner: value, colleague: value, unnamed: value, facilitator: value };
}

export const SEEN: Record<string, TableRule> = {
	...COURSE_SEEN,
	...REQUEST_SEEN,
	...VERSION_SEEN,
	...VISIT_SEEN,
	access_changes: nobody(() => ['agreement', 'agreement elsewhere']),
	access_events: nobody(THREE),
	access_reviews: {
		key: 'reviewed_by',
		rows: (w) => [w.people.admin],
		seen: (w) => ({ admin: [w.people.admin] })
	},
	actions: CASES_OF_CIRCLE,
	administrators: {
		key: 'profile_id',
		rows: (w) => [w.people.admin],
		seen: (w) => ({ admin: [w.people.admin] })
	},
	agenda_items: {
		key: 'meeting_id',
		rows: (w) => [w.meeting, w.meetingElsewhere],
		seen: (w) => ({ ...members([w.meeting]), neighbour: [w.meetingElsewhere] })
	},
	agreement_organizations: {
		key: `agreement_id || ' ' || organization_id`,
		rows: (w) => ['alpha', 'beta', w.elsewhere.id],
		seen: (w) => {
			const named = [w.organizations.alpha, w.organizations.beta].map(
				(id) => `${w.agreement} ${id}`
			);
			const there = `${w.agreementElsewhere} ${w.organizations.alpha}`;
			return { circle: named, partner: named, neighbour: [there] };
		}
	},
	agreements: {
		key: 'case_id',
		rows: (w) => [w.shared.id, w.elsewhere.id],
		seen: (w) => ({
			circle: [w.shared.id],
			partner: [w.shared.id],
			neighbour: [w.elsewhere.id]
		})
	},
	backup_code_tries: nobody(() => ['wrong try of circle']),
	backup_codes: nobody(() => ['code of circle']),
	blocker_answers: nobody((w) => [w.blockerAnswer]),
	blocker_types: {
		key: 'code',
		rows: () => TYPES,
		seen: () => ({ ...members(TYPES), neighbour: TYPES, observer: TYPES })
	},
	blockers: CASES_OF_CIRCLE,
	calendar_feeds: nobody(() => ['calendar of circle']),
	carried_items: nobody((w) => [w.carried]),
	cases: {
		rows: THREE,
		seen: (w) => ({
			...members([w.shared.id]),
			circle: [w.shared.id, w.unshared.id],
			colleague: [w.shared.id, w.unshared.id],
			neighbour: [w.elsewhere.id]
		})
	},
	change_events: nobody((w) => w.changes),
	circle_members: {
		key: `case_id || ' ' || profile_id`,
		rows: (w) => circleRows(w),
		seen: (w) => {
			const rowsOf = (...ids: string[]): string[] =>
				circleRows(w).filter((row) => ids.some((id) => row.startsWith(id)));
			return {
				circle: rowsOf(w.shared.id, w.unshared.id),
				partner: rowsOf(w.shared.id),
				neighbour: rowsOf(w.elsewhere.id)
			};
		}
	},
	circle_requests: {
		rows: (w) => [w.request, w.refusedRequest],
		seen: (w) => ({
			circle: [w.request, w.refusedRequest],
			partner: [w.request, w.refusedRequest]
		})
	},
	decisions: {
		rows: (w) => Object.values(w.decisions),
		seen: (w) => ({ ...members([w.decisions.shared]), neighbour: [w.decisions.elsewhere] })
	},
	device_secrets: nobody((w) => [w.people.partner]),
	document_snapshots: nobody(THREE),
	document_texts: nobody(THREE),
	document_updates: nobody(THREE),
	documents: nobody(THREE),
	groups: {
		rows: (w) => [w.group.id, w.otherGroup.id],
		seen: (w) => ({
			...members([w.group.id]),
			observer: [w.group.id],
			neighbour: [w.otherGroup.id],
			admin: [w.group.id, w.otherGroup.id]
		})
	},
	handovers: {
		rows: (w) => [w.handover],
		seen: (w) => ({ circle: [w.handover], partner: [w.handover] })
	},
	imported_cases: nobody((w) => [w.unshared.id]),
	imports: nobody((w) => [w.import]),
	invitations: nobody((w) => [w.invitation]),
	levers: {
		key: 'code',
		rows: () => LEVER_CODES,
		seen: () => ({
			...members(LEVER_CODES),
			neighbour: LEVER_CODES,
			observer: LEVER_CODES,
			admin: LEVER_CODES
		})
	},
	mail_days: nobody(() => ['a day']),
	mail_sends: nobody((w) => [w.people.partner]),
	mail_settings: nobody((w) => [w.people.partner]),
	mandates: {
		key: `profile_id || ' ' || group_id`,
		rows: (w) => mandateRows(w),
		seen: (w) => {
			const all = mandateRows(w);
			const of = (id: string): string[] => all.filter((row) => row.includes(id));
			return {
				...members(of(w.group.id)),
				neighbour: of(w.people.neighbour),
				ended: of(w.people.ended),
				future: of(w.people.future),
				observer: of(w.people.observer),
				admin: all
			};
		}
	},
	meeting_addenda: nobody((w) => [w.addendum]),
	meeting_attendance: {
		key: 'profile_id',
		rows: (w) => [w.people.circle, w.people.neighbour],
		seen: (w) => ({ ...members([w.people.circle]), neighbour: [w.people.neighbour] })
	},
	meeting_closings: nobody((w) => [w.closedMeeting]),
	meeting_runs: {
		key: 'meeting_id',
		rows: (w) => [w.closedMeeting, w.meetingElsewhere],
		seen: (w) => ({ ...members([w.closedMeeting]), neighbour: [w.meetingElsewhere] })
	},
	meeting_series: {
		rows: (w) => [w.series, w.seriesElsewhere],
		seen: (w) => ({ ...members([w.series]), neighbour: [w.seriesElsewhere] })
	},
	meetings: {
		rows: (w) => [w.meeting, w.closedMeeting, w.meetingElsewhere],
		seen: (w) => ({
			...members([w.meeting, w.closedMeeting]),
			neighbour: [w.meetingElsewhere]
		})
	},
	mentions: {
		rows: (w) => [w.mention, w.mentionOutside, w.mentionInMeeting],
		seen: (w) => ({
			circle: [w.mention, w.mentionOutside],
			partner: [w.mention],
			facilitator: [w.mentionInMeeting],
			unnamed: [w.mentionInMeeting]
		})
	},
	notices: nobody((w) => {
		const { circle, partner, colleague, facilitator, unnamed, neighbour } = w.people;
		const ours = [circle, circle, circle, partner, partner, partner];
		return [...ours, colleague, facilitator, unnamed, neighbour];
	}),
	organizations: {
		rows: (w) => Object.values(w.organizations),
		seen: (w) => {
			const { alpha, beta, gamma, clinic } = w.organizations;
			return {
				...members([alpha, beta, gamma]),
				unnamed: [alpha, beta, gamma, clinic],
				neighbour: [alpha, beta, gamma],
				observer: [alpha, beta, gamma],
				ended: [alpha],
				future: [alpha],
				admin: [alpha, beta, gamma, clinic]
			};
		}
	},
	people: {
		rows: (w) => [w.shared.personId, w.unshared.personId, w.elsewhere.personId],
		seen: (w) => ({
			...members([w.shared.personId]),
			circle: [w.shared.personId, w.unshared.personId],
			colleague: [w.shared.personId, w.unshared.personId],
			neighbour: [w.elsewhere.personId]
		})
	},
	person_identities: nobody(THREE),
	profiles: {
		rows: (w) => Object.values(w.people),
		seen: (w) => {
			const { circle, partner, colleague, unnamed, facilitator, ...others } = w.people;
			return {
				...members([circle, partner, colleague, unnamed, facilitator]),
				neighbour: [others.neighbour],
				ended: [others.ended],
				future: [others.future],
				observer: [others.observer],
				admin: Object.values(w.people)
			};
		}
	},
	run_items: {
		key: 'meeting_id',
		rows: (w) => [w.closedMeeting, w.meetingElsewhere],
		seen: (w) => ({ ...members([w.closedMeeting]), neighbour: [w.meetingElsewhere] })
	},
	service_blockers: nobody(() => ['mobility of alpha']),
	services: nobody((w) => Object.values(w.services)),
	session_states: nobody(() => ['old session of circle']),
	skips: {
		key: 'case_id',
		rows: (w) => [w.shared.id],
		seen: (w) => members([w.shared.id])
	},
	stage_changes: CASES_OF_CIRCLE,
	territories: {
		rows: (w) => [w.group.territoryId, w.otherGroup.territoryId],
		seen: (w) => ({
			...members([w.group.territoryId]),
			observer: [w.group.territoryId],
			neighbour: [w.otherGroup.territoryId],
			admin: [w.group.territoryId, w.otherGroup.territoryId]
		})
	}
};

function circleRows(w: World): string[] {
	const { circle, partner, unnamed, neighbour, ended, future, observer, admin } = w.people;
	const invited = [circle, partner, unnamed, neighbour, ended, future, observer, admin];
	return [
		...[w.shared.id, w.unshared.id].flatMap((id) =>
			invited.map((profileId) => `${id} ${profileId}`)
		),
		...[neighbour, circle].map((profileId) => `${w.elsewhere.id} ${profileId}`)
	];
}

function mandateRows(w: World): string[] {
	const { neighbour, admin: _none, ...inGroup } = w.people;
	return [
		...Object.values(inGroup).map((profileId) => `${profileId} ${w.group.id}`),
		`${neighbour} ${w.otherGroup.id}`
	];
}
