-- What the review queue puts in the inbox of a professional: why what they proposed waits, and whom to inform that a meeting
-- will speak of them.

alter table public.agenda_items add column informed boolean not null default false;
comment on column public.agenda_items.informed is 'The person knows that the meeting will speak of them.';

create or replace function private.project_agenda(p_meeting uuid, p_items jsonb) returns uuid[]
language plpgsql set search_path = ''
as $$
declare
  meeting record;
  before uuid[];
  after uuid[];
  told uuid[];
begin
  perform private.wait_for_closing(p_meeting, false);
  select m.id, m.group_id, m.status into meeting from public.meetings as m where m.id = p_meeting;
  if meeting.id is null then
    return '{}';
  end if;
  if meeting.status = 'closed' then
    -- Words that were on their way when it closed are of this meeting too.
    if exists (select from public.meeting_closings as c where c.meeting_id = p_meeting and c.sealed_at is null) then
      perform private.project_notes(p_meeting, p_items);
    end if;
    return '{}';
  end if;
  before := array(select i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null);
  told := array(select i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null and i.informed);

  delete from public.agenda_items as i
  where i.meeting_id = p_meeting
    and i.item_id not in (select e.item ->> 'itemId' from jsonb_array_elements(p_items) as e (item));

  insert into public.agenda_items as i (
    meeting_id, item_id, group_id, kind, case_id, title, question, minutes, rank, notes, parked, presenter_id, informed
  )
  select distinct on (e.item ->> 'itemId') p_meeting, e.item ->> 'itemId', meeting.group_id, e.item ->> 'kind', c.id,
    left(e.item ->> 'title', 200), left(e.item ->> 'question', 200),
    least(greatest(coalesce((e.item ->> 'minutes')::numeric, 0), 0), 600)::smallint, (e.item ->> 'rank')::smallint,
    left(coalesce(e.item ->> 'notes', ''), 20000), coalesce((e.item ->> 'parked')::boolean, false), p.id,
    coalesce((e.item ->> 'informed')::boolean, false)
  from jsonb_array_elements(p_items) as e (item)
  left join public.cases as c on c.id = (e.item ->> 'caseId')::uuid and c.group_id = meeting.group_id
    and exists (select from private.agreements_in_force as a where a.case_id = c.id)
  left join public.profiles as p on p.id = (e.item ->> 'presenterId')::uuid
  where length(e.item ->> 'itemId') between 1 and 80
    and (e.item ->> 'caseId' is null or c.id is not null)
  order by e.item ->> 'itemId', (e.item ->> 'rank')::smallint
  on conflict (meeting_id, item_id) do update
  set kind = excluded.kind, case_id = excluded.case_id, title = excluded.title, question = excluded.question,
    minutes = excluded.minutes, rank = excluded.rank, notes = excluded.notes, parked = excluded.parked,
    presenter_id = excluded.presenter_id, informed = excluded.informed
  where (i.kind, i.case_id, i.title, i.question, i.minutes, i.rank, i.notes, i.parked, i.presenter_id, i.informed)
    is distinct from (
      excluded.kind, excluded.case_id, excluded.title, excluded.question, excluded.minutes, excluded.rank,
      excluded.notes, excluded.parked, excluded.presenter_id, excluded.informed
    );

  after := array(select i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null);
  return array(
    (select b.id from unnest(before) as b (id) except select a.id from unnest(after) as a (id))
    union
    (select a.id from unnest(after) as a (id) except select b.id from unnest(before) as b (id))
    union
    -- Whoever leads it is asked to inform the person, or no more.
    select i.case_id from public.agenda_items as i
    where i.meeting_id = p_meeting and i.case_id is not null and i.informed <> (i.case_id = any (told))
  );
end;
$$;

create view private.queue_items as
select s.asked_by as profile_id, jsonb_build_object(
  'id', 'skip:' || s.id, 'kind', 'skip', 'territory', c.slug, 'case', c.subject, 'author', f.author,
  'text', nullif(s.word, ''), 'at', private.iso(s.created_at), 'dueOn', null, 'href', c.href,
  'doneAt', private.iso(s.seen_at)
) as item
from public.skips as s
join private.group_members as m on m.group_id = s.group_id and m.profile_id = s.asked_by
join private.case_addresses as c on c.case_id = s.case_id
join private.author_facts as f on f.profile_id = s.skipped_by
where c.shared and s.asked_by <> s.skipped_by
  and s.created_at > now() - private.answer_days()
  and (s.seen_at is null or private.day_in_france(s.seen_at) = private.today())
union all
select c.referent_id, jsonb_build_object(
  'id', 'inform:' || i.meeting_id || '.' || i.case_id, 'kind', 'inform', 'territory', c.slug, 'case', c.subject, 'author', null,
  'text', null, 'at', private.iso(m.agenda_sent_at), 'dueOn', private.day_in_france(m.starts_at), 'href', w.href,
  'doneAt', null
)
from public.agenda_items as i
join public.meetings as m on m.id = i.meeting_id
join private.meeting_addresses as w on w.meeting_id = m.id
join private.case_addresses as c on c.case_id = i.case_id
join private.case_readers as r on r.case_id = i.case_id and r.profile_id = c.referent_id
where i.kind = 'case' and not i.informed and c.shared
  and m.status = 'sent' and m.agenda_sent_at is not null and m.cancelled_at is null and m.ends_at > now();
comment on view private.queue_items is 'Why a proposal waits, to whoever made it; and cases of an agenda that was sent whose person is still to be informed, to their référent.';
grant select on private.queue_items to maillage_system;

create or replace function private.inbox_of(p_profile uuid)
returns table (items jsonb[], week jsonb[], running jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan
as $$
begin
  return query select
    array(
      select i.item
      from (
        select a.item from private.inbox_items as a where a.profile_id = p_profile
        union all
        select b.item from private.circle_items as b where b.profile_id = p_profile
        union all
        select d.item from private.decision_items as d where d.profile_id = p_profile
        union all
        select q.item from private.queue_items as q where q.profile_id = p_profile
      ) as i
      order by i.item ->> 'at' desc, i.item ->> 'id'
    ),
    array(
      select w.event from private.week_events as w where w.profile_id = p_profile
      order by w.event ->> 'at', w.event ->> 'href'
    ),
    array(
      select r.meeting from private.running_meetings as r where r.profile_id = p_profile
      order by r.started_at, r.meeting ->> 'meetingId'
    );
end;
$$;
