-- Minutes: sealed once for each closing, corrected by addenda. What is sealed holds ids and words, no name: who is called
-- what, and what may still be known of a case, is said when it is read.

create table public.meeting_addenda (
  id uuid primary key,
  meeting_id uuid not null,
  group_id uuid not null,
  text text not null check (length(text) between 1 and 2000),
  author_id uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade
);
comment on table public.meeting_addenda is 'What was added to the minutes of a closed meeting. Append-only.';
create index meeting_addenda_meeting_id on public.meeting_addenda (meeting_id, group_id);
create index meeting_addenda_author_id on public.meeting_addenda (author_id);
alter table public.meeting_addenda enable row level security;
revoke all on public.meeting_addenda from public, anon, authenticated, service_role;
create trigger note_change after insert or update or delete on public.meeting_addenda
for each row execute function private.note_change();

create function public.add_addendum(p_id uuid, p_meeting uuid, p_text text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_meeting record;
begin
  select m.group_id, m.status into the_meeting from public.meetings as m where m.id = p_meeting for share;
  perform private.refuse_unless(the_meeting.group_id = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(
    the_meeting.group_id = any (private.my_facilitated_groups())
      or exists (select from public.meeting_runs as r where r.meeting_id = p_meeting and r.facilitator_id = private.me()),
    'MA403'
  );
  perform private.refuse_unless(the_meeting.status = 'closed', 'MA409');
  insert into public.meeting_addenda (id, meeting_id, group_id, text, author_id)
  values (p_id, p_meeting, the_meeting.group_id, btrim(p_text), private.me())
  on conflict (id) do nothing;
  return the_meeting.group_id;
end;
$$;
comment on function public.add_addendum(uuid, uuid, text) is 'Adds to the minutes of a closed meeting, by a facilitator or whoever led it; again with the same id, changes nothing. Returns the group.';
grant execute on function public.add_addendum(uuid, uuid, text) to authenticated;

create function private.decision_status(p_decision uuid) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case when d.kind in ('action', 'request') then
      coalesce(a.status, case when d.done_at is null then 'todo' else 'done' end)
    end
    from public.decisions as d left join public.actions as a on a.id = d.action_id
    where d.id = p_decision
  );
end;
$$;
comment on function private.decision_status(uuid) is 'How far what was decided is; null for what asks nothing of anybody.';

create function private.decisions_of(p_meeting uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', d.id, 'itemId', d.item_id, 'caseId', d.case_id, 'kind', d.kind, 'label', d.label, 'ownerId', d.owner_id,
      'dueOn', d.due_on
    ) order by d.created_at, d.id)
    from public.decisions as d where d.meeting_id = p_meeting
  ), '[]');
end;
$$;
comment on function private.decisions_of(uuid) is 'What a meeting decided, in the order in which it was.';

create function private.minutes_content(p_meeting uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'startsAt', private.iso(m.starts_at), 'endsAt', private.iso(m.ends_at), 'place', m.place,
      'startedAt', private.iso(r.started_at), 'endedAt', private.iso(r.ended_at), 'facilitatorId', r.facilitator_id,
      'attendance', coalesce((
        select jsonb_agg(jsonb_build_object('profileId', e.profile_id, 'answer', a.answer, 'representedBy', a.represented_by)
          order by e.profile_id)
        from (
          select g.profile_id from private.group_members as g where g.group_id = m.group_id
          union select a.profile_id from public.meeting_attendance as a where a.meeting_id = m.id
        ) as e
        left join public.meeting_attendance as a on a.meeting_id = m.id and a.profile_id = e.profile_id
      ), '[]'),
      'items', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', i.item_id, 'kind', i.kind, 'caseId', i.case_id, 'title', i.title, 'question', i.question,
          'minutes', i.minutes, 'notes', i.notes, 'seconds', coalesce(round(t.spent), 0),
          'state', private.item_state(m.id, i.item_id), 'carried', k.reason,
          'organizationIds', array(
            select p.organization_id from public.profiles as p
            where p.id = i.presenter_id or p.id = (select f.referent_id from private.referents as f where f.case_id = i.case_id)
            union select c.organization_id from public.cases as c where c.id = i.case_id
          )
        ) order by i.rank, i.item_id)
        from public.agenda_items as i
        left join public.run_items as t on t.meeting_id = m.id and t.item_id = i.item_id
        left join public.carried_items as k on k.meeting_id = m.id and k.item_id = i.item_id
        where i.meeting_id = m.id
      ), '[]'),
      'decisions', private.decisions_of(m.id),
      -- Where people worked that day; the employer of tomorrow was not there.
      'employers', coalesce((
        select jsonb_object_agg(p.id, p.organization_id) from public.profiles as p where p.id in (
          select g.profile_id from private.group_members as g where g.group_id = m.group_id
          union select a.profile_id from public.meeting_attendance as a where a.meeting_id = m.id
          union select a.represented_by from public.meeting_attendance as a where a.meeting_id = m.id
          union select d.owner_id from public.decisions as d where d.meeting_id = m.id
          union select r.facilitator_id
        )
      ), '{}')
    )
    from public.meetings as m left join public.meeting_runs as r on r.meeting_id = m.id
    where m.id = p_meeting
  );
