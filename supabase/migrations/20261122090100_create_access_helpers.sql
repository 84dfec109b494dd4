-- What is in force now, said once, and the sets that policies compare with: what the caller may reach.
-- The helpers take no row argument, so that PostgreSQL runs each of them once per statement. They are `security definer`
-- because they read the tables whose policies they decide.

create function private.today() returns date
language sql stable
return (now() at time zone 'Europe/Paris')::date;
comment on function private.today() is 'The date in the offices of the groups.';

create function private.iso(moment timestamptz) returns text
language sql stable
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
comment on function private.iso(timestamptz) is 'A moment as JavaScript writes it, so that facts compare as text.';

create function private.plain(value text) returns text
language sql immutable
return lower(regexp_replace(normalize(btrim(value), nfd), '[\u0300-\u036f]', '', 'g'));
comment on function private.plain(text) is 'A name without case or accents, to compare.';

create function private.agreement_months() returns integer
language sql immutable
return 12;
comment on function private.agreement_months() is 'How long an agreement opens a case.';

create function private.agreement_delay() returns integer
language sql immutable
return 7;
comment on function private.agreement_delay() is 'Days to collect the agreement of a person whose case was opened without.';

create function private.agreement_notice() returns integer
language sql immutable
return 15;
comment on function private.agreement_notice() is 'Days before it expires at which an agreement is to renew.';

create view private.mandates_in_force as
select m.profile_id, m.group_id, m.role
from public.mandates as m
where m.starts_at <= now() and (m.ends_at is null or m.ends_at > now());
comment on view private.mandates_in_force is 'Mandates that open something now.';

create view private.group_members as
select m.group_id, m.profile_id, case when bool_or(m.role = 'facilitator') then 'facilitator' else 'practitioner' end as role
from private.mandates_in_force as m
where m.role in ('practitioner', 'facilitator')
group by m.group_id, m.profile_id;
comment on view private.group_members is 'Who works in a group now; observers are not among them.';

create view private.agreements_in_force as
select a.id as agreement_id, a.case_id, a.group_id, a.form, a.given_on, a.expires_on
from public.agreements as a
where a.withdrawn_at is null and a.replaced_at is null
  and a.given_on <= private.today() and a.expires_on > private.today();
comment on view private.agreements_in_force is 'Agreements that open something now, at most one per case: a case that has one is shared.';

create view private.case_organizations as
select c.id as case_id, c.organization_id
from public.cases as c
union all
select a.case_id, o.organization_id
from private.agreements_in_force as a
join public.agreement_organizations as o on o.agreement_id = a.agreement_id
where o.withdrawn_at is null;
comment on view private.case_organizations is 'Organisations whose people may be in the circle of a case: the one that opened it and those the agreement names.';

create view private.case_readers as
select k.case_id, k.group_id, k.profile_id, k.starts_at, k.reason
from public.circle_members as k
join public.profiles as p on p.id = k.profile_id
where k.starts_at <= now() and (k.ends_at is null or k.ends_at > now())
  and exists (
    select from private.mandates_in_force as m
    where m.profile_id = k.profile_id and m.group_id = k.group_id and m.role in ('practitioner', 'facilitator')
  )
  and exists (
    select from private.case_organizations as o
    where o.case_id = k.case_id and o.organization_id = p.organization_id
  );
comment on view private.case_readers is 'Who may open a case now: in its circle, with a mandate, from an organisation that may read.';

create view private.mention_readers as
select m.id as mention_id, p.id as profile_id
from public.mentions as m
join public.profiles as p on p.id in (m.author_id, m.target_id)
where exists (
    select from private.case_readers as r
    where r.case_id = m.case_id and r.profile_id = p.id
      and (m.organization_id is null or m.organization_id = p.organization_id)
  )
  or (m.meeting_id is not null and exists (
    select from private.mandates_in_force as f
    where f.group_id = m.group_id and f.profile_id = p.id and f.role in ('practitioner', 'facilitator')
  ));
