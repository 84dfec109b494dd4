-- What a meeting did not get to waits for the next one of its kind, until it is on an agenda again or set aside.

create table public.carried_items (
  id uuid primary key default gen_random_uuid(),
  meeting_id uuid not null,
  item_id text not null check (length(item_id) between 1 and 80),
  group_id uuid not null,
  kind text not null,
  case_id uuid,
  title text not null,
  question text not null,
  minutes smallint not null,
  rank smallint not null,
  reason text not null check (reason in ('not_reached', 'postponed', 'parked')),
  times smallint not null check (times >= 1),
  created_at timestamptz not null default now(),
  dismissed_at timestamptz,
  dismissed_by uuid references public.profiles (id),
  word text not null default '' check (length(word) <= 200),
  unique (meeting_id, item_id),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.carried_items is 'Items that a meeting did not get to. On a later agenda each is the item of its case, or the item that names its id. `times`: meetings it went through.';
create index carried_items_meeting_id on public.carried_items (meeting_id, group_id);
create index carried_items_case_id on public.carried_items (case_id, group_id);
create index carried_items_dismissed_by on public.carried_items (dismissed_by);
alter table public.carried_items enable row level security;
revoke all on public.carried_items from public, anon, authenticated, service_role;
create trigger note_change after insert or update or delete on public.carried_items
for each row execute function private.note_change();

create view private.taken_up as
select c.id as carried_id, o.id as meeting_id
from public.carried_items as c
join public.meetings as f on f.id = c.meeting_id
join public.agenda_items as i on i.group_id = c.group_id and (i.case_id = c.case_id or i.item_id = 'carried:' || c.id)
join public.meetings as o on o.id = i.meeting_id and o.starts_at > f.starts_at and o.cancelled_at is null;
comment on view private.taken_up is 'The later meetings whose agenda has a carried item again.';

create view private.carried_facts as
select m.id as meeting_id, c.id, c.case_id, c.times, f.starts_at, c.rank, jsonb_build_object(
  'id', c.id, 'kind', c.kind, 'caseId', c.case_id, 'title', c.title, 'question', c.question, 'minutes', c.minutes,
  'reason', c.reason, 'fromOn', private.day_in_france(f.starts_at), 'times', c.times
) as facts
from public.meetings as m
join public.meetings as f on f.group_id = m.group_id and f.kind = m.kind and f.starts_at < m.starts_at
join public.carried_items as c on c.meeting_id = f.id
where c.dismissed_at is null
  and (c.case_id is null or exists (select from private.agreements_in_force as a where a.case_id = c.case_id))
  and not exists (select from private.taken_up as t where t.carried_id = c.id and t.meeting_id <> m.id);
comment on view private.carried_facts is 'What waits for a meeting: carried by those of its kind before it, on no other agenda since. A case that is no longer shared does not wait.';
grant select on private.carried_facts to maillage_system;

create function private.return_label() returns text
language sql immutable
return 'Retour à la personne : lui dire ce qui a été décidé';
comment on function private.return_label() is 'What the référent does once a case was looked at. Content of a French group, never translated.';

create function private.return_days() returns integer
language sql immutable
return 7;
comment on function private.return_days() is 'In how many days the person knows what was decided.';

create function private.standing_title() returns text
language sql immutable
return 'Retour sur les décisions';
comment on function private.standing_title() is 'The item that every agenda begins with: it is never carried.';

create function private.forgotten_after() returns interval
language sql immutable
return interval '6 hours';
comment on function private.forgotten_after() is 'How long after its end a meeting that nobody closed closes itself.';

create function private.item_state(p_meeting uuid, p_item text) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select r.state from public.run_items as r where r.meeting_id = p_meeting and r.item_id = p_item), 'todo'
  );
end;
$$;
comment on function private.item_state(uuid, text) is 'Where an item stands: looked at, postponed or to do.';

create function private.carry_items(p_meeting uuid) returns void
language sql volatile set search_path = ''
as $$
  insert into public.carried_items as k (meeting_id, item_id, group_id, kind, case_id, title, question, minutes, rank, reason, times)
  select i.meeting_id, i.item_id, i.group_id, i.kind, i.case_id, i.title, i.question, i.minutes, i.rank,
    case when s.state = 'postponed' then 'postponed' when i.parked then 'parked' else 'not_reached' end,
    1 + coalesce((
      select max(c.times) from private.carried_facts as c
      where c.meeting_id = p_meeting and (c.case_id = i.case_id or i.item_id = 'carried:' || c.id)
    ), 0)
  from public.agenda_items as i
  cross join lateral (select private.item_state(i.meeting_id, i.item_id) as state) as s
  where i.meeting_id = p_meeting and s.state <> 'done' and i.kind <> 'opening'
    and not (i.kind = 'information' and i.title = private.standing_title())
  on conflict (meeting_id, item_id) do update set reason = excluded.reason where k.dismissed_at is null;
