/** Hundreds of thousands of cases, made by the database itself. */
import type pg from 'pg';
import { buildOrganization, buildProfile } from '../support/builders';

const ORGANIZATIONS = 20;
/** Letters of a reference: 60 groups need two. */
const PREFIX = `'Z' || chr(65 + n / 26) || chr(65 + n % 26)`;

/** Makes groups whose cases are all shared, each with an agreement that names one organisation; returns the ids of the groups. */
export async function fillGroups(
	owner: pg.Client,
	{ groups, casesPerGroup }: { groups: number; casesPerGroup: number }
): Promise<string[]> {
	const organizations: string[] = [];
	const profiles: string[] = [];
	for (let i = 0; i < ORGANIZATIONS; i++) {
		const organizationId = await buildOrganization(owner);
		organizations.push(organizationId);
		profiles.push(await buildProfile(owner, { organizationId }));
	}
	const { rows } = await owner.query<{ id: string }>(
		`with t as (
			insert into public.territories (slug, name, commune, official_code)
			select 'grand-' || n, 'Grand ' || n, 'Valmarin', 'ZZ' || n from generate_series(1, $1) as n
			returning id, substr(official_code, 3)::integer as n
		)
		insert into public.groups (territory_id, reference_prefix) select t.id, ${PREFIX} from t returning id`,
		[groups]
	);
	await owner.query(
		'create temporary table made (n integer, group_id uuid, person_id uuid, case_id uuid, profile_id uuid, organization_id uuid)'
	);
	await owner.query(
		`insert into made
		select n, g.id, gen_random_uuid(), gen_random_uuid(), ($2::uuid[])[1 + n % $4], ($3::uuid[])[1 + n % $4]
		from public.groups as g, generate_series(1, $1) as n where g.reference_prefix like 'Z__'`,
		[casesPerGroup, profiles, organizations, ORGANIZATIONS]
	);
	// Neither triggers nor foreign keys: a million rows are theirs to check otherwise.
	await owner.query(`
		set session_replication_role = replica;
		insert into public.people (id, group_id, first_name, last_initial, birth_year)
		select person_id, group_id, 'Personne', 'A', 1950 + n % 55 from made;
		insert into public.cases (id, group_id, person_id, organization_id, reference, cohort, referent_id, created_by)
		select case_id, group_id, person_id, organization_id, 'ZZ-' || lpad(n::text, 4, '0'), 'youth', profile_id, profile_id from made;
		insert into public.circle_members (case_id, group_id, profile_id) select case_id, group_id, profile_id from made;
		insert into public.agreements (case_id, group_id, form, given_on, expires_on, recorded_by)
		select case_id, group_id, 'oral', private.today() - n % 300, private.today() + 30 + n % 300, profile_id from made;
		insert into public.agreement_organizations (agreement_id, group_id, organization_id)
		select a.id, a.group_id, m.organization_id from public.agreements as a join made as m on m.case_id = a.case_id;
		drop table made;
		set session_replication_role = origin`);
	return rows.map(({ id }) => id);
}
