-- The end of a follow-up: its reason, what is kept and until when, and opening it again. A closed case is read, not written.

create function private.retention() returns interval
language sql immutable
return interval '24 months';
comment on function private.retention() is 'How long a case is kept once it is closed.';

create function private.is_closed(p_case uuid) returns boolean
language sql stable security definer set search_path = ''
return exists (select from public.case_closings as k where k.case_id = p_case and k.reopened_at is null);
comment on function private.is_closed(uuid) is 'Whether a case is closed. Definer: asked before its notes are opened.';

create function private.put_in_stage(p_case uuid, p_stage text) returns void
language plpgsql set search_path = ''
as $$
declare
  before record;
begin
  select c.group_id, c.stage into before from public.cases as c where c.id = p_case for no key update;
  if before.stage = p_stage then
    return;
  end if;
  update public.cases as c set stage = p_stage, stage_since = greatest(now(), c.stage_since) where c.id = p_case;
  insert into public.stage_changes (case_id, group_id, from_stage, to_stage, changed_by)
  values (p_case, before.group_id, before.stage, p_stage, private.me());
end;
$$;
comment on function private.put_in_stage(uuid, text) is 'Moves a case by a command; its card follows.';

create function public.close_case(
  p_id uuid, p_case uuid, p_reason text, p_outcome uuid, p_closed_on date, p_words text, p_drop_actions boolean
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless(p_id is not null and p_closed_on <= private.today() and private.is_near(p_closed_on), 'MA422');
  perform private.refuse_unless(
    p_outcome is null or exists (select from public.outcomes as o where o.id = p_outcome and o.case_id = p_case), 'MA422'
  );
  -- Of two who close at once, the second finds it closed.
  perform 1 from public.cases as c where c.id = p_case for no key update;
  if exists (
    select from public.case_closings as k where k.id = p_id and k.case_id = p_case and k.closed_by = private.me()
  ) then
    return;
  end if;
  perform private.refuse_unless(not private.is_closed(p_case), 'MA409');
  perform private.put_in_stage(p_case, 'exit');
  if p_drop_actions then
    perform public.set_action(a.id, '{"status":"dropped"}')
    from public.actions as a
    where a.case_id = p_case and a.status in ('todo', 'in_progress', 'stuck');
  end if;
  insert into public.case_closings (id, case_id, group_id, reason, outcome_id, closed_on, words, keep_until, closed_by)
  values (
    p_id, p_case, the_group, p_reason, p_outcome, p_closed_on, btrim(coalesce(p_words, '')),
    (p_closed_on + private.retention())::date, private.me()
  );
end;
$$;
comment on function public.close_case(uuid, uuid, text, uuid, date, text, boolean) is 'Ends the follow-up of a case, with its reason; its notes are only read from then on. Asked again with the same id, changes nothing.';

create function public.reopen_case(p_case uuid, p_reason text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  former text;
begin
  perform private.group_of_my_case(p_case);
  perform private.refuse_unless(
    coalesce((select f.referent_id = private.me() from private.referents as f where f.case_id = p_case), true), 'MA403'
  );
  perform 1 from public.cases as c where c.id = p_case for no key update;
  perform private.refuse_unless(private.is_closed(p_case), 'MA409');
  former := coalesce(
    (
      select s.from_stage from public.stage_changes as s
      where s.case_id = p_case and s.to_stage = 'exit' order by s.id desc limit 1
    ),
    'diagnosis'
  );
  update public.case_closings as k
  set reopened_at = now(), reopened_by = private.me(), reopen_reason = btrim(p_reason), reopened_stage = former
  where k.case_id = p_case and k.reopened_at is null;
  perform private.put_in_stage(p_case, former);
end;
$$;
comment on function public.reopen_case(uuid, text) is 'Opens a closed case again, with a reason, in the stage that it left; by its référent, or anybody of the circle when nobody leads it.';

create or replace function private.document_access(name text) returns text
language plpgsql stable set search_path = ''
as $$
declare
  document record;
  meeting_status text;
begin
  select d.kind, d.subject_id, d.organization_id into document from private.parse_document_name(name) as d;
  if document.organization_id <> private.my_organization() then
    return 'none';
  end if;
  case document.kind
    when 'board', 'board-own' then
      return case when document.subject_id = any (private.my_groups()) then 'write' else 'none' end;
    when 'case', 'case-own' then
      if not private.may_open_case(document.subject_id) then
        return 'none';
      end if;
      return case when private.is_closed(document.subject_id) then 'read' else 'write' end;
    when 'meeting' then
      -- Not left to the policies: open_document asks as the definer, for whom there are none.
      select m.status into meeting_status from public.meetings as m
      where m.id = document.subject_id and m.group_id = any (private.my_groups());
      return case when meeting_status is null then 'none' when meeting_status = 'closed' then 'read' else 'write' end;
    when 'inbox' then
      return case
        when document.subject_id = private.me() and private.my_organization() is not null then 'read'
        else 'none'
      end;
    else
      return 'none';
  end case;
end;
$$;

create or replace function private.project_stage(p_document text, p_case uuid, p_stage text, p_by uuid, p_at timestamptz) returns boolean
language plpgsql set search_path = ''
as $$
declare
  placed record;
  since timestamptz;
begin
  select c.id, c.group_id, c.stage, c.stage_since, c.created_at into placed
  from public.cases as c
  where c.id = p_case
    and (
      p_document = 'board-own:' || c.group_id || ':' || c.organization_id
      or (
        p_document = 'board:' || c.group_id
        and exists (select from private.agreements_in_force as a where a.case_id = c.id)
      )
    )
  for no key update;
  if placed.id is null or placed.stage = p_stage
    or p_stage not in ('outreach', 'diagnosis', 'unblocking', 'project', 'employment', 'exit') then
    return false;
  end if;
  -- A closed case stays where it is: its card is put back when the board reads it again.
  if private.is_closed(p_case) then
    return true;
  end if;
  -- A move that is taken back says since when the case was there before.
  select coalesce(
    (
      select max(s.changed_at) from public.stage_changes as s
      where s.case_id = p_case and s.to_stage = p_stage and s.id < l.id
    ),
    placed.created_at
  ) into since
  from (
    select s.id, s.from_stage, s.changed_by from public.stage_changes as s where s.case_id = p_case order by s.id desc limit 1
  ) as l
  where l.from_stage = p_stage and l.changed_by = p_by and p_at < placed.stage_since;
  if since is null or date_trunc('milliseconds', since) <> p_at then
    since := greatest(p_at, placed.stage_since);
  end if;
  perform set_config('maillage.author', coalesce(p_by::text, ''), true);
  update public.cases as c set stage = p_stage, stage_since = since where c.id = p_case;
  perform set_config('maillage.author', '', true);
  insert into public.stage_changes (case_id, group_id, from_stage, to_stage, changed_by, changed_at)
  values (
    p_case, placed.group_id, placed.stage, p_stage,
    (select p.id from public.profiles as p where p.id = p_by), greatest(p_at, placed.stage_since)
  );
  return true;
end;
$$;

grant execute on function private.is_closed(uuid) to authenticated, maillage_system;
grant execute on function public.close_case(uuid, uuid, text, uuid, date, text, boolean) to authenticated;
grant execute on function public.reopen_case(uuid, text) to authenticated;