comment on view private.mention_readers is 'The author and the target of a mention, while they may read the text around it.';

create function private.my_organization() returns uuid
language sql stable security definer set search_path = ''
return (select p.organization_id from public.profiles as p where p.id = auth.uid());
comment on function private.my_organization() is 'The caller''s employer.';

create function private.my_groups() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select distinct m.group_id from private.mandates_in_force as m
  where m.profile_id = auth.uid() and m.role in ('practitioner', 'facilitator')
);
comment on function private.my_groups() is 'Groups where the caller works.';

create function private.my_facilitated_groups() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select distinct m.group_id from private.mandates_in_force as m
  where m.profile_id = auth.uid() and m.role = 'facilitator'
);
comment on function private.my_facilitated_groups() is 'Groups whose meetings the caller prepares.';

create function private.my_groups_of_any_role() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select distinct m.group_id from private.mandates_in_force as m where m.profile_id = auth.uid()
);
comment on function private.my_groups_of_any_role() is 'Groups whose name and calendar the caller may know: an observer''s as well.';

create function private.am_administrator() returns boolean
language sql stable security definer set search_path = ''
return exists (select from public.administrators as a where a.profile_id = auth.uid());
comment on function private.am_administrator() is 'Whether the caller administers the deployment.';

create function private.my_colleagues() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select distinct m.profile_id from private.group_members as m where m.group_id = any ((select private.my_groups())::uuid[])
);
comment on function private.my_colleagues() is 'People who work in the caller''s groups.';

create function private.my_shared_cases() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select a.case_id from private.agreements_in_force as a where a.group_id = any ((select private.my_groups())::uuid[])
);
comment on function private.my_shared_cases() is 'Cases of the caller''s groups that the person agreed to share.';

create function private.my_circle_cases() returns uuid[]
language sql stable security definer set search_path = ''
return array(select r.case_id from private.case_readers as r where r.profile_id = auth.uid());
comment on function private.my_circle_cases() is 'Cases that the caller may open.';

create function private.may_open_case(p_case uuid) returns boolean
language sql stable security definer set search_path = ''
return exists (select from private.case_readers as r where r.case_id = p_case and r.profile_id = auth.uid());
comment on function private.may_open_case(uuid) is 'Whether the caller may open one case; for a decision on one, never for a policy.';

create function private.my_mentions() returns uuid[]
language sql stable security definer set search_path = ''
return array(select r.mention_id from private.mention_readers as r where r.profile_id = auth.uid());
comment on function private.my_mentions() is 'Mentions by or of the caller whose text they may still read.';

create function private.my_known_organizations() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select o.id from public.organizations as o
  where o.id = (select private.my_organization())
    or (select private.am_administrator())
    or (not o.sensitive and (select cardinality(private.my_groups_of_any_role()) > 0))
    -- Not `exists`: PostgreSQL would then list the readers of every case to look up one organisation.
    or (o.sensitive and (
      select true from public.profiles as p
      join private.case_readers as r on r.profile_id = p.id
      where p.organization_id = o.id and r.case_id = any ((select private.my_circle_cases())::uuid[])
      limit 1
    ))
);
comment on function private.my_known_organizations() is 'Organisations whose name the caller may know: a sensitive one only through a circle that they share.';

grant usage on schema private to authenticated;
grant execute on function private.today() to authenticated;
grant execute on function private.iso(timestamptz) to authenticated;
grant execute on function private.my_organization() to authenticated;
grant execute on function private.my_groups() to authenticated;
grant execute on function private.my_facilitated_groups() to authenticated;
grant execute on function private.my_groups_of_any_role() to authenticated;
grant execute on function private.am_administrator() to authenticated;
grant execute on function private.my_colleagues() to authenticated;
grant execute on function private.my_shared_cases() to authenticated;
grant execute on function private.my_circle_cases() to authenticated;
grant execute on function private.may_open_case(uuid) to authenticated;
grant execute on function private.my_mentions() to authenticated;
grant execute on function private.my_known_organizations() to authenticated;
