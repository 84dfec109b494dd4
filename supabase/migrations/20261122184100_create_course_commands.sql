-- What the circle of a case does with its course.

create function private.refuse_when_closed() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- What a meeting asks the référent to tell the person is told, whatever became of the case.
  if tg_table_name = 'actions' and to_jsonb(new) ->> 'label' = private.return_label() then
    return new;
  end if;
  perform private.refuse_unless(
    not exists (select from public.case_closings as k where k.case_id = new.case_id and k.reopened_at is null), 'MA409'
  );
  return new;
end;
$$;
comment on function private.refuse_when_closed() is 'Refuses to work on a case that is closed, until it is opened again.';

create trigger refuse_when_closed before insert or update of type_code, status, detail, lifted_by on public.blockers
for each row execute function private.refuse_when_closed();
create trigger refuse_when_closed before insert or update of label, status, due_on, blocker_id, reserved on public.actions
for each row execute function private.refuse_when_closed();
create trigger refuse_when_closed before insert or update on public.outcomes
for each row execute function private.refuse_when_closed();
create trigger refuse_when_closed before insert or update on public.case_schemes
for each row execute function private.refuse_when_closed();
create trigger refuse_when_closed before insert on public.entry_decisions
for each row execute function private.refuse_when_closed();

create function private.is_near(p_day date) returns boolean
language sql stable set search_path = ''
return p_day between private.today() - interval '5 years' and private.today() + interval '1 year';
comment on function private.is_near(date) is 'Whether a day may be that of an outcome: of the last five years or the next one.';

create function private.plan_checks(p_outcome uuid) returns void
language plpgsql set search_path = ''
as $$
declare
  placed record;
begin
  select o.case_id, o.group_id, o.starts_on,
    private.is_placement(o.kind) and coalesce(o.ends_on >= private.today(), true) as runs
  into placed
  from public.outcomes as o where o.id = p_outcome;
  -- One clock per case: that of its last placement.
  delete from public.placement_checks as k
  where k.case_id = placed.case_id and k.answered_at is null and (placed.runs or k.outcome_id = p_outcome);
  if not placed.runs then
    return;
  end if;
  insert into public.placement_checks (case_id, group_id, outcome_id, kind, due_on)
  select placed.case_id, placed.group_id, p_outcome, c.kind, (placed.starts_on + make_interval(months => c.months))::date
  from (values ('entry', 0, 1), ('month1', 1, 3), ('month3', 3, 6), ('month6', 6, null)) as c (kind, months, next)
  -- Told late, a placement is asked about once, not for each day that went by.
  where c.next is null or placed.starts_on + make_interval(months => c.next) > private.today()
  on conflict (outcome_id, kind) do nothing;
end;
$$;
comment on function private.plan_checks(uuid) is 'Plans the checks of an outcome anew, as far as they are not answered.';

