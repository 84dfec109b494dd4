import type { CheckKind, ClosingReason, EmployerKind, OutcomeKind } from '$lib/domain/course';
import { EMPLOYMENT } from './cases-employment';
import { EXIT } from './cases-exit';
import type { DemoCase } from './demo-case';
import { caseIdOf, demoId, type Plan, type Row, type Rows } from './plan';

/** Jobs and trainings of the people who found one; in `LATE`, nobody asked about them since. */
const PLACEMENTS: Record<string, [OutcomeKind, EmployerKind]> = {
	'VT-019': ['cddi', 'insertion'],
	'VT-021': ['civic_service', 'public'],
	'VT-035': ['certified_training', 'public'],
	'VT-006': ['temp_work', 'company'],
	'VT-041': ['permanent', 'company'],
	'VT-042': ['apprenticeship', 'company'],
	'VT-058': ['fixed_term', 'public']
};
const LATE = ['VT-006'];

const CLOSINGS: Record<string, [ClosingReason, [OutcomeKind, EmployerKind] | null]> = {
	'VT-001': ['lasting_job', ['permanent', 'company']],
	'VT-002': ['lasting_job', ['permanent', 'company']],
	'VT-003': ['other', null],
	'VT-004': ['lasting_job', ['apprenticeship', 'company']],
	'VT-005': ['lasting_job', ['certified_training', 'association']],
	'VT-007': ['moved_away', null],
	'VT-008': ['lasting_job', ['fixed_term', 'public']],
	'VT-013': ['mainstream_services', null],
	'VT-014': ['lasting_job', ['business_creation', 'self']],
	'VT-016': ['no_longer_wishes', null],
	'VT-017': ['lasting_job', ['civic_service', 'association']]
};

/** Days after the start of a placement at which it is asked about. */
const CHECKS: [CheckKind, number][] = [
	['entry', 0],
	['month1', 30],
	['month3', 91],
	['month6', 182]
];

/** What came of the follow-ups, and how they ended; of VT-010 the reason is still to be told. */
export function rowsOfCourse(plan: Plan): Rows[] {
	const placed = EMPLOYMENT.flatMap((demo) => {
		const placement = PLACEMENTS[demo.reference];
		return placement ? [{ demo, placement, days: demo.stageSince }] : [];
	});
	const left = EXIT.flatMap((demo) => {
		const closing = CLOSINGS[demo.reference];
		return closing ? [{ demo, reason: closing[0], placement: closing[1] }] : [];
	});
	const outcomes = [
		...placed,
		...left.flatMap(({ demo, placement }) =>
			placement ? [{ demo, placement, days: demo.stageSince + 20 }] : []
		)
	];
	return [
		{
			table: 'outcomes',
			rows: [
				...outcomes.map(({ demo, placement: [kind, employer], days }) => ({
					...subjectOf(demo, plan),
					id: outcomeIdOf(demo),
					kind,
					employer_kind: employer,
					starts_on: plan.calendar.day(-days),
					created_by: plan.profileIds[demo.referent],
					created_at: plan.calendar.at(-days)
				})),
				{
					...subjectOf({ reference: 'VT-018' }, plan),
					id: outcomeIdOf({ reference: 'VT-018' }),
					kind: 'remobilisation',
					employer_kind: 'association',
					starts_on: plan.calendar.day(-20),
					created_by: plan.profileIds.amina,
					created_at: plan.calendar.at(-20)
				}
			]
		},
		{
			table: 'placement_checks',
			rows: placed.flatMap(({ demo, days }) => checksOf(demo, days, plan))
		},
		{
			table: 'case_schemes',
			rows: [
				{
					...subjectOf({ reference: 'VT-018' }, plan),
					id: demoId('scheme VT-018'),
					scheme: 'plie',
					since: plan.calendar.day(-60),
					created_by: plan.profileIds.amina
				}
			]
		},
		{
			table: 'case_closings',
			rows: left.map(({ demo, reason, placement }) => ({
				...subjectOf(demo, plan),
				id: demoId(`closing ${demo.reference}`),
				reason,
				outcome_id: placement ? outcomeIdOf(demo) : null,
				closed_on: plan.calendar.day(-demo.stageSince),
				keep_until: plan.calendar.day(730 - demo.stageSince),
				closed_by: plan.profileIds[demo.referent],
				closed_at: plan.calendar.at(-demo.stageSince)
			}))
		}
	];
}

function checksOf(demo: DemoCase, days: number, plan: Plan): Row[] {
	return CHECKS.map(([kind, after]) => {
		const asked = days >= after && !(LATE.includes(demo.reference) && kind !== 'entry');
		return {
			...subjectOf(demo, plan),
			id: demoId(`check ${demo.reference} ${kind}`),
			outcome_id: outcomeIdOf(demo),
			kind,
			due_on: plan.calendar.day(after - days),
			answer: asked ? 'yes' : null,
			answered_at: asked ? plan.calendar.at(after - days) : null,
			answered_by: asked ? plan.profileIds[demo.referent] : null
		};
	});
}

function outcomeIdOf({ reference }: Pick<DemoCase, 'reference'>): string {
	return demoId(`outcome ${reference}`);
}

function subjectOf(demo: Pick<DemoCase, 'reference'>, { groupId }: Plan): Row {
	return { case_id: caseIdOf(demo), group_id: groupId };
}
