-- The life of a request, one function per verb. Whoever is asked sees, takes, answers or declines; the asker reminds, dates,
-- closes and asks again. Each returns whose screens change.

create function private.reminder_pause() returns interval
language sql immutable
return interval '2 days';
comment on function private.reminder_pause() is 'How long after it was asked, or reminded of, one may remind of a request.';

create function private.reopening_days() returns interval
language sql immutable
return interval '7 days';
comment on function private.reopening_days() is 'How long one may ask again what was answered or closed, and how long it is still shown.';
grant execute on function private.reminder_pause() to maillage_system;
grant execute on function private.reopening_days() to maillage_system;

create function private.screens_of_request(p_request uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'caseId', r.case_id,
    'profileIds', array(
      select r.author_id union select t.profile_id from private.request_targets as t where t.request_id = r.id
    )
  )
  from public.requests as r where r.id = p_request;
$$;
comment on function private.screens_of_request(uuid) is 'The case whose screens show a request (null: a meeting), and whose inboxes do.';

create function private.lock_request(p_request uuid) returns public.requests
language plpgsql set search_path = ''
as $$
declare
  found_one public.requests;
begin
  select r.* into found_one from public.requests as r where r.id = p_request for no key update;
  perform private.refuse_unless(
    found_one.group_id = any (private.my_groups()) and (
      found_one.author_id = private.me()
      or exists (select from private.request_people as t where t.request_id = p_request and t.profile_id = private.me())
      or found_one.meeting_id is not null
      or (
        private.may_open_case(found_one.case_id)
        and (found_one.own_organization_id is null or found_one.own_organization_id = private.my_organization())
      )
    ),
    'MA404'
  );
  return found_one;
end;
$$;
comment on function private.lock_request(uuid) is 'A request that the caller may know of, for a change.';

create function private.lock_asked(p_request uuid) returns public.requests
language plpgsql set search_path = ''
as $$
declare
  found_one constant public.requests := private.lock_request(p_request);
begin
  perform private.refuse_unless(
    exists (
      select from private.request_people as t
      where t.request_id = p_request and t.profile_id = private.me() and t.acts
    ),
    'MA403'
  );
  return found_one;
end;
$$;
comment on function private.lock_asked(uuid) is 'A request that is asked of the caller, for a change.';

create function private.lock_own_request(p_request uuid) returns public.requests
language plpgsql set search_path = ''
as $$
declare
  found_one constant public.requests := private.lock_request(p_request);
begin
  perform private.refuse_unless(found_one.author_id = private.me(), 'MA403');
  return found_one;
end;
$$;
comment on function private.lock_own_request(uuid) is 'A request that the caller made, for a change.';

