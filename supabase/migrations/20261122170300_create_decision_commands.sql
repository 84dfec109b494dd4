-- Commands of decisions: written by anybody who works in the group while the meeting runs, once per id.

create function private.refuse_unless_decided_here(p_group uuid, p_case uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(
    p_group = any (private.my_groups())
      and (p_case is null or exists (select from private.agreements_in_force as a where a.case_id = p_case)),
    'MA404'
  );
end;
$$;
comment on function private.refuse_unless_decided_here(uuid, uuid) is 'Refuses what was decided in another group, or on a case that the group may not know of.';

create function private.is_untouched(p_table text, p_case uuid, p_row uuid) returns boolean
language sql stable set search_path = ''
as $$
  select not exists (
    select from public.change_events as e
    where e.case_id = p_case and e.table_name = p_table and e.row_id = p_row::text and e.operation = 'update'
  );
$$;
comment on function private.is_untouched(text, uuid, uuid) is 'Whether nobody changed something of a case since it was added.';

create function private.land_on_case(
  p_id uuid, p_case uuid, p_group uuid, p_kind text, p_label text, p_owner uuid, p_due_on date, p_blocker_type text
) returns boolean
language plpgsql set search_path = ''
as $$
declare
  reads constant boolean := exists (
    select from private.case_readers as r where r.case_id = p_case and r.profile_id = p_owner
  );
begin
  if p_kind = 'action' and (p_owner is null or reads) then
    insert into public.actions (id, case_id, group_id, label, owner_id, due_on, created_by)
    values (p_id, p_case, p_group, p_label, p_owner, p_due_on, private.me())
    on conflict (id) do nothing;
    perform private.refuse_unless(
      exists (select from public.actions as a where a.id = p_id and a.case_id = p_case and a.created_by = private.me()), 'MA409'
    );
    return true;
  elsif p_kind = 'blocker' then
    insert into public.blockers (id, case_id, group_id, type_code, detail, carrier_id, created_by)
    values (p_id, p_case, p_group, p_blocker_type, p_label, case when reads then p_owner end, private.me())
    on conflict (id) do nothing;
    perform private.refuse_unless(
      exists (select from public.blockers as b where b.id = p_id and b.case_id = p_case and b.created_by = private.me()), 'MA409'
    );
    return true;
  end if;
  return false;
end;
$$;
comment on function private.land_on_case(uuid, uuid, uuid, text, text, uuid, date, text) is 'Adds to a case the action or blocker that was decided, under the id of the decision; says whether it did. Nothing of a case is entrusted to somebody who may not open it.';

create function public.add_decision(
  p_id uuid, p_meeting uuid, p_item text, p_kind text, p_label text, p_owner uuid, p_due_on date, p_blocker_type text
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_meeting record;
  the_item record;
  the_label constant text := btrim(p_label);
  landed boolean := false;
begin
  -- Shared, so that many write at once and the closing waits for them.
  select m.group_id, m.status into the_meeting from public.meetings as m where m.id = p_meeting for share;
  perform private.refuse_unless(the_meeting.group_id = any (private.my_groups()), 'MA404');
  select i.item_id, i.case_id into the_item
  from public.agenda_items as i where i.meeting_id = p_meeting and i.item_id = p_item;
  perform private.refuse_unless(the_meeting.status = 'running', 'MA409');
  perform private.refuse_unless(the_item.item_id is not null, 'MA404');
  perform private.refuse_unless_decided_here(the_meeting.group_id, the_item.case_id);
  if exists (select from public.decisions as d where d.id = p_id and d.meeting_id = p_meeting and d.author_id = private.me()) then
    return the_item.case_id;
  end if;
  perform private.refuse_unless(
    p_owner is null
      or exists (select from private.group_members as m where m.group_id = the_meeting.group_id and m.profile_id = p_owner),
    'MA422'
  );
  perform private.refuse_unless((p_kind = 'blocker') = (p_blocker_type is not null), 'MA422');
  perform private.refuse_unless(
    p_kind <> 'blocker' or (
      the_item.case_id is not null
      -- The line is read by the whole group.
      and exists (select from public.blocker_types as t where t.code = p_blocker_type and not t.restricted)
    ),
    'MA422'
  );
  if the_item.case_id is not null then
    landed := private.land_on_case(
      p_id, the_item.case_id, the_meeting.group_id, p_kind, the_label, p_owner, p_due_on, p_blocker_type
    );
  end if;
  insert into public.decisions (
    id, meeting_id, group_id, item_id, case_id, kind, label, owner_id, due_on, action_id, blocker_id, author_id
  )
  values (
    p_id, p_meeting, the_meeting.group_id, p_item, the_item.case_id, p_kind, the_label, p_owner, p_due_on,
    case when landed and p_kind = 'action' then p_id end, case when landed and p_kind = 'blocker' then p_id end, private.me()
  )
  on conflict (id) do nothing;
  perform private.refuse_unless(
    exists (select from public.decisions as d where d.id = p_id and d.meeting_id = p_meeting and d.author_id = private.me()),
    'MA409'
  );
  return the_item.case_id;
end;
$$;
comment on function public.add_decision(uuid, uuid, text, text, text, uuid, date, text) is 'Adds what was decided on an item, with its action or blocker on the case; called again with the same id, changes nothing. Returns the case.';

create function public.finish_decision(p_decision uuid, p_done boolean)
returns table (meeting_id uuid, case_id uuid, owner_id uuid)
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
begin
  select d.* into old from public.decisions as d where d.id = p_decision for no key update;
  perform private.refuse_unless_decided_here(old.group_id, old.case_id);
  perform private.refuse_unless(
    old.group_id = any (private.my_facilitated_groups())
      or case when old.action_id is null then old.owner_id = private.me() else private.may_open_case(old.case_id) end,
    'MA403'
  );
  perform private.refuse_unless(old.kind in ('action', 'request'), 'MA422');
  update public.actions as a
  set status = case when p_done then 'done' else 'todo' end, done_at = case when p_done then now() end
  where a.id = old.action_id and (a.status = 'done') <> p_done;
  update public.decisions as d set done_at = case when p_done then coalesce(d.done_at, now()) end
  where d.id = p_decision and d.action_id is null;
  return query select old.meeting_id, old.case_id, old.owner_id;
end;
$$;
comment on function public.finish_decision(uuid, boolean) is 'Says that an action or request is done, or takes it back; returns its subject.';

create function public.remove_decision(p_decision uuid)
returns table (meeting_id uuid, case_id uuid, owner_id uuid)
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
  the_status text;
begin
  select m.status into the_status
  from public.meetings as m
  where m.id = (select d.meeting_id from public.decisions as d where d.id = p_decision) for share;
  select d.* into old from public.decisions as d where d.id = p_decision for update;
  perform private.refuse_unless_decided_here(old.group_id, old.case_id);
  perform private.refuse_unless(
    old.author_id = private.me() or old.group_id = any (private.my_facilitated_groups())
      or exists (
        select from public.meeting_runs as r where r.meeting_id = old.meeting_id and r.facilitator_id = private.me()
      ),
    'MA403'
  );
  perform private.refuse_unless(the_status = 'running', 'MA409');
  delete from public.decisions as d where d.id = p_decision;
  delete from public.actions as a
  where a.id = old.action_id and private.is_untouched('actions', old.case_id, old.action_id);
  delete from public.blockers as b
  where b.id = old.blocker_id and private.is_untouched('blockers', old.case_id, old.blocker_id)
    and not exists (select from public.actions as a where a.blocker_id = b.id);
  return query select old.meeting_id, old.case_id, old.owner_id;
end;
$$;
comment on function public.remove_decision(uuid) is 'Removes what was decided, with its action or blocker when nobody changed it since; returns its subject.';

grant execute on function public.add_decision(uuid, uuid, text, text, text, uuid, date, text) to authenticated;
grant execute on function public.finish_decision(uuid, boolean) to authenticated;
grant execute on function public.remove_decision(uuid) to authenticated;
