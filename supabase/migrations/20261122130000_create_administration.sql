-- Invitations, the only way in; reviews of access; what administrators decide of the vocabulary and of mandates.

create table public.invitations (
  id uuid primary key,
  email text not null check (email = lower(btrim(email)) and length(email) <= 254 and email ~ '^[^@\s]+@[^@\s]+$'),
  organization_id uuid not null references public.organizations (id),
  group_id uuid not null references public.groups (id),
  role text not null check (role in ('practitioner', 'facilitator', 'observer')),
  token_hash bytea not null unique check (length(token_hash) = 32),
  invited_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references public.profiles (id),
  revoked_at timestamptz,
  check ((accepted_at is null) = (accepted_by is null))
);
comment on table public.invitations is 'Links that open an account, or a group to somebody who has one. Only the SHA-256 of the secret of a link is kept.';
create index invitations_organization_id on public.invitations (organization_id);
create index invitations_group_id on public.invitations (group_id);
create index invitations_invited_by on public.invitations (invited_by, created_at);
create index invitations_accepted_by on public.invitations (accepted_by);
create unique index invitations_one_open on public.invitations (email, group_id) where accepted_at is null and revoked_at is null;

create table public.access_reviews (
  id uuid primary key default gen_random_uuid(),
  reviewed_by uuid not null references public.profiles (id),
  reviewed_at timestamptz not null default now(),
  accounts integer not null,
  ended_mandates integer not null
);
comment on table public.access_reviews is 'When an administrator went through who has access: how many accounts there were, how many mandates they ended.';
create index access_reviews_reviewed_by on public.access_reviews (reviewed_by);

alter table public.blocker_types add column offered boolean not null default true;
comment on column public.blocker_types.offered is 'Whether forms propose it; blockers that have the type keep it.';

alter table public.mandates add column settled_at timestamptz;
comment on column public.mandates.settled_at is 'When the work of somebody whose mandate ended was handed back.';
create index mandates_to_settle on public.mandates (ends_at) where settled_at is null and ends_at is not null;

alter table public.invitations enable row level security;
alter table public.access_reviews enable row level security;
revoke all on public.invitations, public.access_reviews from public, anon, authenticated, service_role;
grant select on public.access_reviews to authenticated;

create policy "an administrator sees the reviews of access" on public.access_reviews
for select to authenticated
using ((select private.am_administrator()));

create function private.invitation_days() returns integer
language sql immutable
return 7;
comment on function private.invitation_days() is 'How long the link of an invitation works.';

create function private.invitations_per_day() returns integer
language sql immutable
return 100;
comment on function private.invitations_per_day() is 'How many invitations one person may make in a day: no machine to send e-mails.';

create function private.refuse_unless_administrator() returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(private.am_administrator(), 'MA404');
end;
$$;
comment on function private.refuse_unless_administrator() is 'For others than administrators, administration does not exist.';

create function private.refuse_unless_named(p_name text, p_length integer) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(length(btrim(p_name)) between 1 and p_length, 'MA422');
end;
$$;
comment on function private.refuse_unless_named(text, integer) is 'Refuses a name that is empty or too long.';

-- What follows is read by the sync server: who changed the rows has no right on access_changes, hence definer.

create function private.note_access_change_of_person() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.access_changes (group_id, profile_id)
  select distinct m.group_id, m.profile_id from private.mandates_in_force as m where m.profile_id = new.id;
  return null;
end;
$$;
comment on function private.note_access_change_of_person() is 'Notes that somebody changed employer: what they may open changes in each of their groups.';

create trigger note_access_change_of_person after update of organization_id on public.profiles
for each row when (old.organization_id is distinct from new.organization_id)
execute function private.note_access_change_of_person();

create function private.note_access_change_of_organization() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.access_changes (group_id)
  select distinct m.group_id from private.mandates_in_force as m
  join public.profiles as p on p.id = m.profile_id
  where p.organization_id = new.id;
  return null;
end;
$$;
comment on function private.note_access_change_of_organization() is 'Notes that the name of an organisation is hidden or shown, or that it demands a second factor.';

create trigger note_access_change_of_organization after update on public.organizations
for each row when (old.* is distinct from new.*)
execute function private.note_access_change_of_organization();

create function private.note_access_change_of_vocabulary() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.access_changes (group_id) select g.id from public.groups as g;
  return null;
end;
$$;
comment on function private.note_access_change_of_vocabulary() is 'Notes that a type of blocker is hidden from boards, or shown.';

create trigger note_access_change_of_vocabulary after update of restricted on public.blocker_types
for each row when (old.restricted is distinct from new.restricted)
execute function private.note_access_change_of_vocabulary();
