-- What remained to be done when a follow-up ended is dropped with that reason, and the circle is told.

alter table public.actions drop constraint actions_drop_reason_check;
alter table public.actions add constraint actions_drop_reason_check check (
  drop_reason in ('no_longer_needed', 'refused_by_person', 'impossible', 'replaced', 'closed', 'other')
);

create or replace function public.close_case(
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
    update public.actions as a set status = 'dropped', drop_reason = 'closed'
    where a.case_id = p_case and a.status in ('todo', 'in_progress', 'stuck');
  end if;
  insert into public.case_closings (id, case_id, group_id, reason, outcome_id, closed_on, words, keep_until, closed_by)
  values (
    p_id, p_case, the_group, p_reason, p_outcome, p_closed_on, btrim(coalesce(p_words, '')),
    (p_closed_on + private.retention())::date, private.me()
  );
  perform private.tell(r.profile_id, 'course', the_group, p_case, 'closing:' || p_id)
  from private.case_readers as r where r.case_id = p_case;
end;
$$;

create or replace function public.reopen_case(p_case uuid, p_reason text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
  the_closing uuid;
  former text;
begin
  perform private.refuse_unless(
    coalesce((select f.referent_id = private.me() from private.referents as f where f.case_id = p_case), true), 'MA403'
  );
  perform 1 from public.cases as c where c.id = p_case for no key update;
  former := coalesce(
    (
      select s.from_stage from public.stage_changes as s
      where s.case_id = p_case and s.to_stage = 'exit' order by s.id desc limit 1
    ),
    'diagnosis'
  );
  update public.case_closings as k
  set reopened_at = now(), reopened_by = private.me(), reopen_reason = btrim(p_reason), reopened_stage = former
  where k.case_id = p_case and k.reopened_at is null
  returning k.id into the_closing;
  perform private.refuse_unless(the_closing is not null, 'MA409');
  perform private.put_in_stage(p_case, former);
  perform private.tell(r.profile_id, 'course', the_group, p_case, 'reopening:' || the_closing)
  from private.case_readers as r where r.case_id = p_case;
end;
$$;
