-- Mandates: given and changed by administrators, ended by them or by their date. Nobody gives one to themself, so that
-- administering never opens a case. Whoever no longer works in a group hands everything back.

create function private.hand_back_work(p_profile uuid, p_cases uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  perform 1 from public.cases as c where c.id = any (p_cases) order by c.id for no key update;
  update public.cases as c set referent_id = null where c.id = any (p_cases) and c.referent_id = p_profile;
  update public.circle_members as k set ends_at = greatest(now(), k.starts_at)
  where k.case_id = any (p_cases) and k.profile_id = p_profile and (k.ends_at is null or k.ends_at > now());
  -- Without a référent an action keeps its owner: no owner would say that the person supported does it.
  update public.actions as a set owner_id = r.profile_id
  from public.cases as c
  join private.case_readers as r on r.case_id = c.id and r.profile_id = c.referent_id
  where c.id = a.case_id and a.case_id = any (p_cases) and a.owner_id = p_profile
    and a.status in ('todo', 'in_progress', 'stuck');
  update public.blockers as b set carrier_id = (
    select r.profile_id from public.cases as c
    join private.case_readers as r on r.case_id = c.id and r.profile_id = c.referent_id
    where c.id = b.case_id
  )
  where b.case_id = any (p_cases) and b.carrier_id = p_profile and b.status <> 'lifted';
end;
$$;
comment on function private.hand_back_work(uuid, uuid[]) is 'Takes somebody out of cases: circle, référent, actions to do and blockers carried, which go to the référent.';

create function private.end_work(p_profile uuid, p_group uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  if exists (select from private.group_members as m where m.profile_id = p_profile and m.group_id = p_group) then
    return;
  end if;
  perform private.hand_back_work(p_profile, array(
    select c.id from public.cases as c where c.referent_id = p_profile and c.group_id = p_group
    union
    select k.case_id from public.circle_members as k
    where k.profile_id = p_profile and k.group_id = p_group and (k.ends_at is null or k.ends_at > now())
    union
    select a.case_id from public.actions as a
    where a.owner_id = p_profile and a.group_id = p_group and a.status in ('todo', 'in_progress', 'stuck')
    union
    select b.case_id from public.blockers as b
    where b.carrier_id = p_profile and b.group_id = p_group and b.status <> 'lifted'
  ));
end;
$$;
comment on function private.end_work(uuid, uuid) is 'Hands back what somebody did in a group, unless they still work there.';

create function private.settle_mandates() returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  due record;
  settled integer := 0;
begin
  for due in
    select m.id, m.profile_id, m.group_id from public.mandates as m
    where m.settled_at is null and m.ends_at <= now()
    order by m.id for no key update skip locked
  loop
    update public.mandates as m set settled_at = now() where m.id = due.id;
    perform private.end_work(due.profile_id, due.group_id);
    settled := settled + 1;
  end loop;
  return settled;
end;
$$;
comment on function private.settle_mandates() is 'Hands back the work of people whose mandate came to its date; returns how many. Definer: the sync server may not write these tables.';

create function private.refuse_second_mandate(p_profile uuid, p_group uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  -- One at a time per person, so that two mandates given at once do not overlap.
  perform 1 from public.profiles as p where p.id = p_profile for no key update;
  perform private.refuse_unless(found, 'MA422');
  perform private.refuse_unless(
    not exists (
      select from public.mandates as m
      where m.profile_id = p_profile and m.group_id = p_group and (m.ends_at is null or m.ends_at > now())
    ),
    'MA409'
  );
end;
$$;
comment on function private.refuse_second_mandate(uuid, uuid) is 'Refuses a mandate to somebody who has one in the group, now or later.';

create function public.grant_mandate(p_id uuid, p_profile uuid, p_group uuid, p_role text, p_ends_at timestamptz) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(p_profile is distinct from auth.uid(), 'MA403');
  if exists (select from public.mandates as m where m.id = p_id and m.profile_id = p_profile and m.group_id = p_group) then
    return;
  end if;
  perform private.refuse_unless(p_ends_at is null or p_ends_at > now(), 'MA422');
  perform private.refuse_second_mandate(p_profile, p_group);
  insert into public.mandates (id, profile_id, group_id, role, ends_at) values (p_id, p_profile, p_group, p_role, p_ends_at);
end;
$$;
comment on function public.grant_mandate(uuid, uuid, uuid, text, timestamptz) is 'Gives somebody else a role in a group; called again with the same id, changes nothing.';

create function public.set_mandate(p_mandate uuid, p_changes jsonb, p_expected jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
begin
  perform private.refuse_unless_administrator();
  select m.profile_id, m.group_id, m.role, m.ends_at into old from public.mandates as m where m.id = p_mandate for no key update;
  perform private.refuse_unless(old.profile_id is not null, 'MA404');
  perform private.refuse_unless(old.profile_id <> auth.uid(), 'MA403');
  perform private.refuse_unless_keys(p_changes, array['role', 'endsAt']);
  perform private.refuse_unless_keys(p_expected, array['role', 'endsAt']);
  perform private.refuse_unless(old.ends_at is null or old.ends_at > now(), 'MA409');
  perform private.refuse_unless(
    p_expected ->> 'role' is not distinct from old.role
      and private.iso((p_expected ->> 'endsAt')::timestamptz) is not distinct from private.iso(old.ends_at),
    'MA409'
  );
  perform private.refuse_unless(p_changes ->> 'endsAt' is null or (p_changes ->> 'endsAt')::timestamptz > now(), 'MA422');
  update public.mandates as m set
    role = case when p_changes ? 'role' then p_changes ->> 'role' else m.role end,
    ends_at = case when p_changes ? 'endsAt' then (p_changes ->> 'endsAt')::timestamptz else m.ends_at end
  where m.id = p_mandate;
  perform private.end_work(old.profile_id, old.group_id);
  return jsonb_build_object('profileId', old.profile_id, 'groupId', old.group_id);
end;
$$;
comment on function public.set_mandate(uuid, jsonb, jsonb) is 'Changes the role or the end of a mandate that somebody else holds, unless it changed since it was read; an observer hands their cases back.';

create function private.close_mandate(p_mandate uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  old record;
begin
  select m.profile_id, m.group_id, m.ends_at, m.settled_at into old
  from public.mandates as m where m.id = p_mandate for no key update;
  perform private.refuse_unless(old.profile_id is not null, 'MA404');
  -- Settled as well: whoever waited for somebody else's end has an earlier now().
  perform private.refuse_unless(old.settled_at is null and (old.ends_at is null or old.ends_at > now()), 'MA409');
  update public.mandates as m set ends_at = greatest(now(), m.starts_at), settled_at = now() where m.id = p_mandate;
  perform private.end_work(old.profile_id, old.group_id);
  return jsonb_build_object('profileId', old.profile_id, 'groupId', old.group_id);
end;
$$;
comment on function private.close_mandate(uuid) is 'Ends a mandate now; whose it was, and where.';

create function public.end_mandate(p_mandate uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  return private.close_mandate(p_mandate);
end;
$$;
comment on function public.end_mandate(uuid) is 'Ends a mandate now: its holder leaves the circles of the group, and the référent of each case takes over their actions and blockers.';

grant execute on function public.grant_mandate(uuid, uuid, uuid, text, timestamptz) to authenticated;
grant execute on function public.set_mandate(uuid, jsonb, jsonb) to authenticated;
grant execute on function public.end_mandate(uuid) to authenticated;
grant execute on function private.settle_mandates() to maillage_system;
