-- Who reads what, one block per actor, on a shared case and one that is not. `supabase test db` runs it; every table and
-- function is tried as every actor by the tests of the application.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = extensions, public;
select plan(14);

create schema tests;

-- What a query gives somebody, as text; `denied` without the right to ask. Null: an anonymous visitor.
create function tests.seen_by(who uuid, query text) returns text
language plpgsql
as $$
declare
  seen text;
begin
  perform set_config('request.jwt.claims', jsonb_build_object('sub', who, 'role', 'authenticated')::text, true);
  perform set_config('role', case when who is null then 'anon' else 'authenticated' end, true);
  execute format('select coalesce(string_agg(q.item::text, '' '' order by q.item::text), ''nothing'') from (%s) as q (item)', query) into seen;
  perform set_config('role', 'none', true);
  return seen;
exception
  when insufficient_privilege then
    perform set_config('role', 'none', true);
    return 'denied';
end;
$$;

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-000000000001', 'cercle@essais.example'),
  ('00000000-0000-4000-8000-000000000002', 'collegue@essais.example'),
  ('00000000-0000-4000-8000-000000000003', 'autre@essais.example'),
  ('00000000-0000-4000-8000-000000000004', 'ancienne@essais.example'),
  ('00000000-0000-4000-8000-000000000005', 'pilote@essais.example');
insert into public.organizations (id, name, kind) values
  ('00000000-0000-4000-8000-0000000000a1', 'Structure A', 'ccas'),
  ('00000000-0000-4000-8000-0000000000a2', 'Structure B', 'association');
insert into public.territories (id, slug, name, commune, official_code) values
  ('00000000-0000-4000-8000-0000000000b1', 'essais', 'Les Essais', 'Valmarin', 'QN999901');
insert into public.groups (id, territory_id, reference_prefix) values
  ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000b1', 'ZZ');
insert into public.profiles (id, organization_id, first_name, last_name) values
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000a1', 'Ana', 'Cercle'),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-0000000000a1', 'Bea', 'Collègue'),
  ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000a2', 'Cléo', 'Autre'),
  ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-0000000000a1', 'Dina', 'Ancienne'),
  ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000a2', 'Eve', 'Pilote');
insert into public.mandates (profile_id, group_id, role, starts_at, ends_at) values
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000c1', 'practitioner', now() - interval '2 days', null),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-0000000000c1', 'practitioner', now() - interval '2 days', null),
  ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000c1', 'practitioner', now() - interval '2 days', null),
  ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-0000000000c1', 'practitioner', now() - interval '2 days', now() - interval '1 day'),
  ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000c1', 'observer', now() - interval '2 days', null);
insert into public.people (id, group_id, first_name, last_initial, birth_year) values
  ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000c1', 'Une', 'A', 1998),
  ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000c1', 'Deux', 'B', 1998);
insert into public.cases (id, group_id, person_id, organization_id, reference, cohort, created_by) values
  ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000a1', 'ZZ-001', 'youth', '00000000-0000-4000-8000-000000000001'),
  ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000a1', 'ZZ-002', 'youth', '00000000-0000-4000-8000-000000000001');
insert into public.agreements (id, case_id, group_id, form, given_on, expires_on, recorded_by) values
  ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000c1', 'oral', current_date - 2, current_date + 300, '00000000-0000-4000-8000-000000000001');
insert into public.agreement_organizations (agreement_id, group_id, organization_id) values
  ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000a1');
insert into public.circle_members (case_id, group_id, profile_id)
select c.id, c.group_id, p.id
from public.cases as c
cross join public.profiles as p
where c.reference like 'ZZ-%' and p.id in (
  '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004'
);
insert into public.blockers (case_id, group_id, type_code, created_by)
select c.id, c.group_id, 'health', c.created_by from public.cases as c where c.reference like 'ZZ-%';

-- Of the circle.
select is(tests.seen_by('00000000-0000-4000-8000-000000000001', 'select reference from public.cases'), 'ZZ-001 ZZ-002', '[D2] the circle sees its cases');
select is(tests.seen_by('00000000-0000-4000-8000-000000000001', 'select type_code from public.blockers'), 'health health', '[D2] the circle sees its blockers');
select is(tests.seen_by('00000000-0000-4000-8000-000000000001', 'select has_any_column_privilege(''public.cases'', ''update'')'), 'false', '[D3] nobody writes a table');
select is(tests.seen_by('00000000-0000-4000-8000-000000000001', 'select last_name from public.person_identities'), 'denied', '[D2] nobody reads identities without a trace');

-- A colleague of the same organisation, outside the circle.
select is(tests.seen_by('00000000-0000-4000-8000-000000000002', 'select reference from public.cases'), 'ZZ-001 ZZ-002', '[D2] the organisation that opened a case sees it');
select is(tests.seen_by('00000000-0000-4000-8000-000000000002', 'select type_code from public.blockers'), 'nothing', '[D2] outside the circle one sees no blocker');

-- Invited, but the agreement does not name their organisation.
select is(tests.seen_by('00000000-0000-4000-8000-000000000003', 'select reference from public.cases'), 'ZZ-001', '[D2] a member sees what is shared');
select is(tests.seen_by('00000000-0000-4000-8000-000000000003', 'select type_code from public.blockers'), 'nothing', '[D2] without the person''s word the circle opens nothing');

-- Their mandate has ended.
select is(tests.seen_by('00000000-0000-4000-8000-000000000004', 'select reference from public.cases'), 'nothing', '[D2] a mandate that has ended opens nothing');
select is(tests.seen_by('00000000-0000-4000-8000-000000000004', 'select private.document_access(''case:00000000-0000-4000-8000-0000000000e1'')'), 'none', '[D7] nor any document');

-- An observer.
select is(tests.seen_by('00000000-0000-4000-8000-000000000005', 'select reference from public.cases'), 'nothing', '[D2] an observer sees no case');
select is(tests.seen_by('00000000-0000-4000-8000-000000000005', 'select first_name from public.people'), 'nothing', '[D2] nor anybody''s name');

-- Nobody.
select is(tests.seen_by(null, 'select reference from public.cases'), 'denied', '[D2] an anonymous visitor asks nothing');
select is(tests.seen_by(null, 'select private.document_access(''board:00000000-0000-4000-8000-0000000000c1'')'), 'denied', '[D7] and opens nothing');

select finish();
rollback;