create function public.add_outcome(
  p_id uuid, p_case uuid, p_kind text, p_employer_kind text, p_starts_on date, p_ends_on date, p_words text
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless(p_id is not null and private.is_near(p_starts_on), 'MA422');
  insert into public.outcomes (id, case_id, group_id, kind, employer_kind, starts_on, ends_on, words, created_by)
  values (p_id, p_case, the_group, p_kind, p_employer_kind, p_starts_on, p_ends_on, btrim(coalesce(p_words, '')), private.me())
  on conflict (id) do nothing;
  if not found then
    perform private.refuse_unless(
      exists (select from public.outcomes as o where o.id = p_id and o.case_id = p_case and o.created_by = private.me()), 'MA409'
    );
    return;
  end if;
  perform private.plan_checks(p_id);
end;
$$;
comment on function public.add_outcome(uuid, uuid, text, text, date, date, text) is 'Notes what came of a follow-up, and plans its checks; asked again with the same id, changes nothing.';

create function public.set_outcome(
  p_id uuid, p_kind text, p_employer_kind text, p_starts_on date, p_ends_on date, p_words text
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
  moved boolean;
begin
  select o.case_id, (o.kind, o.starts_on, o.ends_on) is distinct from (p_kind, p_starts_on, p_ends_on) into the_case, moved
  from public.outcomes as o where o.id = p_id for no key update;
  perform private.group_of_my_case(the_case);
  perform private.refuse_unless(private.is_near(p_starts_on), 'MA422');
  update public.outcomes as o set kind = p_kind, employer_kind = p_employer_kind, starts_on = p_starts_on, ends_on = p_ends_on,
    words = btrim(coalesce(p_words, ''))
  where o.id = p_id;
  if moved then
    perform private.plan_checks(p_id);
  end if;
  return the_case;
end;
$$;
comment on function public.set_outcome(uuid, text, text, date, date, text) is 'Corrects or ends an outcome; its checks follow. Returns its case.';

create function public.remove_outcome(p_id uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
begin
  select o.case_id into the_case from public.outcomes as o where o.id = p_id for update;
  perform private.group_of_my_case(the_case);
  -- What was asked about, or closed a case, is history.
  perform private.refuse_unless(
    not exists (select from public.case_closings as k where k.outcome_id = p_id or (k.case_id = the_case and k.reopened_at is null))
      and not exists (select from public.placement_checks as c where c.outcome_id = p_id and c.answered_at is not null),
    'MA409'
  );
  delete from public.outcomes as o where o.id = p_id;
  return the_case;
end;
$$;
comment on function public.remove_outcome(uuid) is 'Takes away an outcome noted by mistake, before a check of it was answered. Returns its case.';

create function public.answer_check(p_id uuid, p_answer text, p_words text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  asked record;
begin
  select c.case_id, c.outcome_id, c.answer, private.day_in_france(c.answered_at) as answered_on into asked
  from public.placement_checks as c where c.id = p_id for no key update;
  perform private.group_of_my_case(asked.case_id);
  perform private.refuse_unless(p_answer in ('yes', 'no', 'unknown'), 'MA422');
  if asked.answer = p_answer then
    update public.placement_checks as c set words = btrim(coalesce(p_words, '')) where c.id = p_id;
    return asked.case_id;
  end if;
  update public.placement_checks as c
  set answer = p_answer, words = btrim(coalesce(p_words, '')), answered_at = now(), answered_by = private.me()
  where c.id = p_id;
  if p_answer = 'no' then
    update public.outcomes as o set ends_on = greatest(o.starts_on, private.today())
    where o.id = asked.outcome_id and coalesce(o.ends_on > private.today(), true);
  elsif asked.answer = 'no' then
    update public.outcomes as o set ends_on = null where o.id = asked.outcome_id and o.ends_on = asked.answered_on;
  end if;
  return asked.case_id;
end;
$$;
comment on function public.answer_check(uuid, text, text) is 'Says whether a job or a training goes on; a no ends it, and another answer takes that back. Returns its case.';

create function public.add_case_scheme(p_id uuid, p_case uuid, p_scheme text, p_since date) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless(p_id is not null and p_since <= private.today(), 'MA422');
  insert into public.case_schemes (id, case_id, group_id, scheme, since, created_by)
  values (p_id, p_case, the_group, p_scheme, p_since, private.me())
  on conflict (id) do nothing;
  perform private.refuse_unless(
    exists (select from public.case_schemes as s where s.id = p_id and s.case_id = p_case and s.created_by = private.me()), 'MA409'
  );
end;
$$;
comment on function public.add_case_scheme(uuid, uuid, text, date) is 'Notes that the person of a case is in a scheme; asked again with the same id, changes nothing.';

create function public.end_case_scheme(p_id uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
begin
  select s.case_id into the_case from public.case_schemes as s where s.id = p_id;
  perform private.group_of_my_case(the_case);
  update public.case_schemes as s set until = private.today() where s.id = p_id and s.until is null;
  return the_case;
end;
$$;
comment on function public.end_case_scheme(uuid) is 'Notes that the person left a scheme today. Returns the case.';

create function public.decide_entry(p_id uuid, p_case uuid, p_rule text, p_decision text, p_words text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless(p_id is not null, 'MA422');
  insert into public.entry_decisions (id, case_id, group_id, rule, decision, words, decided_by)
  values (p_id, p_case, the_group, p_rule, p_decision, btrim(coalesce(p_words, '')), private.me())
  on conflict (id) do nothing;
  perform private.refuse_unless(
    exists (select from public.entry_decisions as d where d.id = p_id and d.case_id = p_case and d.decided_by = private.me()), 'MA409'
  );
end;
$$;
comment on function public.decide_entry(uuid, uuid, text, text, text) is 'Decides, with a reason, of a rule that a case does not meet; asked again with the same id, changes nothing.';

grant execute on function public.add_outcome(uuid, uuid, text, text, date, date, text) to authenticated;
grant execute on function public.set_outcome(uuid, text, text, date, date, text) to authenticated;
grant execute on function public.remove_outcome(uuid) to authenticated;
grant execute on function public.answer_check(uuid, text, text) to authenticated;
grant execute on function public.add_case_scheme(uuid, uuid, text, date) to authenticated;
grant execute on function public.end_case_scheme(uuid) to authenticated;
grant execute on function public.decide_entry(uuid, uuid, text, text, text) to authenticated;
