-- What waits for each professional, for their own document. A row only while they may know of its subject, a text only
-- while they may read it.

create view private.case_addresses as
select c.case_id, c.group_id, c.organization_id, c.shared, c.referent_id, c.created_at, c.expires_on, t.slug,
  '/q/' || t.slug || '/situations/' || c.reference as href,
  jsonb_build_object('reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort) as subject,
  c.reference || ' · ' || c.short_name as title
from private.case_subjects as c
join public.groups as g on g.id = c.group_id
join public.territories as t on t.id = g.territory_id;
comment on view private.case_addresses is 'Where a case is, and how it is named in a list.';

create view private.meeting_addresses as
select m.id as meeting_id, m.group_id, m.starts_at, m.status, m.place, t.slug, t.name as territory_name,
  '/q/' || t.slug || '/reunions/' || (m.starts_at at time zone 'Europe/Paris')::date || '/preparer' as href
from public.meetings as m
join public.groups as g on g.id = m.group_id
join public.territories as t on t.id = g.territory_id;
comment on view private.meeting_addresses is 'Where the agenda of a meeting is.';

create view private.author_facts as
select p.id as profile_id, jsonb_build_object(
  'id', p.id, 'firstName', p.first_name, 'lastName', p.last_name, 'color', p.color
) as author
from public.profiles as p;
comment on view private.author_facts is 'Who asks.';

create view private.inbox_items as
select n.target_id as profile_id, jsonb_build_object(
  'id', 'mention:' || n.id, 'kind', 'mention', 'territory', c.slug, 'case', c.subject, 'author', f.author,
  'text', case when exists (
    select from private.mention_readers as r where r.mention_id = n.id and r.profile_id = n.target_id
  ) then n.excerpt end,
  'at', private.iso(n.created_at), 'dueOn', null, 'href', c.href || '#mention-' || n.id, 'doneAt', private.iso(n.done_at)
) as item
from public.mentions as n
join private.group_members as m on m.group_id = n.group_id and m.profile_id = n.target_id
join public.profiles as p on p.id = n.target_id
join private.case_addresses as c on c.case_id = n.case_id
join private.author_facts as f on f.profile_id = n.author_id
where (c.shared or c.organization_id = p.organization_id)
  and (n.done_at is null or (n.done_at at time zone 'Europe/Paris')::date = private.today())
union all
select n.target_id, jsonb_build_object(
  'id', 'mention:' || n.id, 'kind', 'mention', 'territory', d.slug, 'case', null, 'author', f.author,
  'text', n.excerpt,
  'at', private.iso(n.created_at), 'dueOn', null, 'href', d.href || '#mention-' || n.id, 'doneAt', private.iso(n.done_at)
)
from public.mentions as n
join private.group_members as m on m.group_id = n.group_id and m.profile_id = n.target_id
join private.meeting_addresses as d on d.meeting_id = n.meeting_id
join private.author_facts as f on f.profile_id = n.author_id
where n.done_at is null or (n.done_at at time zone 'Europe/Paris')::date = private.today()
union all
select a.owner_id, jsonb_build_object(
  'id', 'action:' || a.id, 'kind', 'action', 'territory', c.slug, 'case', c.subject,
  'author', case when a.created_by <> a.owner_id then f.author end, 'text', a.label,
  'at', private.iso(a.created_at), 'dueOn', a.due_on, 'href', c.href || '#action-' || a.id, 'doneAt', private.iso(a.done_at)
)
from public.actions as a
join private.case_readers as r on r.case_id = a.case_id and r.profile_id = a.owner_id
join private.case_addresses as c on c.case_id = a.case_id
join private.author_facts as f on f.profile_id = a.created_by
where a.status in ('todo', 'in_progress', 'stuck')
  or (a.status = 'done' and (a.done_at at time zone 'Europe/Paris')::date = private.today())
union all
select b.carrier_id, jsonb_build_object(
  'id', 'blocker:' || b.id, 'kind', 'blocker', 'territory', c.slug, 'case', c.subject,
  'author', case when b.created_by <> b.carrier_id then f.author end, 'text', nullif(b.detail, ''),
  'at', private.iso(b.status_changed_at), 'dueOn', null, 'href', c.href || '#blocker-' || b.id, 'doneAt', null,
  'blockerType', b.type_code
)
from public.blockers as b
join private.case_readers as r on r.case_id = b.case_id and r.profile_id = b.carrier_id
join private.case_addresses as c on c.case_id = b.case_id
join private.author_facts as f on f.profile_id = b.created_by
where b.status <> 'lifted'
union all
select c.referent_id, jsonb_build_object(
  'id', 'agreement:' || c.case_id, 'kind', 'agreement', 'territory', c.slug, 'case', c.subject, 'author', null,
  'text', null, 'at', private.iso(c.created_at),
  'dueOn', coalesce(c.expires_on, (c.created_at at time zone 'Europe/Paris')::date + private.agreement_delay()),
  'href', c.href, 'doneAt', null
)
from private.case_addresses as c
join private.case_readers as r on r.case_id = c.case_id and r.profile_id = c.referent_id
where not c.shared or c.expires_on <= private.today() + private.agreement_notice();
comment on view private.inbox_items is 'Mentions not answered, actions to do, blockers carried, agreements to collect or renew; what was done today as well.';

create view private.week_events as
select m.profile_id, jsonb_build_object(
  'at', private.iso(d.starts_at), 'kind', 'meeting', 'label', d.territory_name, 'detail', d.place, 'href', d.href
) as event
from private.meeting_addresses as d
join private.group_members as m on m.group_id = d.group_id
where d.status <> 'closed'
  and (d.starts_at at time zone 'Europe/Paris')::date between private.today() and private.today() + 7
union all
select a.owner_id, jsonb_build_object(
  'at', private.iso(a.due_on::timestamp at time zone 'Europe/Paris'), 'kind', 'action', 'label', a.label,
  'detail', c.title, 'href', c.href || '#action-' || a.id
)
from public.actions as a
join private.case_readers as r on r.case_id = a.case_id and r.profile_id = a.owner_id
join private.case_addresses as c on c.case_id = a.case_id
where a.status in ('todo', 'in_progress', 'stuck') and a.due_on between private.today() and private.today() + 7;
comment on view private.week_events is 'Meetings and actions of the next seven days; an action is at midnight in France.';
