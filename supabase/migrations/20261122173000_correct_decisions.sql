-- Before a meeting is closed, what lacks an owner or a date gets one: in the line, and in the action that it became.

create function private.move_decided_action(p_decision public.decisions, p_owner uuid, p_due_on date) returns void
language plpgsql set search_path = ''
as $$
declare
  reads constant boolean := p_owner is null or exists (
    select from private.case_readers as r where r.case_id = p_decision.case_id and r.profile_id = p_owner
  );
begin
  if p_decision.action_id is null then
    if p_decision.done_at is null and private.land_on_case(
      p_decision.id, p_decision.case_id, p_decision.group_id, 'action', p_decision.label, p_owner, p_due_on, null
    ) then
      update public.decisions as d set action_id = d.id where d.id = p_decision.id;
    end if;
  elsif reads then
    update public.actions as a set owner_id = p_owner, due_on = p_due_on
    where a.id = p_decision.action_id and (a.owner_id, a.due_on) is distinct from (p_owner, p_due_on);
  else
    -- Nothing of a case is entrusted to somebody who may not open it: the line itself is what they do. What the circle
    -- began to work on stays theirs.
    delete from public.actions as a
    where a.id = p_decision.action_id and a.status = 'todo' and a.blocker_id is null;
    perform private.refuse_unless(found, 'MA409');
  end if;
end;
$$;
comment on function private.move_decided_action(public.decisions, uuid, date) is 'Has the action that was decided on a case follow its line.';

create function public.set_decision(p_decision uuid, p_owner uuid, p_due_on date)
returns table (meeting_id uuid, case_id uuid, owner_id uuid)
language plpgsql security definer set search_path = ''
as $$
declare
  the_status text;
  old public.decisions;
begin
  -- Shared, as when it was added: the closing waits.
  select m.status into the_status
  from public.meetings as m
  where m.id = (select d.meeting_id from public.decisions as d where d.id = p_decision) for share;
  select d.* into old from public.decisions as d where d.id = p_decision for update;
  perform private.refuse_unless_decided_here(old.group_id, old.case_id);
  perform private.refuse_unless(the_status = 'running', 'MA409');
  perform private.refuse_unless(old.kind in ('action', 'request'), 'MA422');
  perform private.refuse_unless(
    p_owner is null
      or exists (select from private.group_members as m where m.group_id = old.group_id and m.profile_id = p_owner),
    'MA422'
  );
  update public.decisions as d set owner_id = p_owner, due_on = p_due_on where d.id = p_decision;
  if old.kind = 'action' and old.case_id is not null then
    perform private.move_decided_action(old, p_owner, p_due_on);
  end if;
  return query select old.meeting_id, old.case_id, p_owner;
end;
$$;
comment on function public.set_decision(uuid, uuid, date) is 'Says who does what was decided, and by when, while the meeting runs; returns its subject.';
grant execute on function public.set_decision(uuid, uuid, date) to authenticated;
