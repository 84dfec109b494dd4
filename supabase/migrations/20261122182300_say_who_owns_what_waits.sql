-- Whoever passes an action on may take that back: an inbox says who had it.

create or replace view private.action_items as
select w.profile_id, jsonb_build_object(
  'id', 'action:' || a.id, 'kind', 'action', 'territory', c.slug, 'case', c.subject,
  'author', case when f.profile_id <> w.profile_id then f.author end, 'text', a.label,
  'at', private.iso(a.given_at), 'dueOn', a.due_on, 'href', c.href || '#action-' || a.id, 'doneAt', private.iso(a.done_at),
  'work', jsonb_build_object(
    'reason', w.reason,
    'owner', coalesce(a.owner_id::text, 'organization:' || a.owner_organization_id, ''), 'status', a.status, 'word', a.word, 'returned', a.returned,
    'returnable', not a.returned and w.reason = 'owner' and f.profile_id <> w.profile_id and exists (
      select from private.case_readers as g where g.case_id = a.case_id and g.profile_id = f.profile_id
    ),
    'circle', array(
      select jsonb_build_object('id', p.id, 'firstName', p.first_name, 'lastName', p.last_name)
      from private.case_readers as r join public.profiles as p on p.id = r.profile_id
      where r.case_id = a.case_id and r.profile_id <> w.profile_id
      order by p.first_name, p.last_name, p.id
    )
  )
) as item
from private.action_recipients as w
join public.actions as a on a.id = w.action_id
join private.action_states as s on s.action_id = a.id
join private.case_addresses as c on c.case_id = a.case_id
join private.author_facts as f on f.profile_id = coalesce(a.from_id, a.created_by)
where s.open or (a.status = 'done' and private.day_in_france(a.done_at) = private.today());
