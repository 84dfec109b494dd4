-- What meetings put in the inbox of a professional: what was decided that they do, and the meetings that run now.

create view private.decision_items as
select d.owner_id as profile_id, jsonb_build_object(
  'id', 'decision:' || d.id, 'kind', 'action', 'territory', w.slug, 'case', c.subject,
  'author', case when d.author_id <> d.owner_id then f.author end, 'text', d.label,
  'at', private.iso(d.created_at), 'dueOn', d.due_on,
  'href', '/q/' || w.slug || '/reunions/' || private.meeting_address(m.starts_at, m.kind) || '/releve',
  'doneAt', private.iso(d.done_at)
) as item
from public.decisions as d
join private.group_members as k on k.group_id = d.group_id and k.profile_id = d.owner_id
join public.meetings as m on m.id = d.meeting_id
join private.meeting_addresses as w on w.meeting_id = d.meeting_id
join private.author_facts as f on f.profile_id = d.author_id
left join private.case_addresses as c on c.case_id = d.case_id
where d.kind in ('action', 'request') and d.action_id is null
  and (d.case_id is null or c.shared)
  and (d.done_at is null or private.day_in_france(d.done_at) = private.today());
comment on view private.decision_items is 'Actions and requests decided in a meeting that are not actions of a case, to their owner.';

create view private.running_meetings as
select k.profile_id, r.started_at, jsonb_build_object(
  'meetingId', m.id, 'href', '/q/' || w.slug || '/reunions/' || private.meeting_address(m.starts_at, m.kind) || '/suivre',
  'territory', w.territory_name, 'facilitator', p.first_name
) as meeting
from public.meetings as m
join public.meeting_runs as r on r.meeting_id = m.id
join private.group_members as k on k.group_id = m.group_id
join private.meeting_addresses as w on w.meeting_id = m.id
join public.profiles as p on p.id = r.facilitator_id
where m.status = 'running';
comment on view private.running_meetings is 'Meetings that run now, to everybody who works in their group.';

grant select on private.decision_items, private.running_meetings to maillage_system;

drop function private.inbox_of(uuid);

create function private.inbox_of(p_profile uuid)
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
comment on function private.inbox_of(uuid) is 'What waits for one professional, their week, and the meetings of their groups that run now.';

grant execute on function private.inbox_of(uuid) to maillage_system;
