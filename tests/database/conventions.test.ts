import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

/** Tables and views of ours. */
const OURS = `c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)`;
const OUR_FUNCTIONS = `p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)`;

test('[C1] every table, view and function says what it is', async () => {
	expect(
		await list(`
			select c.oid::regclass::text as item from pg_class as c
			where ${OURS} and c.relkind in ('r', 'v') and obj_description(c.oid, 'pg_class') is null
			union all
			select p.oid::regprocedure::text from pg_proc as p
			where ${OUR_FUNCTIONS} and obj_description(p.oid, 'pg_proc') is null`)
	).toEqual([]);
});

test('[C2] every table has row-level security', async () => {
	expect(
		await list(`select c.oid::regclass::text as item from pg_class as c
			where ${OURS} and c.relkind = 'r' and not c.relrowsecurity`)
	).toEqual([]);
});

test('[C3] a policy is a sentence, for one command, to the signed-in', async () => {
	expect(
		await list(`select p.polname as item from pg_policy as p
			where p.polcmd = '*' or not p.polpermissive or p.polname !~ '^[a-z''-]+( [a-z''-]+)+$'
			or p.polroles <> array['authenticated'::regrole::oid]`)
	).toEqual([]);
});

test('[C4] a policy asks who is asking once per statement, not once per row', async () => {
	const expressions = await list(`
		select pg_get_expr(p.polqual, p.polrelid) as item from pg_policy as p where p.polqual is not null
		union all
		select pg_get_expr(p.polwithcheck, p.polrelid) from pg_policy as p where p.polwithcheck is not null`);
	expect(expressions.length).toBeGreaterThan(20);
	for (const expression of expressions) {
		const calls = expression.match(/(?:auth|private)\.\w+\([^)]*\)/g) ?? [];
		const inSelect =
			expression.match(/SELECT (?:\(?cardinality\()?(?:auth|private)\.\w+\(\)/g) ?? [];
		expect({ expression, calls: calls.length }).toEqual({ expression, calls: inSelect.length });
	}
});

test('[C5] every foreign key has an index', async () => {
	expect(
		await list(`
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
			)`)
	).toEqual([]);
});

test('[C6] what points inside a group carries the group, so that nothing points across', async () => {
	expect(
		await list(`
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
				)`)
	).toEqual([]);
});

test('[C7] a function of the definer pins its search path', async () => {
	expect(
		await list(`select p.oid::regprocedure::text as item from pg_proc as p
			where ${OUR_FUNCTIONS} and p.prosecdef and not coalesce(p.proconfig, '{}') @> array['search_path=""']`)
	).toEqual([]);
});

test('[C8] the public, anonymous visitors and the service key hold no grant', async () => {
	expect(
		await list(`
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
			where coalesce(r.rolname, 'public') in ('public', 'anon', 'service_role')`)
	).toEqual([]);
});

test('[C9] the signed-in read tables and write none; of profiles, they read chosen columns', async () => {
	expect(
		await list(`select c.oid::regclass || ' ' || a.privilege_type as item from pg_class as c, aclexplode(c.relacl) as a
			where ${OURS} and a.grantee = 'authenticated'::regrole and a.privilege_type <> 'SELECT'`)
	).toEqual([]);
	expect(
		await list(`select distinct t.attrelid::regclass::text as item from pg_attribute as t
			join pg_class as c on c.oid = t.attrelid
			where ${OURS} and t.attacl::text like '%authenticated=%'`)
	).toEqual(['profiles']);
});

test('[C10] the signed-in read no view and call no helper but these', async () => {
	expect(
		await list(`select c.oid::regclass::text as item from pg_class as c, aclexplode(c.relacl) as a
			where c.relnamespace = 'private'::regnamespace and a.grantee = 'authenticated'::regrole`)
	).toEqual(['private.shared_in_my_groups']);
	expect(
		await list(`select p.proname as item from pg_proc as p, aclexplode(p.proacl) as a
			where p.pronamespace = 'private'::regnamespace and a.grantee = 'authenticated'::regrole order by p.proname`)
	).toEqual([
		'am_administrator',
		'day_in_france',
		'document_access',
		'iso',
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
	]);
});

test('[C11] the system writes the store, the projections and nothing else', async () => {
	expect(
		await list(`
			select c.oid::regclass || ' ' || string_agg(lower(a.privilege_type), ' ' order by a.privilege_type) as item
			from pg_class as c, aclexplode(c.relacl) as a
			where ${OURS} and a.grantee = 'maillage_system'::regrole and a.privilege_type <> 'SELECT'
			group by c.oid
			union all
			select t.attrelid::regclass || '.' || t.attname || ' update' from pg_attribute as t
			where t.attacl::text like '%maillage_system=w%'
			order by item`)
	).toEqual([
		'agenda_items delete insert update',
		'cases.last_contact_on update',
		'cases.stage update',
		'cases.stage_since update',
		'document_snapshots insert update',
		'document_texts insert update',
		'document_updates delete insert',
		'documents insert update',
		'mentions delete insert update',
		'stage_changes insert'
	]);
});

test('[C12] nobody but the owner owns anything, and the login roles have no right of their own', async () => {
	expect(
		await list(`
			select distinct c.relowner::regrole::text as item from pg_class as c where ${OURS}
			union select distinct p.proowner::regrole::text from pg_proc as p where ${OUR_FUNCTIONS}`)
	).toEqual(['postgres']);
	expect(
		await list(`
			select r.rolname as item from pg_roles as r
			where r.rolname in ('app_server', 'app_worker', 'authenticated', 'anon')
				and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolinherit)`)
	).toEqual([]);
	expect(
		await list(`
			select m.member::regrole || ' may become ' || m.roleid::regrole as item from pg_auth_members as m
			where m.member in ('app_server'::regrole, 'app_worker'::regrole, 'authenticated'::regrole, 'maillage_system'::regrole)
			order by item`)
	).toEqual([
		'app_server may become anon',
		'app_server may become authenticated',
		'app_worker may become maillage_system'
	]);
});

async function list(query: string): Promise<string[]> {
	const { rows } = await database.owner.query<{ item: string }>(query);
	return rows.map((row) => row.item);
}
