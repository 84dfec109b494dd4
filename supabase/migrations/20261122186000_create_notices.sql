-- What is told to professionals by e-mail: one row for each thing and each reader, written in the transaction that makes
-- the thing. It holds ids only; the words of the message are chosen when it leaves, from what the reader may still know.

create table public.notices (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (
    kind in ('mention', 'request', 'work', 'referral', 'circle', 'due', 'agenda', 'presenting', 'course', 'change')
  ),
  group_id uuid not null references public.groups (id),
  case_id uuid,
  author_id uuid references public.profiles (id),
  key text not null check (length(key) between 1 and 200),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (profile_id, key),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.notices is 'What is told to a professional by e-mail, once for each `key`. `settled_at`: it left, or there is nothing to tell any more.';
create index notices_group_id on public.notices (group_id);
create index notices_case_id on public.notices (case_id, group_id);
create index notices_author_id on public.notices (author_id);
create index notices_waiting on public.notices (profile_id, created_at) where settled_at is null;

alter table public.notices enable row level security;

create function private.may_know_case(p_profile uuid, p_case uuid) returns boolean
language sql stable security definer set search_path = ''
return exists (
  select from private.case_subjects as c
  join private.group_members as m on m.group_id = c.group_id and m.profile_id = p_profile
  join public.profiles as p on p.id = m.profile_id
  where c.case_id = p_case and (c.shared or c.organization_id = p.organization_id)
);
comment on function private.may_know_case(uuid, uuid) is 'Whether a professional may know that a case is there: they work in its group, and it is shared or of their organisation.';

create function private.tell(
  p_profile uuid, p_kind text, p_group uuid, p_case uuid, p_key text, p_author uuid default null
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_author constant uuid := coalesce(p_author, private.author());
begin
  if p_profile is null or p_profile = the_author then
    return;
  end if;
  if not exists (
    select from private.group_members as m where m.group_id = p_group and m.profile_id = p_profile
  ) then
    return;
  end if;
  if p_case is not null and not private.may_know_case(p_profile, p_case) then
    return;
  end if;
  insert into public.notices (profile_id, kind, group_id, case_id, author_id, key)
  values (
    p_profile, p_kind, p_group, p_case, (select p.id from public.profiles as p where p.id = the_author), p_key
  )
  on conflict (profile_id, key) do nothing;
end;
$$;
comment on function private.tell(uuid, text, uuid, uuid, text, uuid) is 'Notes once that something is to be told to a professional: never their own act, never a case that they may not know of. The author is the caller unless it is given.';

grant execute on function private.tell(uuid, text, uuid, uuid, text, uuid) to maillage_system;
grant select on public.notices to maillage_system;
