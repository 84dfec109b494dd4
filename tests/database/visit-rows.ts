/** Who saw the cases of the world, and what was done since. */
import type pg from 'pg';
import type { TableRule } from './seen';
import type { World } from './world';

/** Somebody of the circle saw the shared case a day ago and a partner wrote in it since; a neighbour saw theirs. */
export async function visitCases(owner: pg.Client, world: World): Promise<void> {
	const { people, group, otherGroup, shared, elsewhere } = world;
	await owner.query(
		`insert into public.case_visits (profile_id, case_id, group_id, seen_at)
		 values ($1, $2, $3, now() - interval '1 day'), ($4, $5, $6, now() - interval '1 day')`,
		[people.circle, shared.id, group.id, people.neighbour, elsewhere.id, otherGroup.id]
	);
	await owner.query(
		`insert into public.change_events (profile_id, table_name, row_id, group_id, case_id, operation, fields)
		 values ($1, 'documents', 'case:' || $2, $3, $2::uuid, 'update', '{text}')`,
		[people.partner, shared.id, group.id]
	);
}

export const VISIT_SEEN: Record<string, TableRule> = {
	case_visits: {
		key: `profile_id || ' ' || case_id`,
		rows: (w) => [`${w.people.circle} ${w.shared.id}`, `${w.people.neighbour} ${w.elsewhere.id}`],
		seen: (w) => ({
			circle: [`${w.people.circle} ${w.shared.id}`],
			neighbour: [`${w.people.neighbour} ${w.elsewhere.id}`]
		})
	}
};
