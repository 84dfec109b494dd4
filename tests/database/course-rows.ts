/** The course of the cases of the world. */
import type pg from 'pg';
import type { TableRule } from './seen';
import type { World } from './world';

/** Writes an outcome with its check, a scheme, a decision and a closing that was taken back, in each case; they have its id. */
export async function fillCourse(owner: pg.Client, world: World): Promise<void> {
	const { people, group, otherGroup, shared, unshared, elsewhere } = world;
	for (const [caseId, groupId, by] of [
		[shared.id, group.id, people.circle],
		[unshared.id, group.id, people.circle],
		[elsewhere.id, otherGroup.id, people.neighbour]
	]) {
		const subject = [caseId, groupId, by];
		await owner.query(
			`insert into public.outcomes (id, case_id, group_id, kind, starts_on, created_by)
			 values ($1, $1, $2, 'immersion', private.today() - 10, $3)`,
			subject
		);
		await owner.query(
			`insert into public.placement_checks (id, case_id, group_id, outcome_id, kind, due_on)
			 values ($1, $1, $2, $1, 'month1', private.today() + 20)`,
			[caseId, groupId]
		);
		await owner.query(
			`insert into public.case_schemes (id, case_id, group_id, scheme, since, created_by)
			 values ($1, $1, $2, 'plie', private.today() - 30, $3)`,
			subject
		);
		await owner.query(
			`insert into public.entry_decisions (id, case_id, group_id, rule, decision, words, decided_by)
			 values ($1, $1, $2, 'age', 'kept', 'Accord du comité', $3)`,
			subject
		);
		await owner.query(
			`insert into public.case_closings (id, case_id, group_id, reason, closed_on, keep_until, closed_by, closed_at,
				reopened_at, reopened_by, reopen_reason, reopened_stage)
			 values ($1, $1, $2, 'no_news', private.today() - 9, private.today() + 700, $3, now() - interval '9 days',
				now() - interval '8 days', $3, 'De retour', 'diagnosis')`,
			subject
		);
	}
}

const OF_CIRCLE: TableRule = {
	key: 'case_id',
	rows: (w) => [w.shared.id, w.unshared.id, w.elsewhere.id],
	seen: (w) => ({
		circle: [w.shared.id, w.unshared.id],
		partner: [w.shared.id],
		neighbour: [w.elsewhere.id]
	})
};

/** Words of the deployment: for whoever works in a group, or observes one. */
function words(key: string, rows: string[]): TableRule {
	const actors = [
		'circle',
		'partner',
		'colleague',
		'unnamed',
		'facilitator',
		'neighbour',
		'observer'
	];
	return {
		key,
		rows: () => rows,
		seen: () => Object.fromEntries(actors.map((actor) => [actor, rows]))
	};
}

/** Who reads the course of a case. */
export const COURSE_SEEN: Record<string, TableRule> = {
	case_closings: OF_CIRCLE,
	case_schemes: OF_CIRCLE,
	cohort_rules: words('cohort', ['seniors', 'women', 'youth']),
	entry_decisions: OF_CIRCLE,
	outcomes: OF_CIRCLE,
	placement_checks: OF_CIRCLE,
	schemes: words('code', [
		'youth_contract',
		'second_chance',
		'epide',
		'plie',
		'global_support',
		'insertion'
	])
};
