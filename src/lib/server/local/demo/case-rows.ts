import { STAGES } from '$lib/domain/stage';
import type { DemoCase } from './demo-case';
import {
	caseIdOf,
	demoId,
	employerOf,
	organizationIdOf,
	type Plan,
	type Row,
	type Rows
} from './plan';
import { MEMBERS, ORGANIZATIONS, type MemberKey } from './team';

/** Fictional last names by initial; telephone numbers are in the range kept for fiction. */
const LAST_NAMES: Record<string, string> = {
	A: 'Abadie',
	B: 'Bonnaire',
	C: 'Castel',
	D: 'Diarra',
	E: 'Essaïdi',
	F: 'Fofana',
	G: 'Garnier',
	H: 'Haddad',
	J: 'Jolivet',
	K: 'Keita',
	L: 'Lemoine',
	M: 'Marchetti',
	N: 'Ndiaye',
	O: 'Ouattara',
	P: 'Pereira',
	R: 'Rivière',
	S: 'Sylla',
	T: 'Tessier',
	V: 'Vidal',
	W: 'Wagner',
	Z: 'Zerrouki'
};

/** The rows of a case and of all that hangs on it, in the order in which they can be written. */
export function rowsOfCase(demo: DemoCase, plan: Plan): Rows[] {
	const { calendar, groupId, profileIds } = plan;
	const caseId = caseIdOf(demo);
	const personId = demoId(`person ${demo.reference}`);
	const referentId = profileIds[demo.referent];
	const of = { case_id: caseId, group_id: groupId };
	const number = demo.reference.slice(-2);

	return [
		{
			table: 'people',
			rows: [
				{
					id: personId,
					group_id: groupId,
					first_name: demo.firstName,
					last_initial: demo.initial,
					birth_year: calendar.year - demo.age,
					created_at: calendar.at(-demo.opened)
				}
			]
		},
		{
			table: 'cases',
			rows: [
				{
					id: caseId,
					group_id: groupId,
					person_id: personId,
					organization_id: organizationIdOf(employerOf(demo.referent)),
					reference: demo.reference,
					cohort: demo.cohort,
					stage: demo.stage,
					stage_since: calendar.at(-demo.stageSince),
					referent_id: referentId,
					last_contact_on: demo.lastContact === null ? null : calendar.day(-demo.lastContact),
					created_by: referentId,
					created_at: calendar.at(-demo.opened)
				}
			]
		},
		{
			table: 'person_identities',
			rows: [
				{
					...of,
					person_id: personId,
					last_name: LAST_NAMES[demo.initial] ?? null,
					phone: `06 39 98 10 ${number}`,
					email: null,
					updated_at: calendar.at(-demo.opened)
				}
			]
		},
		...agreementRows(demo, plan),
		{
			table: 'circle_members',
			rows: circleOf(demo).map((member) => circleRow(demo, plan, member))
		},
		{ table: 'stage_changes', rows: stageRows(demo, plan) },
		{
			table: 'blockers',
			rows: demo.blockers.map((blocker) => ({
				...of,
				id: blockerIdOf(demo, blocker.type),
				type_code: blocker.type,
				status: blocker.status ?? 'open',
				detail: blocker.detail,
				carrier_id: blocker.carrier ? profileIds[blocker.carrier] : null,
				lifted_by: blocker.liftedBy ?? null,
				status_changed_at: calendar.at(-Math.ceil(blocker.days / (blocker.liftedBy ? 2 : 1))),
				created_by: referentId,
				created_at: calendar.at(-blocker.days)
			}))
		},
		{
			table: 'actions',
			rows: demo.actions.map((action) => ({
				...of,
				id: demoId(`action ${demo.reference} ${action.label}`),
				blocker_id: action.blocker ? blockerIdOf(demo, action.blocker) : null,
				label: action.label,
				status: action.done === undefined ? 'todo' : 'done',
				owner_id: action.owner === 'person' ? null : profileIds[action.owner ?? demo.referent],
				due_on: action.due === undefined ? null : calendar.day(action.due),
				reserved: action.reserved ?? false,
				done_at: action.done === undefined ? null : calendar.at(-action.done),
				created_by: referentId,
				created_at: calendar.at(-Math.max(demo.lastContact ?? 1, (action.done ?? 0) + 1))
			}))
		}
	];
}

/** The people who may read the notes of a case, the référent first. */
function circleOf({ referent, circle }: DemoCase): MemberKey[] {
	return [referent, ...circle];
}

function blockerIdOf({ reference }: DemoCase, type: string): string {
	return demoId(`blocker ${reference} ${type}`);
}

function agreementRows(demo: DemoCase, { calendar, groupId, profileIds }: Plan): Rows[] {
	if (!demo.agreement) return [];
	const agreementId = demoId(`agreement ${demo.reference}`);
	const organizations = new Set(circleOf(demo).map(employerOf));
	return [
		{
			table: 'agreements',
			rows: [
				{
					id: agreementId,
					case_id: caseIdOf(demo),
					group_id: groupId,
					form: demo.agreement.form,
					given_on: calendar.day(-demo.agreement.given),
					expires_on: calendar.day(demo.agreement.expiresIn),
					recorded_by: profileIds[demo.referent],
					created_at: calendar.at(-demo.agreement.given)
				}
			]
		},
		{
			table: 'agreement_organizations',
			rows: [...organizations].map((key) => ({
				agreement_id: agreementId,
				group_id: groupId,
				organization_id: organizationIdOf(key)
			}))
		}
	];
}

function circleRow(demo: DemoCase, plan: Plan, member: MemberKey): Row {
	const isReferent = member === demo.referent;
	const since = isReferent ? demo.opened : (demo.agreement?.given ?? demo.opened);
	return {
		id: demoId(`circle ${demo.reference} ${member}`),
		case_id: caseIdOf(demo),
		group_id: plan.groupId,
		profile_id: plan.profileIds[member],
		reason: isReferent
			? 'A ouvert la situation'
			: `Accord de partage, ${ORGANIZATIONS[MEMBERS[member].organization].name}`,
		added_by: plan.profileIds[demo.referent],
		starts_at: plan.calendar.at(-since)
	};
}

/** The course of a case, evenly spread between its opening and its present stage. */
function stageRows(demo: DemoCase, { calendar, groupId, profileIds }: Plan): Row[] {
	const reached = STAGES.indexOf(demo.stage);
	const step = reached === 0 ? 0 : (demo.opened - demo.stageSince) / reached;
	return STAGES.slice(0, reached).map((from, index) => ({
		case_id: caseIdOf(demo),
		group_id: groupId,
		from_stage: from,
		to_stage: STAGES[index + 1] ?? demo.stage,
		changed_by: profileIds[(index + 1 === reached && demo.movedBy) || demo.referent],
		changed_at: calendar.at(-Math.round(demo.opened - step * (index + 1)))
	}));
}
