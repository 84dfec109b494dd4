-- A week holds the dated actions that wait for somebody in their list: their own, and those of their organisation.

create or replace view private.week_events as
select m.profile_id, jsonb_build_object(
  'at', private.iso(d.starts_at), 'kind', 'meeting', 'label', d.territory_name, 'detail', d.place, 'href', d.href
) as event
from private.meeting_addresses as d
join private.group_members as m on m.group_id = d.group_id
where d.status <> 'closed' and d.cancelled_at is null
  and private.day_in_france(d.starts_at) between private.today() and private.today() + 7
union all
select w.profile_id, jsonb_build_object(
  'at', private.iso(a.due_on::timestamp at time zone 'Europe/Paris'), 'kind', 'action', 'label', a.label,
  'detail', c.title, 'href', c.href || '#action-' || a.id
)
from private.action_recipients as w
join public.actions as a on a.id = w.action_id
join private.case_addresses as c on c.case_id = a.case_id
where w.reason <> 'left' and private.is_open(a.status)
  and a.due_on between private.today() and private.today() + 7;
