-- A line may get another owner or date while the meeting runs, and its action with it: the action is still what was decided.

create function private.is_as_decided(p_decision public.decisions) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.actions as a
    where a.id = p_decision.action_id and a.status = 'todo' and a.blocker_id is null and not a.reserved
      and (a.label, a.owner_id, a.due_on) is not distinct from (p_decision.label, p_decision.owner_id, p_decision.due_on)
  )
  or exists (
    select from public.blockers as b
    where b.id = p_decision.blocker_id
      and private.is_untouched('blockers', p_decision.case_id, b.id)
      and not exists (select from public.actions as a where a.blocker_id = b.id)
  );
$$;
comment on function private.is_as_decided(public.decisions) is 'Whether the action or blocker of a decision is what was decided, and nothing was built on it.';

create or replace function public.remove_decision(p_decision uuid)
returns table (meeting_id uuid, case_id uuid, owner_id uuid)
language plpgsql security definer set search_path = ''
as $$
declare
  old public.decisions;
  the_status text;
  as_decided boolean;
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
  as_decided := private.is_as_decided(old);
  delete from public.decisions as d where d.id = p_decision;
  if as_decided then
    delete from public.actions as a where a.id = old.action_id;
    delete from public.blockers as b where b.id = old.blocker_id;
  end if;
  return query select old.meeting_id, old.case_id, old.owner_id;
end;
$$;
comment on function public.remove_decision(uuid) is 'Removes what was decided, with its action or blocker when it is still what was decided; returns its subject.';