end;
$$;
comment on function private.minutes_content(uuid) is 'Minutes as the tables have them now, people and cases by their ids.';

create function private.seal_minutes(p_meeting uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  -- After the words that are being stored, before those that come too late.
  perform private.wait_for_closing(p_meeting, true);
  update public.meeting_closings as c set sealed_at = clock_timestamp(), content = private.minutes_content(p_meeting)
  where c.meeting_id = p_meeting and c.sealed_at is null;
  return found;
end;
$$;
comment on function private.seal_minutes(uuid) is 'Writes the minutes of the last closing, once. Definer: the sync server may not write this table.';
grant execute on function private.seal_minutes(uuid) to maillage_system;

create function public.reopen_meeting(p_meeting uuid, p_reason text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_meeting record;
begin
  select m.group_id into the_meeting from public.meetings as m where m.id = p_meeting;
  -- The others who prepare wait, so that the next meeting does not start meanwhile.
  perform private.refuse_unless_facilitator(the_meeting.group_id);
  select m.group_id, m.kind, m.status, m.starts_at into the_meeting
  from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless(the_meeting.status = 'closed', 'MA409');
  perform private.refuse_unless(
    not exists (
      select from public.meetings as n
      where n.group_id = the_meeting.group_id and n.kind = the_meeting.kind and n.starts_at > the_meeting.starts_at
        and n.status in ('running', 'closed')
    ),
    'MA409'
  );
  perform private.refuse_unless(btrim(p_reason) <> '', 'MA422');
  insert into public.meeting_closings (meeting_id, number, group_id)
  select p_meeting, 1, the_meeting.group_id
  where not exists (select from public.meeting_closings as c where c.meeting_id = p_meeting);
  perform private.seal_minutes(p_meeting);
  update public.meeting_closings as c set reopened_at = now(), reopened_by = private.me(), reason = btrim(p_reason)
  where c.meeting_id = p_meeting and c.reopened_at is null;
  delete from public.carried_items as c
  where c.meeting_id = p_meeting and c.dismissed_at is null
    and not exists (select from private.taken_up as t where t.carried_id = c.id);
  update public.meeting_runs as r set ended_at = null, ended_by = null where r.meeting_id = p_meeting;
  update public.meetings as m
  set status = case when exists (select from public.meeting_runs as r where r.meeting_id = p_meeting) then 'running' else 'sent' end
  where m.id = p_meeting;
  return the_meeting.group_id;
end;
$$;
comment on function public.reopen_meeting(uuid, text) is 'Opens a closed meeting again, by a facilitator, until the next one of its kind has started; its minutes stay. Returns the group.';
grant execute on function public.reopen_meeting(uuid, text) to authenticated;

create function private.unsealed_meetings() returns uuid[]
language sql stable security definer set search_path = ''
return array(
  select c.meeting_id from public.meeting_closings as c
  where c.sealed_at is null and c.closed_at < now() - interval '10 seconds' order by c.closed_at
);
comment on function private.unsealed_meetings() is 'Meetings closed a while ago whose minutes are not sealed: whoever closed them stopped in the middle.';
grant execute on function private.unsealed_meetings() to maillage_system;
