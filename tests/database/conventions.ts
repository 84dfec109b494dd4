/** What the catalog must say of every table, view, function, policy and role, as lists to compare. */

export interface Convention {
	query: string;
	expected: string[];
}

/** Tables and views of ours. */
const OURS = `c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)`;
const OUR_FUNCTIONS = `p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)`;

export const CONVENTIONS: Record<string, Convention[]> = {
	'[C1] every table, view and function says what it is': [
		{
			query: `
			select c.oid::regclass::text as item from pg_class as c
			where ${OURS} and c.relkind in ('r', 'v') and obj_description(c.oid, 'pg_class') is null
			union all
			select p.oid::regprocedure::text from pg_proc as p
			where ${OUR_FUNCTIONS} and obj_description(p.oid, 'pg_proc') is null`,
			expected: []
		}
	],
	'[C2] every table has row-level security': [
		{
			query: `select c.oid::regclass::text as item from pg_class as c
			where ${OURS} and c.relkind = 'r' and not c.relrowsecurity`,
			expected: []
		}
	],
	'[C3] a policy is a sentence, for one command, to the signed-in': [
		{
			query: `select p.polname as item from pg_policy as p
			where p.polcmd = '*' or not p.polpermissive or p.polname !~ '^[a-z''-]+( [a-z''-]+)+$'
			or p.polroles <> array['authenticated'::regrole::oid]`,
			expected: []
		}
	],
	'[C5] every foreign key has an index': [
		{
			query: `
			select f.conrelid::regclass || ' ' || f.conname as item from pg_constraint as f
			where f.contype = 'f' and f.connamespace = 'public'::regnamespace and not exists (
				select from pg_index as i
				where i.indrelid = f.conrelid and (i.indisunique and i.indkey::smallint[] <@ f.conkey) or i.indrelid = f.conrelid and (
					select array_agg(k.attnum order by k.attnum) from unnest(f.conkey) as k (attnum)
				) = (
					select array_agg(k.attnum order by k.attnum)
					from unnest(i.indkey::smallint[]) with ordinality as k (attnum, place)
					where k.place <= cardinality(f.conkey)
				)
			)`,
			expected: []
		}
	],
	'[C6] what points inside a group carries the group, so that nothing points across': [
		{
			query: `
			select f.conrelid::regclass || ' ' || f.conname as item from pg_constraint as f
			where f.contype = 'f' and f.connamespace = 'public'::regnamespace
				and exists (
					select from pg_attribute as a where a.attrelid = f.conrelid and a.attname = 'group_id'
				)
				and exists (
					select from pg_attribute as a where a.attrelid = f.confrelid and a.attname = 'group_id'
				)
				and not exists (
					select from pg_attribute as a
					where a.attrelid = f.conrelid and a.attname = 'group_id' and a.attnum = any (f.conkey)
				)`,
			expected: []
		}
	],
	'[C7] a function of the definer pins its search path': [
		{
			query: `select p.oid::regprocedure::text as item from pg_proc as p
			where ${OUR_FUNCTIONS} and p.prosecdef and not coalesce(p.proconfig, '{}') @> array['search_path=""']`,
			expected: []
		}
	],
	'[C8] the public, anonymous visitors and the service key hold no grant': [
		{
			query: `
			select g.item || ' ' || coalesce(r.rolname, 'public') as item
			from (
				select c.oid::regclass::text as item, a.grantee from pg_class as c, aclexplode(c.relacl) as a where ${OURS}
				union all
				select p.oid::regprocedure::text, a.grantee
				from pg_proc as p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a where ${OUR_FUNCTIONS}
				union all
				select n.nspname, a.grantee from pg_namespace as n, aclexplode(n.nspacl) as a
				where n.nspname in ('public', 'private')
			) as g
			left join pg_roles as r on r.oid = g.grantee
			where coalesce(r.rolname, 'public') in ('public', 'anon', 'service_role')`,
			expected: []
		}
	],
	'[C9] the signed-in read tables and write none; of profiles, they read chosen columns': [
		{
			query: `select c.oid::regclass || ' ' || a.privilege_type as item from pg_class as c, aclexplode(c.relacl) as a
			where ${OURS} and a.grantee = 'authenticated'::regrole and a.privilege_type <> 'SELECT'`,
			expected: []
		},
		{
			query: `select t.attrelid::regclass || '.' || t.attname as item from pg_attribute as t
			join pg_class as c on c.oid = t.attrelid
			where ${OURS} and t.attacl::text like '%authenticated=%' order by item`,
			expected: [
				'profiles.color',
				'profiles.created_at',
				'profiles.first_name',
				'profiles.id',
				'profiles.job_title',
				'profiles.last_name'
			]
		}
	],
	'[C10] the signed-in read no view and call no helper but these': [
		{
			query: `select c.oid::regclass::text as item from pg_class as c, aclexplode(c.relacl) as a
			where c.relnamespace = 'private'::regnamespace and a.grantee = 'authenticated'::regrole`,
			expected: ['private.shared_in_my_groups']
		},
		{
			query: `select p.proname as item from pg_proc as p, aclexplode(p.proacl) as a
			where p.pronamespace = 'private'::regnamespace and a.grantee = 'authenticated'::regrole order by p.proname`,
			expected: [
				'am_administrator',
				'day_in_france',
				'document_access',
				'is_closed',
				'is_my_session_alive',
				'iso',
				'may_erase',
				'may_open_case',
				'me',
				'meeting_address',
				'my_circle_cases',
				'my_colleagues',
				'my_facilitated_groups',
				'my_groups',
				'my_groups_of_any_role',
				'my_known_organizations',
				'my_mentions',
				'my_organization',
				'my_shared_cases',
				'open_document',
				'parse_document_name',
				'second_factor_proved',
				'today'
			]
		}
	],
	'[C11] the system writes the store, the projections and nothing else': [
		{
			query: `
			select c.oid::regclass || ' ' || string_agg(lower(a.privilege_type), ' ' order by a.privilege_type) as item
			from pg_class as c, aclexplode(c.relacl) as a
			where ${OURS} and a.grantee = 'maillage_system'::regrole and a.privilege_type <> 'SELECT'
			group by c.oid
			union all
			select t.attrelid::regclass || '.' || t.attname || ' update' from pg_attribute as t
			where t.attacl::text like '%maillage_system=w%'
			order by item`,
			expected: [
				'agenda_items delete insert update',
				'cases.last_contact_on update',
				'cases.stage update',
				'cases.stage_since update',
				'device_secrets insert',
				'document_clients insert',
				'document_snapshots insert maintain update',
				'document_texts insert maintain update',
				'document_updates delete insert maintain',
				'document_versions delete insert maintain update',
				'document_work delete insert update',
				'documents insert update',
				'erasures insert update',
				'mentions delete insert maintain update',
				'requests maintain',
				'stage_changes insert'
			]
		}
	],
	'[C12] nobody but the owner owns anything, and the login roles have no right of their own': [
		{
			query: `
			select distinct c.relowner::regrole::text as item from pg_class as c where ${OURS}
			union select distinct p.proowner::regrole::text from pg_proc as p where ${OUR_FUNCTIONS}`,
			expected: ['postgres']
		},
		{
			query: `
			select r.rolname as item from pg_roles as r
			where r.rolname in ('app_server', 'app_worker', 'authenticated', 'anon')
				and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolinherit)`,
			expected: []
		},
		{
			query: `
			select m.member::regrole || ' may become ' || m.roleid::regrole as item from pg_auth_members as m
			where m.member in ('app_server'::regrole, 'app_worker'::regrole, 'authenticated'::regrole, 'maillage_system'::regrole)
			order by item`,
			expected: [
				'app_server may become anon',
				'app_server may become authenticated',
				'app_worker may become maillage_system'
			]
		}
	]
};