$$;
comment on function private.carry_items(uuid) is 'Carries what was not looked at, but the welcome and the look back; again, what was carried stays.';

create function private.return_to_people(p_meeting uuid, p_by uuid) returns uuid[]
language sql volatile set search_path = ''
as $$
  with made as (
    insert into public.actions (id, case_id, group_id, label, owner_id, due_on, created_by)
    select md5('return ' || p_meeting || ' ' || i.case_id)::uuid, i.case_id, i.group_id, private.return_label(), r.referent_id,
      private.today() + private.return_days(), p_by
    from public.agenda_items as i
    join private.referents as r on r.case_id = i.case_id
    where i.meeting_id = p_meeting and private.item_state(i.meeting_id, i.item_id) = 'done'
    on conflict (id) do nothing
    returning owner_id
  )
  select coalesce(array_agg(distinct m.owner_id), '{}') from made as m;
$$;
comment on function private.return_to_people(uuid, uuid) is 'Has the référent of each case looked at tell the person, once per meeting and case; returns the référents.';

create function private.end_run(p_meeting uuid, p_by uuid) returns void
language plpgsql set search_path = ''
as $$
declare
  the_run public.meeting_runs;
begin
  select r.* into the_run from public.meeting_runs as r where r.meeting_id = p_meeting;
  if the_run.meeting_id is null then
    return;
  end if;
  -- Of a meeting that was forgotten, the hours after its end are nobody's.
  perform private.count_time(the_run, case when p_by is not null then clock_timestamp() else (
    select least(clock_timestamp(), m.ends_at) from public.meetings as m where m.id = p_meeting
  ) end);
  update public.meeting_runs as r set since = null, ended_at = now(), ended_by = p_by where r.meeting_id = p_meeting;
end;
$$;
comment on function private.end_run(uuid, uuid) is 'Stops the time of a meeting that ran; null: by itself.';

