-- Who may open a case is the dearest part of its card, and was read twice: once counted, once listed. The `offset` keeps the
-- planner from writing it into each place that uses it. What is new on a card is told by the page, to each reader for
-- themself: the board has nothing of it.

drop view private.card_changes;

create or replace view private.card_facts as
select c.group_id, c.case_id, c.organization_id, c.shared, c.reference, jsonb_build_object(
  'caseId', c.case_id, 'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort,
  'stage', c.stage, 'stageSince', private.iso(c.stage_since), 'referentId', c.referent_id,
  'organizationId', case when o.sensitive then null else o.id end,
  'circleSize', cardinality(r.ids), 'circleIds', to_jsonb(r.ids),
  'blockers', coalesce(b.blockers, '[]'), 'nextAction', n.action,
  'waitingMentions', 0, 'waitingSince', null,
  'lastContactOn', c.last_contact_on, 'agendaOn', c.agenda_on, 'shared', c.shared, 'agreementExpiresOn', c.expires_on
) as facts
from private.case_subjects as c
join public.organizations as o on o.id = c.organization_id
cross join lateral (
  select array(
    select k.profile_id from private.case_readers as k where k.case_id = c.case_id order by k.starts_at, k.profile_id
  ) as ids
  offset 0
) as r
left join private.masked_blockers as b on b.case_id = c.case_id and b.group_id = c.group_id
left join lateral (
  select jsonb_build_object('label', case when a.reserved then null else a.label end, 'dueOn', a.due_on) as action
  from public.actions as a
  where a.case_id = c.case_id and a.status in ('todo', 'in_progress', 'stuck')
  order by a.due_on nulls last, a.created_at, a.id
  limit 1
) as n on true;
