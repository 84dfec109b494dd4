-- What changed in somebody's access, whoever changed it: the sync server reads it to close open sockets at once.

create table public.access_changes (
  id bigint generated always as identity primary key,
  group_id uuid not null references public.groups (id) on delete cascade,
  profile_id uuid references public.profiles (id) on delete cascade,
  changed_at timestamptz not null default now(),
  transaction_id xid8 not null default pg_current_xact_id()
);
comment on table public.access_changes is 'Mandates, circles and agreements that changed in the last day. `profile_id` null: ask again for the whole group.';
create index access_changes_group_id on public.access_changes (group_id);
create index access_changes_profile_id on public.access_changes (profile_id);
create index access_changes_changed_at on public.access_changes (changed_at);
create index access_changes_transaction_id on public.access_changes (transaction_id);

alter table public.access_changes enable row level security;
revoke all on public.access_changes from public, anon, authenticated, service_role;

-- Definer: whoever changes a mandate or a circle has no right on this table.
create function private.note_access_change() returns trigger
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
  insert into public.access_changes (group_id, profile_id)
  select g.id, (changed ->> 'profile_id')::uuid
  from public.groups as g
  where g.id = (changed ->> 'group_id')::uuid;
  return null;
end;
$$;
comment on function private.note_access_change() is 'Notes that the access of a person, or of a group, changed.';

create trigger note_access_change after update or delete on public.mandates
for each row execute function private.note_access_change();
create trigger note_access_change after update or delete on public.circle_members
for each row execute function private.note_access_change();
create trigger note_access_change after insert or update or delete on public.agreements
for each row execute function private.note_access_change();
create trigger note_access_change after update or delete on public.agreement_organizations
for each row execute function private.note_access_change();
