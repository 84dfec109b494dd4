/** What is kept of how the notes of the world were written. */
import type pg from 'pg';
import type { TableRule } from './seen';
import type { World } from './world';

/** Each case has a session of work, a version, and an erasure, by whoever is in its circle. */
export async function keepVersions(owner: pg.Client, world: World): Promise<void> {
	const { people, shared, unshared, elsewhere } = world;
	const cases = [
		[shared.id, people.circle],
		[unshared.id, people.circle],
		[elsewhere.id, people.neighbour]
	];
	for (const subject of cases) {
		await owner.query(
			`with d as (select id from public.documents where name = 'case:' || $1),
			 c as (insert into public.document_clients (document_id, client_id, profile_id) select id, 1, $2::uuid from d),
			 w as (insert into public.document_work (document_id, author_ids) select id, array[$2::uuid] from d),
			 v as (insert into public.document_versions (document_id, state, started_at, ended_at, author_ids)
				select id, '\\x00', now(), now(), array[$2::uuid] from d)
			 insert into public.erasures (document_id, erased_by) select id, $2::uuid from d`,
			subject
		);
	}
}

/** Of the server alone: a person is shown what the note shows them. */
const NOBODY: TableRule = {
	key: '1',
	rows: (w) => [w.shared.id, w.unshared.id, w.elsewhere.id],
	seen: () => ({})
};

export const VERSION_SEEN: Record<string, TableRule> = {
	document_clients: NOBODY,
	document_work: NOBODY,
	document_versions: NOBODY,
	erasures: NOBODY
};
