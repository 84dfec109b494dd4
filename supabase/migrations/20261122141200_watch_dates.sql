-- Access also changes by itself, at a date: the sync server asks what came to it since it last asked. And a change of access
-- says which case it is about, so that its screens are drawn again.

alter table public.access_changes add column case_id uuid;
alter table public.access_changes add foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade;
comment on table public.access_changes is 'Mandates, circles and agreements that changed in the last day. `profile_id` null: ask again for the whole group.';
create index access_changes_case_id on public.access_changes (case_id, group_id);

create or replace function private.note_access_change() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  changed jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  delete from public.access_changes as a
  where a.id in (
    select o.id from public.access_changes as o
    where o.changed_at < now() - interval '1 day' for update skip locked
  );
  insert into public.access_changes (group_id, profile_id, case_id)
  select g.id, (changed ->> 'profile_id')::uuid, c.id
  from public.groups as g
  left join public.cases as c on c.id = coalesce(
    (changed ->> 'case_id')::uuid,
    (select a.case_id from public.agreements as a where a.id = (changed ->> 'agreement_id')::uuid)
  )
  where g.id = (changed ->> 'group_id')::uuid;
  return null;
end;
$$;

create index mandates_starts_at on public.mandates (starts_at);
create index mandates_ends_at on public.mandates (ends_at) where ends_at is not null;
create index circle_members_ends_at on public.circle_members (ends_at) where ends_at is not null;
create index agreements_given_on on public.agreements (given_on);
create index agreements_expires_on on public.agreements (expires_on);

create function private.access_due(p_since timestamptz)
returns table (group_id uuid, profile_id uuid, case_id uuid)
language sql stable set search_path = ''
as $$
  select m.group_id, m.profile_id, null::uuid
  from public.mandates as m
  where (m.starts_at > p_since and m.starts_at <= now()) or (m.ends_at > p_since and m.ends_at <= now())
  union
  select k.group_id, k.profile_id, k.case_id
  from public.circle_members as k
  where k.ends_at > p_since and k.ends_at <= now()
  union
  select a.group_id, null::uuid, a.case_id
  from public.agreements as a
  where a.withdrawn_at is null and a.replaced_at is null
    and (
      (a.given_on > (p_since at time zone 'Europe/Paris')::date and a.given_on <= private.today())
      or (a.expires_on > (p_since at time zone 'Europe/Paris')::date and a.expires_on <= private.today())
    );
$$;
comment on function private.access_due(timestamptz) is 'Whose access began or ended by its date since a moment: mandates, circles, and agreements at midnight in the offices.';

grant select on public.mandates, public.agreements to maillage_system;
grant execute on function private.access_due(timestamptz) to maillage_system;
