-- What policies cost on hundreds of thousands of cases. Three things made them slow: SQL functions are planned again in
-- every statement, where PL/pgSQL keeps its plans for the connection; the list of all shared cases was made to look at one;
-- and `exists` or `in` let PostgreSQL list every agreement to look up a few. What they answer does not change.

create function private.session_gap(p_claims jsonb) returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  caller constant uuid := (p_claims ->> 'sub')::uuid;
  locked boolean;
  proved boolean;
begin
  if p_claims ->> 'session_id' is null then
    return 'locked';
  end if;
  select s.locked_at is not null or s.active_at < now() - private.idle_limit(), s.proved_at is not null
  into locked, proved
  from public.session_states as s
  where s.session_id = (p_claims ->> 'session_id')::uuid and s.profile_id = caller;
  if locked then
    return 'locked';
  elsif proved or p_claims ->> 'aal' = 'aal2' then
    return null;
  elsif exists (select from auth.mfa_factors as f where f.user_id = caller and f.status = 'verified') then
    return 'code';
  elsif exists (
    select from public.profiles as p
    join public.organizations as o on o.id = p.organization_id
    where p.id = caller and o.second_factor
  ) then
    return 'factor';
  end if;
  return null;
end;
$$;
comment on function private.session_gap(jsonb) is 'What the session of these claims lacks to suffice: locked (or idle), code, factor; null when it suffices.';

create or replace function private.me() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
declare
  claims constant jsonb := auth.jwt();
begin
  return case when private.session_gap(claims) is null then (claims ->> 'sub')::uuid end;
end;
$$;

create or replace function public.find_sign_in_step() returns text
language sql stable security definer set search_path = ''
return coalesce(
  private.session_gap(auth.jwt()),
  case when exists (
    select from public.profiles as p where p.id = (select auth.uid()) and p.charter_accepted_at is null
  ) then 'charter' else 'ready' end
);

drop function private.second_factor_demanded();

create or replace function private.my_organization() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return (select p.organization_id from public.profiles as p where p.id = me);
end;
$$;

create or replace function private.my_groups() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return array(
    select distinct m.group_id from private.mandates_in_force as m
    where m.profile_id = me and m.role in ('practitioner', 'facilitator')
  );
end;
$$;

create or replace function private.my_facilitated_groups() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return array(
    select distinct m.group_id from private.mandates_in_force as m where m.profile_id = me and m.role = 'facilitator'
  );
end;
$$;

create or replace function private.my_groups_of_any_role() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return array(select distinct m.group_id from private.mandates_in_force as m where m.profile_id = me);
end;
$$;

create or replace function private.am_administrator() returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return exists (select from public.administrators as a where a.profile_id = me);
end;
$$;

create or replace function private.my_circle_cases() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return array(select r.case_id from private.case_readers as r where r.profile_id = me);
end;
$$;

create or replace function private.may_open_case(p_case uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return exists (select from private.case_readers as r where r.case_id = p_case and r.profile_id = me);
end;
$$;

create or replace function private.my_mentions() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  me constant uuid := private.me();
begin
  return array(select r.mention_id from private.mention_readers as r where r.profile_id = me);
end;
$$;

create or replace view private.agreements_in_force as
select a.id as agreement_id, a.case_id, a.group_id, a.form, a.given_on, a.expires_on
from public.agreements as a
where a.withdrawn_at is null and a.replaced_at is null
  and a.given_on <= (select private.today()) and a.expires_on > (select private.today());

-- Not `exists`, here and below: PostgreSQL would list what everybody may read to look up a few rows.
create or replace view private.case_readers as
select k.case_id, k.group_id, k.profile_id, k.starts_at, k.reason
from public.circle_members as k
join public.profiles as p on p.id = k.profile_id
where k.starts_at <= now() and (k.ends_at is null or k.ends_at > now())
  and (
    select true from private.mandates_in_force as m
    where m.profile_id = k.profile_id and m.group_id = k.group_id and m.role in ('practitioner', 'facilitator')
    limit 1
  )
  and (
    select true from private.case_organizations as o
    where o.case_id = k.case_id and o.organization_id = p.organization_id
    limit 1
  );

create index agreements_group_id on public.agreements (group_id) where withdrawn_at is null and replaced_at is null;

-- A view of the owner's, because the group does not read agreements: it tells which cases are shared and no more. The
-- barrier keeps a function of the caller's from seeing the rows of other groups first.
create view private.shared_in_my_groups with (security_barrier) as
select a.case_id
from private.agreements_in_force as a
where a.group_id = any ((select private.my_groups())::uuid[]);
comment on view private.shared_in_my_groups is 'Cases of the caller''s groups that the person agreed to share, to look up one of them.';
grant select on private.shared_in_my_groups to authenticated;

alter policy "a member sees the cases shared with their group" on public.cases
using (
  group_id = any ((select private.my_groups())::uuid[])
  and (select true from private.shared_in_my_groups as s where s.case_id = cases.id limit 1)
);

alter policy "whoever sees a case sees the short identity of its person" on public.people
using (
  group_id = any ((select private.my_groups())::uuid[])
  and (select true from public.cases as c where c.person_id = people.id limit 1)
);

alter policy "a member sees the agendas of their groups" on public.agenda_items
using (
  group_id = any ((select private.my_groups())::uuid[])
  and (case_id is null or (select true from public.cases as c where c.id = agenda_items.case_id limit 1))
);
