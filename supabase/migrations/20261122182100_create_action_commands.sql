-- Commands of actions that belong to a professional, to an organisation or to the person, and pass from hand to hand.

create function private.refuse_unless_reading_organization(p_case uuid, p_organization uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(
    p_organization is null or exists (
      select from private.case_readers as r
      join public.profiles as p on p.id = r.profile_id
      where r.case_id = p_case and p.organization_id = p_organization
    ),
    'MA422'
  );
end;
$$;
comment on function private.refuse_unless_reading_organization(uuid, uuid) is 'Refuses to entrust something of a case to an organisation nobody of which may open it.';

drop function public.add_action(uuid, uuid, text, uuid, date, boolean, uuid);
create function public.add_action(
  p_id uuid, p_case uuid, p_label text, p_owner uuid, p_due_on date, p_reserved boolean, p_blocker uuid,
  p_organization uuid default null, p_origin text default null
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless_reader(p_case, p_owner);
  perform private.refuse_unless_reading_organization(p_case, p_organization);
  perform private.refuse_unless(
    p_blocker is null or exists (select from public.blockers as b where b.id = p_blocker and b.case_id = p_case), 'MA422'
  );
  -- What comes from a meeting is decided in it.
  perform private.refuse_unless(coalesce(p_origin, 'case') <> 'meeting', 'MA422');
  insert into public.actions (
    id, case_id, group_id, blocker_id, label, owner_id, owner_organization_id, due_on, reserved, origin, created_by
  )
  values (
    p_id, p_case, the_group, p_blocker, btrim(p_label), p_owner, p_organization, p_due_on,
    coalesce(p_reserved, false) or private.is_restricted(p_blocker),
    coalesce(p_origin, case when p_blocker is null then 'case' else 'blocker' end), private.me()
  )
  on conflict (id) do nothing;
  perform private.refuse_unless(
    exists (select from public.actions as a where a.id = p_id and a.case_id = p_case and a.created_by = private.me()), 'MA409'
  );
  return p_id;
end;
$$;
comment on function public.add_action(uuid, uuid, text, uuid, date, boolean, uuid, uuid, text) is 'Adds an action to a case, for a professional, an organisation or, without either, the person; one about a restricted blocker is reserved. Called again with the same id, changes nothing.';

create or replace function public.set_action(p_action uuid, p_changes jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
  the_blocker uuid;
  the_owner uuid;
  the_organization uuid;
  the_status text;
  gives boolean;
begin
  select a.case_id, a.blocker_id, a.owner_id, a.owner_organization_id, a.status into old
  from public.actions as a where a.id = p_action for no key update;
  perform private.refuse_unless(old.case_id is not null, 'MA404');
  perform private.group_of_my_case(old.case_id);
  perform private.refuse_unless_keys(p_changes, array[
    'label', 'status', 'ownerId', 'organizationId', 'word', 'dueOn', 'reserved', 'blockerId', 'dropReason', 'dropWord'
  ]);
  the_owner := (p_changes ->> 'ownerId')::uuid;
  the_organization := (p_changes ->> 'organizationId')::uuid;
  perform private.refuse_unless_reader(old.case_id, the_owner);
  perform private.refuse_unless_reading_organization(old.case_id, the_organization);
  if not p_changes ?| array['ownerId', 'organizationId'] then
    the_owner := old.owner_id;
    the_organization := old.owner_organization_id;
  end if;
  gives := (the_owner, the_organization) is distinct from (old.owner_id, old.owner_organization_id);
  the_status := case when p_changes ? 'status' then p_changes ->> 'status' else old.status end;
  the_blocker := case when p_changes ? 'blockerId' then (p_changes ->> 'blockerId')::uuid else old.blocker_id end;
  perform private.refuse_unless(
    the_blocker is null or exists (select from public.blockers as b where b.id = the_blocker and b.case_id = old.case_id), 'MA422'
  );
  update public.actions as a set
    label = case when p_changes ? 'label' then btrim(p_changes ->> 'label') else a.label end,
    status = the_status,
    drop_reason = case
      when the_status <> 'dropped' then null
      when p_changes ? 'dropReason' then p_changes ->> 'dropReason'
      else a.drop_reason
    end,
    drop_word = case
      when the_status <> 'dropped' then ''
      when p_changes ? 'dropWord' then btrim(coalesce(p_changes ->> 'dropWord', ''))
      else a.drop_word
    end,
    done_at = case
      when the_status <> 'done' then null
      when a.status <> 'done' then now()
      else a.done_at
    end,
    owner_id = the_owner,
    owner_organization_id = the_organization,
    from_id = case
      when not gives then a.from_id
      when the_owner = private.me() or (the_owner is null and the_organization is null) then null
      else private.me()
    end,
    word = case when gives then btrim(coalesce(p_changes ->> 'word', '')) else a.word end,
    returned = a.returned and not gives,
    given_at = case when gives then now() else a.given_at end,
    due_on = case when p_changes ? 'dueOn' then (p_changes ->> 'dueOn')::date else a.due_on end,
    reserved = private.is_restricted(the_blocker)
      or case when p_changes ? 'reserved' then (p_changes ->> 'reserved')::boolean else a.reserved end,
    blocker_id = the_blocker
  where a.id = p_action;
  return old.case_id;
end;
$$;
comment on function public.set_action(uuid, jsonb) is 'Changes the label, status, owner, date, reserve or blocker of an action; one that is dropped says why. Returns its case.';

create function public.hand_back_action(p_action uuid, p_word text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old public.actions;
  the_giver uuid;
begin
  select a.* into old from public.actions as a where a.id = p_action for no key update;
  perform private.refuse_unless(old.case_id is not null, 'MA404');
  perform private.group_of_my_case(old.case_id);
  if old.returned and old.from_id = private.me() then
    return old.case_id;
  end if;
  perform private.refuse_unless(old.owner_id = private.me(), 'MA403');
  the_giver := coalesce(old.from_id, old.created_by);
  perform private.refuse_unless(
    not old.returned and the_giver <> private.me() and old.status in ('todo', 'in_progress', 'stuck') and exists (
      select from private.case_readers as r where r.case_id = old.case_id and r.profile_id = the_giver
    ),
    'MA409'
  );
  update public.actions as a
  set owner_id = the_giver, from_id = private.me(), word = btrim(coalesce(p_word, '')), returned = true, given_at = now()
  where a.id = p_action;
  return old.case_id;
end;
$$;
comment on function public.hand_back_action(uuid, text) is 'Gives an action back to whoever gave it, with a word; called again, changes nothing. Returns its case.';

grant execute on function public.add_action(uuid, uuid, text, uuid, date, boolean, uuid, uuid, text) to authenticated;
grant execute on function public.set_action(uuid, jsonb) to authenticated;
grant execute on function public.hand_back_action(uuid, text) to authenticated;

create or replace function private.return_to_people(p_meeting uuid, p_by uuid) returns uuid[]
language sql volatile set search_path = ''
as $$
  with made as (
    insert into public.actions (id, case_id, group_id, label, owner_id, due_on, origin, created_by)
    select md5('return ' || p_meeting || ' ' || i.case_id)::uuid, i.case_id, i.group_id, private.return_label(), r.referent_id,
      private.today() + private.return_days(), 'meeting', p_by
    from public.agenda_items as i
    join private.referents as r on r.case_id = i.case_id
    where i.meeting_id = p_meeting and private.item_state(i.meeting_id, i.item_id) = 'done'
    on conflict (id) do nothing
    returning owner_id
  )
  select coalesce(array_agg(distinct m.owner_id), '{}') from made as m;
$$;