create function private.close(p_meeting uuid, p_by uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  the_meeting record;
  leader uuid;
  people uuid[];
begin
  perform private.wait_for_closing(p_meeting, true);
  select m.id, m.group_id, m.created_by into the_meeting from public.meetings as m where m.id = p_meeting;
  perform private.end_run(p_meeting, p_by);
  select r.facilitator_id into leader from public.meeting_runs as r where r.meeting_id = p_meeting;
  perform private.carry_items(p_meeting);
  people := private.return_to_people(p_meeting, coalesce(p_by, leader, the_meeting.created_by));
  update public.meetings as m set status = 'closed' where m.id = p_meeting;
  insert into public.meeting_closings (meeting_id, number, group_id, closed_by)
  select p_meeting, 1 + coalesce(max(c.number), 0), the_meeting.group_id, p_by
  from public.meeting_closings as c where c.meeting_id = p_meeting;
  return jsonb_build_object(
    'closed', true, 'groupId', the_meeting.group_id, 'profileIds', people,
    'caseIds', array(
      select distinct i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null
    )
  );
end;
$$;
comment on function private.close(uuid, uuid) is 'Closes a meeting whose row is locked: time stops, what was not looked at is carried, people are told. Returns whom and what it touched.';

create function public.close_meeting(p_meeting uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  the_meeting record;
begin
  select m.group_id, m.status, m.starts_at, m.cancelled_at into the_meeting
  from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless(the_meeting.group_id = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(
    the_meeting.group_id = any (private.my_facilitated_groups())
      or exists (select from public.meeting_runs as r where r.meeting_id = p_meeting and r.facilitator_id = private.me()),
    'MA403'
  );
  if the_meeting.status = 'closed' then
    return jsonb_build_object(
      'closed', false, 'groupId', the_meeting.group_id, 'profileIds', '[]'::jsonb, 'caseIds', '[]'::jsonb
    );
  end if;
  perform private.refuse_unless(
    the_meeting.cancelled_at is null
      and (the_meeting.status = 'running' or private.day_in_france(the_meeting.starts_at) <= private.today()),
    'MA409'
  );
  return private.close(p_meeting, private.me());
end;
$$;
comment on function public.close_meeting(uuid) is 'Closes a meeting that runs, or whose day has come, by whoever leads or a facilitator; one that is closed stays as it is. Returns whom and what it touched.';
grant execute on function public.close_meeting(uuid) to authenticated;

create function private.close_forgotten_meetings() returns uuid[]
language plpgsql security definer set search_path = ''
as $$
declare
  due record;
  closed uuid[] := '{}';
begin
  for due in
    select m.id from public.meetings as m
    left join public.meeting_runs as r on r.meeting_id = m.id
    where m.status <> 'closed' and m.cancelled_at is null and m.ends_at + private.forgotten_after() < now()
      -- One that began late, or was opened again, has its time.
      and coalesce(r.started_at + (m.ends_at - m.starts_at) + private.forgotten_after() < now(), true)
      and not exists (
        select from public.meeting_closings as c
        where c.meeting_id = m.id and c.reopened_at + private.forgotten_after() > now()
      )
      and (m.status <> 'draft' or exists (select from public.agenda_items as i where i.meeting_id = m.id and i.case_id is not null))
    order by m.id for no key update of m skip locked
  loop
    perform private.close(due.id, null);
    closed := closed || due.id;
  end loop;
  return closed;
end;
$$;
comment on function private.close_forgotten_meetings() is 'Closes meetings that nobody closed, with everything carried; a draft without a case is left alone. Definer: the sync server may not write these tables.';
grant execute on function private.close_forgotten_meetings() to maillage_system;

create function private.set_dismissed(p_carried uuid, p_at timestamptz, p_word text) returns uuid
language plpgsql set search_path = ''
as $$
declare
  carried record;
begin
  select c.group_id, c.case_id into carried from public.carried_items as c where c.id = p_carried for update;
  perform private.refuse_unless(
    carried.group_id = any (private.my_groups())
      and (carried.case_id is null or exists (select from private.agreements_in_force as a where a.case_id = carried.case_id)),
    'MA404'
  );
  perform private.refuse_unless(carried.group_id = any (private.my_facilitated_groups()), 'MA403');
  update public.carried_items as c
  set dismissed_at = p_at, dismissed_by = case when p_at is not null then private.me() end, word = p_word
  where c.id = p_carried;
  return carried.group_id;
end;
$$;
comment on function private.set_dismissed(uuid, timestamptz, text) is 'Sets a carried item aside, or takes that back; returns its group.';

create function public.dismiss_carried(p_carried uuid, p_word text) returns uuid
language sql volatile security definer set search_path = ''
as $$
  select private.set_dismissed(p_carried, now(), btrim(coalesce(p_word, '')));
$$;
comment on function public.dismiss_carried(uuid, text) is 'A carried item waits no more, by a facilitator, with a word; returns its group.';

create function public.undismiss_carried(p_carried uuid) returns uuid
language sql volatile security definer set search_path = ''
as $$
  select private.set_dismissed(p_carried, null, '');
$$;
comment on function public.undismiss_carried(uuid) is 'A carried item waits again; returns its group.';
grant execute on function public.dismiss_carried(uuid, text) to authenticated;
grant execute on function public.undismiss_carried(uuid) to authenticated;

create or replace view private.agenda_case_facts as
select c.group_id, c.case_id, c.shared, c.reference, jsonb_build_object(
  'caseId', c.case_id, 'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort, 'stage', c.stage,
  'referentId', c.referent_id,
  'blockers', (
    select coalesce(jsonb_agg(jsonb_build_object('type', e.blocker ->> 'type') order by e.rank), '[]')
    from jsonb_array_elements(b.blockers) with ordinality as e (blocker, rank)
  ),
  'lastContactOn', c.last_contact_on, 'agreementExpiresOn', c.expires_on,
  'lastReviewOn', (
    select max(private.day_in_france(m.starts_at))
    from public.agenda_items as i
    join public.meetings as m on m.id = i.meeting_id
    left join public.run_items as r on r.meeting_id = i.meeting_id and r.item_id = i.item_id
    where i.case_id = c.case_id and m.status = 'closed'
      -- Of meetings held before they were run here, all that is known is their agenda.
      and (r.state = 'done' or not exists (
        select from public.meeting_closings as k where k.meeting_id = m.id
        union all
        select from public.meeting_runs as k where k.meeting_id = m.id
      ))
  )
) as facts
from private.case_subjects as c
left join private.masked_blockers as b on b.case_id = c.case_id and b.group_id = c.group_id;
