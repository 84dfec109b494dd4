-- Blockers, actions and mentions. Changes come as an object that holds the fields to change only, so that two people who
-- change two fields at once both keep theirs.

create function public.add_blocker(p_id uuid, p_case uuid, p_type text, p_detail text, p_carrier uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless_reader(p_case, p_carrier);
  perform private.refuse_unless(exists (select from public.blocker_types as t where t.code = p_type), 'MA422');
  insert into public.blockers (id, case_id, group_id, type_code, detail, carrier_id, created_by)
  values (p_id, p_case, the_group, p_type, btrim(coalesce(p_detail, '')), p_carrier, auth.uid())
  on conflict (id) do nothing;
  perform private.refuse_unless(
    exists (select from public.blockers as b where b.id = p_id and b.case_id = p_case and b.created_by = auth.uid()), 'MA409'
  );
  return p_id;
end;
$$;
comment on function public.add_blocker(uuid, uuid, text, text, uuid) is 'Adds a blocker to a case; called again with the same id, changes nothing.';

create function public.set_blocker(p_blocker uuid, p_changes jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
begin
  select b.case_id into old from public.blockers as b where b.id = p_blocker for no key update;
  perform private.refuse_unless(old.case_id is not null, 'MA404');
  perform private.group_of_my_case(old.case_id);
  perform private.refuse_unless_keys(p_changes, array['status', 'detail', 'carrierId', 'liftedBy']);
  perform private.refuse_unless_reader(old.case_id, (p_changes ->> 'carrierId')::uuid);
  update public.blockers as b set
    status = case when p_changes ? 'status' then p_changes ->> 'status' else b.status end,
    status_changed_at = case when p_changes ->> 'status' <> b.status then now() else b.status_changed_at end,
    detail = case when p_changes ? 'detail' then btrim(coalesce(p_changes ->> 'detail', '')) else b.detail end,
    carrier_id = case when p_changes ? 'carrierId' then (p_changes ->> 'carrierId')::uuid else b.carrier_id end,
    lifted_by = case
      when coalesce(p_changes ->> 'status', b.status) <> 'lifted' then null
      when p_changes ? 'liftedBy' then nullif(btrim(p_changes ->> 'liftedBy'), '')
      else b.lifted_by
    end
  where b.id = p_blocker;
  return old.case_id;
end;
$$;
comment on function public.set_blocker(uuid, jsonb) is 'Changes the status, detail, carrier of a blocker or what lifted it; returns its case.';

create function public.add_action(
  p_id uuid, p_case uuid, p_label text, p_owner uuid, p_due_on date, p_reserved boolean, p_blocker uuid
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless_reader(p_case, p_owner);
  perform private.refuse_unless(
    p_blocker is null or exists (select from public.blockers as b where b.id = p_blocker and b.case_id = p_case), 'MA422'
  );
  insert into public.actions (id, case_id, group_id, blocker_id, label, owner_id, due_on, reserved, created_by)
  values (
    p_id, p_case, the_group, p_blocker, btrim(p_label), p_owner, p_due_on,
    coalesce(p_reserved, false) or private.is_restricted(p_blocker), auth.uid()
  )
  on conflict (id) do nothing;
  perform private.refuse_unless(
    exists (select from public.actions as a where a.id = p_id and a.case_id = p_case and a.created_by = auth.uid()), 'MA409'
  );
  return p_id;
end;
$$;
comment on function public.add_action(uuid, uuid, text, uuid, date, boolean, uuid) is 'Adds an action to a case; one about a restricted blocker is reserved. Called again with the same id, changes nothing.';

create function public.set_action(p_action uuid, p_changes jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
  the_blocker uuid;
begin
  select a.case_id, a.blocker_id into old from public.actions as a where a.id = p_action for no key update;
  perform private.refuse_unless(old.case_id is not null, 'MA404');
  perform private.group_of_my_case(old.case_id);
  perform private.refuse_unless_keys(p_changes, array['label', 'status', 'ownerId', 'dueOn', 'reserved', 'blockerId']);
  perform private.refuse_unless_reader(old.case_id, (p_changes ->> 'ownerId')::uuid);
  the_blocker := case when p_changes ? 'blockerId' then (p_changes ->> 'blockerId')::uuid else old.blocker_id end;
  perform private.refuse_unless(
    the_blocker is null or exists (select from public.blockers as b where b.id = the_blocker and b.case_id = old.case_id), 'MA422'
  );
  update public.actions as a set
    label = case when p_changes ? 'label' then btrim(p_changes ->> 'label') else a.label end,
    status = case when p_changes ? 'status' then p_changes ->> 'status' else a.status end,
    done_at = case
      when coalesce(p_changes ->> 'status', a.status) <> 'done' then null
      when a.status <> 'done' then now()
      else a.done_at
    end,
    owner_id = case when p_changes ? 'ownerId' then (p_changes ->> 'ownerId')::uuid else a.owner_id end,
    due_on = case when p_changes ? 'dueOn' then (p_changes ->> 'dueOn')::date else a.due_on end,
    reserved = private.is_restricted(the_blocker)
      or case when p_changes ? 'reserved' then (p_changes ->> 'reserved')::boolean else a.reserved end,
    blocker_id = the_blocker
  where a.id = p_action;
  return old.case_id;
end;
$$;
comment on function public.set_action(uuid, jsonb) is 'Changes the label, status, owner, date, reserve or blocker of an action; returns its case.';

create function private.is_restricted(p_blocker uuid) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.blockers as b
    join public.blocker_types as t on t.code = b.type_code
    where b.id = p_blocker and t.restricted
  );
$$;
comment on function private.is_restricted(uuid) is 'Whether a blocker is of a type named inside the circle only.';

create function public.finish_mention(p_mention uuid, p_done boolean) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
begin
  update public.mentions as m set done_at = case when p_done then coalesce(m.done_at, now()) end
  where m.id = p_mention and m.target_id = auth.uid() and m.group_id = any (private.my_groups())
  returning m.case_id into the_case;
  perform private.refuse_unless(found, 'MA404');
  return the_case;
end;
$$;
comment on function public.finish_mention(uuid, boolean) is 'Says that one has done what a mention of oneself asked, or takes it back; returns its case, null for a mention in an agenda.';

grant execute on function public.add_blocker(uuid, uuid, text, text, uuid) to authenticated;
grant execute on function public.set_blocker(uuid, jsonb) to authenticated;
grant execute on function public.add_action(uuid, uuid, text, uuid, date, boolean, uuid) to authenticated;
grant execute on function public.set_action(uuid, jsonb) to authenticated;
grant execute on function public.finish_mention(uuid, boolean) to authenticated;
