-- What shared documents carry of the tables, one JSON object per subject, read by the sync server only. A document is the
-- same for everybody who may open it: what they may not all know is masked here.

create view private.member_facts as
select m.group_id, m.profile_id, jsonb_build_object(
  'id', p.id, 'firstName', p.first_name, 'lastName', p.last_name, 'jobTitle', p.job_title,
  'organization', case when o.sensitive then null else o.name end,
  'organizationId', case when o.sensitive then null else o.id end,
  'role', m.role, 'color', p.color
) as facts
from private.group_members as m
join public.profiles as p on p.id = m.profile_id
join public.organizations as o on o.id = p.organization_id;
comment on view private.member_facts is 'Members of a group; a sensitive organisation is not named.';

create view private.case_subjects as
select c.id as case_id, c.group_id, c.organization_id, c.reference, c.cohort, c.stage, c.stage_since, c.referent_id,
  c.created_at, coalesce(c.last_contact_on, (c.created_at at time zone 'Europe/Paris')::date) as last_contact_on,
  p.first_name, p.first_name || ' ' || p.last_initial || '.' as short_name,
  a.agreement_id is not null as shared, a.agreement_id, a.form, a.given_on, a.expires_on,
  (
    select min((m.starts_at at time zone 'Europe/Paris')::date)
    from public.agenda_items as i
    join public.meetings as m on m.id = i.meeting_id
    where i.case_id = c.id and m.status <> 'closed' and m.ends_at > now()
  ) as agenda_on
from public.cases as c
join public.people as p on p.id = c.person_id
left join private.agreements_in_force as a on a.case_id = c.id;
comment on view private.case_subjects is 'A case with its short identity, its agreement in force and its next agenda.';

create view private.masked_blockers as
select s.case_id, s.group_id, jsonb_agg(
  jsonb_build_object('type', s.type, 'status', s.status) order by s.type = 'reserved', s.position
) as blockers
from (
  select b.case_id, b.group_id, case when t.restricted then 'reserved' else t.code end as type,
    min(t.position) as position,
    case when bool_or(b.status = 'stuck') then 'stuck' when bool_or(b.status = 'open') then 'open' else 'in_progress' end as status
  from public.blockers as b
  join public.blocker_types as t on t.code = b.type_code
  where b.status <> 'lifted'
  group by b.case_id, b.group_id, case when t.restricted then 'reserved' else t.code end
) as s
group by s.case_id, s.group_id;
comment on view private.masked_blockers is 'Open blockers of a case for the whole group: each type once, the restricted ones together as reserved, last.';

create view private.card_facts as
select c.group_id, c.case_id, c.organization_id, c.shared, c.reference, jsonb_build_object(
  'caseId', c.case_id, 'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort,
  'stage', c.stage, 'stageSince', private.iso(c.stage_since), 'referentId', c.referent_id,
  'organizationId', c.organization_id, 'circleSize', cardinality(r.ids), 'circleIds', to_jsonb(r.ids),
  'blockers', coalesce(b.blockers, '[]'), 'nextAction', n.action,
  'waitingMentions', (
    select count(*) from public.mentions as m
    where m.case_id = c.case_id and m.organization_id is null and m.done_at is null
  ),
  'lastContactOn', c.last_contact_on, 'agendaOn', c.agenda_on, 'shared', c.shared, 'agreementExpiresOn', c.expires_on
) as facts
from private.case_subjects as c
cross join lateral (
  select array(
    select k.profile_id from private.case_readers as k where k.case_id = c.case_id order by k.starts_at, k.profile_id
  ) as ids
) as r
left join private.masked_blockers as b on b.case_id = c.case_id and b.group_id = c.group_id
left join lateral (
  select jsonb_build_object('label', case when a.reserved then null else a.label end, 'dueOn', a.due_on) as action
  from public.actions as a
  where a.case_id = c.case_id and a.status in ('todo', 'in_progress', 'stuck')
  order by a.due_on nulls last, a.created_at, a.id
  limit 1
) as n on true;
comment on view private.card_facts is 'Cards of the boards.';

create view private.agenda_case_facts as
select c.group_id, c.case_id, c.shared, c.reference, jsonb_build_object(
  'caseId', c.case_id, 'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort, 'stage', c.stage,
  'referentId', c.referent_id,
  'blockers', (
    select coalesce(jsonb_agg(jsonb_build_object('type', e.blocker ->> 'type') order by e.rank), '[]')
    from jsonb_array_elements(b.blockers) with ordinality as e (blocker, rank)
  ),
  'lastContactOn', c.last_contact_on, 'agreementExpiresOn', c.expires_on,
  'lastReviewOn', (
    select max((m.starts_at at time zone 'Europe/Paris')::date)
    from public.agenda_items as i
    join public.meetings as m on m.id = i.meeting_id
    where i.case_id = c.case_id and m.status = 'closed'
  )
) as facts
from private.case_subjects as c
left join private.masked_blockers as b on b.case_id = c.case_id and b.group_id = c.group_id;
comment on view private.agenda_case_facts is 'Cases as the agenda of a meeting needs them.';

create view private.case_facts as
select c.group_id, c.case_id, jsonb_build_object(
  'caseId', c.case_id, 'groupId', c.group_id, 'reference', c.reference, 'firstName', c.first_name,
  'shortName', c.short_name, 'cohort', c.cohort, 'stage', c.stage, 'stageSince', private.iso(c.stage_since),
  'referentId', c.referent_id, 'organizationId', c.organization_id, 'createdAt', private.iso(c.created_at),
  'lastContactOn', c.last_contact_on, 'agendaOn', c.agenda_on,
  'agreement', case when c.shared then jsonb_build_object(
    'form', c.form, 'givenOn', c.given_on, 'expiresOn', c.expires_on,
    'organizationIds', array(
      select o.organization_id from public.agreement_organizations as o
      where o.agreement_id = c.agreement_id and o.withdrawn_at is null order by o.organization_id
    )
  ) end,
  'circle', array(
    select jsonb_build_object(
      'profileId', k.profile_id, 'since', (k.starts_at at time zone 'Europe/Paris')::date, 'reason', k.reason
    )
    from private.case_readers as k where k.case_id = c.case_id order by k.starts_at, k.profile_id
  ),
  'blockers', array(
    select jsonb_build_object(
      'id', b.id, 'type', b.type_code, 'restricted', t.restricted, 'status', b.status, 'detail', b.detail,
      'carrierId', b.carrier_id, 'createdAt', private.iso(b.created_at),
      'statusChangedAt', private.iso(b.status_changed_at), 'liftedBy', b.lifted_by
    )
    from public.blockers as b join public.blocker_types as t on t.code = b.type_code
    where b.case_id = c.case_id order by b.created_at, b.id
  ),
  'actions', array(
    select jsonb_build_object(
      'id', a.id, 'label', a.label, 'status', a.status, 'ownerId', a.owner_id, 'dueOn', a.due_on,
      'reserved', a.reserved, 'blockerId', a.blocker_id, 'createdAt', private.iso(a.created_at),
      'doneAt', private.iso(a.done_at)
    )
    from public.actions as a
    where a.case_id = c.case_id order by a.due_on nulls last, a.created_at, a.id
  )
) as facts
from private.case_subjects as c;
comment on view private.case_facts is 'Cases as their circle sees them.';
