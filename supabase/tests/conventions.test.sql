-- What the catalog must say of every table, policy and function. `supabase test db` runs it.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = extensions, public;
select plan(6);

select is_empty(
  $$ select c.oid::regclass from pg_class as c
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r' and not c.relrowsecurity $$,
  '[C2] every table has row-level security'
);

select is_empty(
  $$ select c.oid::regclass::text from pg_class as c
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'v')
       and obj_description(c.oid, 'pg_class') is null
     union all
     select p.oid::regprocedure::text from pg_proc as p
     where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and obj_description(p.oid, 'pg_proc') is null $$,
  '[C1] every table, view and function says what it is'
);

select is_empty(
  $$ select p.polname from pg_policy as p
     join pg_class as c on c.oid = p.polrelid
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
       and (p.polcmd = '*' or p.polroles <> array['authenticated'::regrole::oid]) $$,
  '[C3] a policy is for one command, to the signed-in'
);

select is_empty(
  $$ select p.oid::regprocedure from pg_proc as p
     where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosecdef
       and not coalesce(p.proconfig, '{}') @> array['search_path=""'] $$,
  '[C7] a function of the definer pins its search path'
);

select is_empty(
  $$ select c.oid::regclass, a.privilege_type from pg_class as c, aclexplode(c.relacl) as a
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
       and a.grantee in (0, 'anon'::regrole, 'service_role'::regrole) $$,
  '[C8] the public, anonymous visitors and the service key read no table'
);

select is_empty(
  $$ select p.oid::regprocedure from pg_proc as p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
     where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
       and a.grantee in (0, 'anon'::regrole, 'service_role'::regrole) $$,
  '[C8] the public, anonymous visitors and the service key call no function'
);

select finish();
rollback;
