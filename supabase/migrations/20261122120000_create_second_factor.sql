-- Whether the caller's session is enough to be answered: not locked, not idle, with the second factor wherever there is
-- one or the organisation demands one. One name says it, `private.me()`, and every helper asks it, so that policies,
-- commands and documents close together. Supabase Auth keeps the factors; it has no backup codes and no lock: they are here.

alter table public.organizations add column second_factor boolean not null default false;
comment on column public.organizations.second_factor is 'Whether it demands a second factor of its people.';
alter table public.profiles add column charter_accepted_at timestamptz;
comment on column public.profiles.charter_accepted_at is 'When they accepted the charter; null: not yet.';

create table public.session_states (
  session_id uuid primary key,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  active_at timestamptz not null default now(),
  locked_at timestamptz,
  proved_at timestamptz
);
comment on table public.session_states is 'What is known of a session of auth.sessions once it was active: when last, locked or not, and whether a backup code proved the second factor in it. No row: it has just opened.';
create index session_states_profile_id on public.session_states (profile_id);
create index session_states_active_at on public.session_states (active_at);

create table public.backup_codes (
  profile_id uuid not null references public.profiles (id) on delete cascade,
  code_hash bytea not null check (length(code_hash) = 32),
  created_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (profile_id, code_hash)
);
comment on table public.backup_codes is 'Codes that replace the authenticator app, as SHA-256. Each serves once.';

create table public.backup_code_tries (
  id bigint generated always as identity primary key,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  tried_at timestamptz not null default now()
);
comment on table public.backup_code_tries is 'Wrong backup codes of the last minutes, to stop guessing.';
create index backup_code_tries_profile_id on public.backup_code_tries (profile_id, tried_at);

alter table public.session_states enable row level security;
alter table public.backup_codes enable row level security;
alter table public.backup_code_tries enable row level security;

create function private.idle_limit() returns interval
language sql immutable
return interval '16 minutes';
comment on function private.idle_limit() is 'After how long without activity a session is locked: fifteen minutes, and the one between two beats of an open page.';

create function private.my_session() returns uuid
language sql stable set search_path = ''
return nullif(auth.jwt() ->> 'session_id', '')::uuid;
comment on function private.my_session() is 'The caller''s session, as their verified token says.';

create function private.is_session_locked() returns boolean
language sql stable security definer set search_path = ''
return exists (
  select from public.session_states as s
  where s.session_id = (select private.my_session())
    and (s.locked_at is not null or s.active_at < now() - private.idle_limit())
);
comment on function private.is_session_locked() is 'Whether the caller''s session waits for its unlocking: locked, or idle for too long.';

create function private.has_second_factor() returns boolean
language sql stable security definer set search_path = ''
return exists (
  select from auth.mfa_factors as f where f.user_id = (select auth.uid()) and f.status = 'verified'
);
comment on function private.has_second_factor() is 'Whether the caller''s account has a second factor. Definer: the schema of the sign-in service is out of their reach.';

create function private.second_factor_demanded() returns boolean
language sql stable security definer set search_path = ''
return exists (
  select from public.profiles as p
  join public.organizations as o on o.id = p.organization_id
  where p.id = (select auth.uid()) and o.second_factor
);
comment on function private.second_factor_demanded() is 'Whether the caller''s employer demands a second factor.';

create function private.second_factor_proved() returns boolean
language sql stable security definer set search_path = ''
return coalesce(auth.jwt() ->> 'aal' = 'aal2', false) or exists (
  select from public.session_states as s
  where s.session_id = (select private.my_session()) and s.profile_id = (select auth.uid()) and s.proved_at is not null
);
comment on function private.second_factor_proved() is 'Whether this session showed the second factor: a code of the app, which its token says, or a backup code.';

create function private.me() returns uuid
language sql stable security definer set search_path = ''
return case
  when private.my_session() is null or private.is_session_locked() then null
  when private.second_factor_proved() then auth.uid()
  when private.has_second_factor() or private.second_factor_demanded() then null
  else auth.uid()
end;
comment on function private.me() is 'The caller while their session suffices, else null. What opens anything asks this, never auth.uid().';

create or replace function private.my_organization() returns uuid
language sql stable security definer set search_path = ''
return (select p.organization_id from public.profiles as p where p.id = (select private.me()));

create or replace function private.my_groups() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select distinct m.group_id from private.mandates_in_force as m
  where m.profile_id = (select private.me()) and m.role in ('practitioner', 'facilitator')
);

create or replace function private.my_facilitated_groups() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select distinct m.group_id from private.mandates_in_force as m
  where m.profile_id = (select private.me()) and m.role = 'facilitator'
);

create or replace function private.my_groups_of_any_role() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select distinct m.group_id from private.mandates_in_force as m where m.profile_id = (select private.me())
);

create or replace function private.am_administrator() returns boolean
language sql stable security definer set search_path = ''
return exists (select from public.administrators as a where a.profile_id = (select private.me()));

create or replace function private.my_circle_cases() returns uuid[]
language sql stable security definer set search_path = ''
return array(select r.case_id from private.case_readers as r where r.profile_id = (select private.me()));

create or replace function private.may_open_case(p_case uuid) returns boolean
language sql stable security definer set search_path = ''
return exists (
  select from private.case_readers as r where r.case_id = p_case and r.profile_id = (select private.me())
);

create or replace function private.my_mentions() returns uuid[]
language sql stable security definer set search_path = ''
return array(select r.mention_id from private.mention_readers as r where r.profile_id = (select private.me()));

grant execute on function private.me() to authenticated;
grant execute on function private.second_factor_proved() to authenticated;