create function public.ask_request(
  p_id uuid, p_case uuid, p_blocker uuid, p_target uuid, p_organization uuid, p_words text, p_due_on date
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  if not exists (
    select from public.requests as r where r.id = p_id and r.case_id = p_case and r.author_id = private.me()
  ) then
    perform private.refuse_unless(length(btrim(p_words)) between 1 and 300, 'MA422');
    perform private.refuse_unless(num_nonnulls(p_target, p_organization) = 1, 'MA422');
    perform private.refuse_unless(p_target is distinct from private.me(), 'MA422');
    perform private.refuse_unless(
      p_blocker is null or exists (select from public.blockers as b where b.id = p_blocker and b.case_id = p_case), 'MA422'
    );
    perform private.refuse_unless(p_target is null or private.may_know_case(p_target, p_case), 'MA422');
    perform private.refuse_unless(
      p_organization is null or private.called_by_mention(the_group, p_case, null, private.me(), p_organization), 'MA422'
    );
    perform private.refuse_unless(not exists (select from public.requests as r where r.id = p_id), 'MA409');
    insert into public.requests (
      id, group_id, case_id, blocker_id, author_id, target_id, target_organization_id, words, due_on
    )
    values (p_id, the_group, p_case, p_blocker, private.me(), p_target, p_organization, btrim(p_words), p_due_on);
    perform private.tell(t.profile_id, 'request', the_group, p_case, 'request:' || p_id)
    from private.request_people as t where t.request_id = p_id;
  end if;
  return private.screens_of_request(p_id);
end;
$$;
comment on function public.ask_request(uuid, uuid, uuid, uuid, uuid, text, date) is 'Asks something of a colleague or of an organisation about a case or one of its blockers; by its circle. Again with the same id changes nothing.';

create function public.see_request(p_request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.requests := private.lock_asked(p_request);
begin
  if old.state = 'asked' then
    update public.requests as r set state = 'seen', seen_at = now() where r.id = p_request;
  end if;
  return private.screens_of_request(p_request);
end;
$$;
comment on function public.see_request(uuid) is 'Notes that one has read what one is asked; again, or later in its life, changes nothing.';

create function public.take_request(p_request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.requests := private.lock_asked(p_request);
begin
  if old.state <> 'taken' or old.taken_by is distinct from private.me() then
    perform private.refuse_unless(old.state in ('asked', 'seen', 'taken'), 'MA409');
    update public.requests as r set
      state = 'taken', taken_by = private.me(), taken_at = now(), seen_at = coalesce(r.seen_at, now())
    where r.id = p_request;
  end if;
  return private.screens_of_request(p_request);
end;
$$;
comment on function public.take_request(uuid) is 'Takes a request upon oneself; of an organisation, from a colleague too.';

create function private.end_request(p_request uuid, p_state text, p_answer text, p_reason text) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  old constant public.requests := private.lock_asked(p_request);
  the_answer constant text := nullif(btrim(p_answer), '');
begin
  if (old.state, old.answered_by, old.answer, old.decline_reason)
    is distinct from (p_state, private.me(), the_answer, p_reason) then
    perform private.refuse_unless(old.state in ('asked', 'seen', 'taken'), 'MA409');
    perform private.refuse_unless(coalesce(length(the_answer), 0) <= 1000, 'MA422');
    update public.requests as r set
      state = p_state, answer = the_answer, decline_reason = p_reason, answered_by = private.me(), answered_at = now(),
      seen_at = coalesce(r.seen_at, now())
    where r.id = p_request;
    perform private.tell(
      old.author_id, 'request', old.group_id, old.case_id, 'answer:' || p_request || ':' || extract(epoch from now())
    );
  end if;
  return private.screens_of_request(p_request);
end;
$$;
comment on function private.end_request(uuid, text, text, text) is 'Answers or declines a request, and tells whoever asked.';

create function public.answer_request(p_request uuid, p_answer text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_asked(p_request);
  perform private.refuse_unless(length(btrim(p_answer)) between 1 and 1000, 'MA422');
  return private.end_request(p_request, 'answered', p_answer, null);
end;
$$;
comment on function public.answer_request(uuid, text) is 'Answers what one is asked; again with the same words changes nothing.';

create function public.decline_request(p_request uuid, p_reason text, p_words text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_asked(p_request);
  perform private.refuse_unless(
    coalesce(p_reason in ('not_my_role', 'no_capacity', 'missing_information', 'other'), false), 'MA422'
  );
  -- « Autre » says nothing without words.
  perform private.refuse_unless(p_reason <> 'other' or length(btrim(p_words)) > 0, 'MA422');
  return private.end_request(p_request, 'declined', p_words, p_reason);
end;
$$;
comment on function public.decline_request(uuid, text, text) is 'Says no to what one is asked, with a reason of the list, and words when it is another.';

create or replace function public.finish_mention(p_mention uuid, p_done boolean) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.requests := private.lock_asked(p_mention);
begin
  if p_done and old.state in ('asked', 'seen', 'taken') then
    perform private.end_request(p_mention, 'answered', null, null);
  elsif not p_done and old.state = 'answered' and old.answer is null and old.answered_by = private.me() then
    update public.requests as r set
      state = case when r.taken_by is null then 'seen' else 'taken' end, answered_at = null, answered_by = null
    where r.id = p_mention;
  end if;
  return old.case_id;
end;
$$;
comment on function public.finish_mention(uuid, boolean) is 'Says that one has done what one was asked, without words, or takes it back; returns its case, null for a request of a meeting.';

create function public.close_request(p_request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.requests := private.lock_own_request(p_request);
begin
  if old.state <> 'closed' then
    update public.requests as r set state = 'closed', closed_at = now() where r.id = p_request;
  end if;
  return private.screens_of_request(p_request);
end;
$$;
comment on function public.close_request(uuid) is 'Closes one''s own request, answered or not.';

create function public.reopen_request(p_request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.requests := private.lock_own_request(p_request);
begin
  if old.state not in ('asked', 'seen', 'taken') then
    perform private.refuse_unless(
      coalesce(old.closed_at, old.answered_at) > now() - private.reopening_days(), 'MA409'
    );
    -- A guest has one answer: they are asked by a new link.
    perform private.refuse_unless(num_nonnulls(old.target_id, old.target_organization_id) = 1, 'MA409');
    update public.requests as r set
      state = 'asked', asked_at = now(), seen_at = null, taken_by = null, taken_at = null, answered_at = null,
      closed_at = null, decline_reason = null, reminded_at = null
    where r.id = p_request;
    perform private.tell(
      t.profile_id, 'request', old.group_id, old.case_id, 'request:' || p_request || ':' || extract(epoch from now())
    )
    from private.request_people as t where t.request_id = p_request;
  end if;
  return private.screens_of_request(p_request);
end;
$$;
comment on function public.reopen_request(uuid) is 'Asks again what was answered, declined or closed less than a week ago; the answer stays until the next.';

create function public.remind_request(p_request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.requests := private.lock_own_request(p_request);
begin
  perform private.refuse_unless(
    old.state in ('asked', 'seen', 'taken') and num_nonnulls(old.target_id, old.target_organization_id) = 1
      and coalesce(old.reminded_at, old.asked_at) <= now() - private.reminder_pause(),
    'MA409'
  );
  update public.requests as r set reminded_at = now() where r.id = p_request;
  perform private.tell(
    t.profile_id, 'request', old.group_id, old.case_id, 'reminder:' || p_request || ':' || extract(epoch from now())
  )
  from private.request_people as t where t.request_id = p_request;
  return private.screens_of_request(p_request);
end;
$$;
comment on function public.remind_request(uuid) is 'Reminds of one''s own request without answer, once in two days.';

create function public.date_request(p_request uuid, p_due_on date) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.requests := private.lock_own_request(p_request);
begin
  perform private.refuse_unless(old.state in ('asked', 'seen', 'taken'), 'MA409');
  update public.requests as r set due_on = p_due_on where r.id = p_request and r.due_on is distinct from p_due_on;
  return private.screens_of_request(p_request);
end;
$$;
comment on function public.date_request(uuid, date) is 'Says until when one''s own request waits; null: no date.';

grant execute on function public.ask_request(uuid, uuid, uuid, uuid, uuid, text, date) to authenticated;
grant execute on function public.see_request(uuid) to authenticated;
grant execute on function public.take_request(uuid) to authenticated;
grant execute on function public.answer_request(uuid, text) to authenticated;
grant execute on function public.decline_request(uuid, text, text) to authenticated;
grant execute on function public.close_request(uuid) to authenticated;
grant execute on function public.reopen_request(uuid) to authenticated;
grant execute on function public.remind_request(uuid) to authenticated;
grant execute on function public.date_request(uuid, date) to authenticated;
