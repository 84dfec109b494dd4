-- What documents and inboxes tell of requests and hand-overs; and cards without the name of a sensitive organisation.

create function private.answer_days() returns interval
language sql immutable
return interval '7 days';
comment on function private.answer_days() is 'How long the answer to a request or an offer stays in an inbox.';
grant execute on function private.answer_days() to maillage_system;

create or replace view private.case_subjects as
select c.id as case_id, c.group_id, c.organization_id, c.reference, c.cohort, c.stage, c.stage_since,
  -- Who lost their access leads nothing: nobody must believe that somebody does.
  (select f.referent_id from private.referents as f where f.case_id = c.id) as referent_id,
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

create or replace view private.card_facts as
select c.group_id, c.case_id, c.organization_id, c.shared, c.reference, jsonb_build_object(
  'caseId', c.case_id, 'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort,
  'stage', c.stage, 'stageSince', private.iso(c.stage_since), 'referentId', c.referent_id,
  'organizationId', case when o.sensitive then null else o.id end,
  'circleSize', cardinality(r.ids), 'circleIds', to_jsonb(r.ids),
  'blockers', coalesce(b.blockers, '[]'), 'nextAction', n.action,
  'waitingMentions', (
    select count(*) from public.mentions as m
    where m.case_id = c.case_id and m.organization_id is null and m.done_at is null
  ),
  'lastContactOn', c.last_contact_on, 'agendaOn', c.agenda_on, 'shared', c.shared, 'agreementExpiresOn', c.expires_on
) as facts
from private.case_subjects as c
join public.organizations as o on o.id = c.organization_id
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

create view private.case_asks as
select c.id as case_id, jsonb_build_object(
  'requests', array(
    select jsonb_build_object(
      'id', r.id, 'profileId', r.profile_id, 'reason', r.reason, 'named', r.named, 'at', private.iso(r.created_at)
    )
    from private.open_requests as r where r.case_id = c.id order by r.created_at, r.id
  ),
  'handover', (
    select jsonb_build_object(
      'id', h.id, 'fromId', h.from_id, 'toId', h.to_id, 'word', h.word, 'at', private.iso(h.created_at)
    )
    from private.open_handovers as h where h.case_id = c.id
  )
) as facts
from public.cases as c;
comment on view private.case_asks is 'What waits for an answer in the circle of a case, as its circle sees it.';

create view private.circle_items as
select r.profile_id, jsonb_build_object(
  'id', 'circle_request:' || q.id, 'kind', 'circle_request', 'territory', c.slug, 'case', c.subject, 'author', f.author,
  'text', q.reason, 'at', private.iso(q.created_at), 'dueOn', null, 'href', c.href || '?onglet=partage', 'doneAt', null,
  'named', q.named
) as item
from private.open_requests as q
join private.case_readers as r on r.case_id = q.case_id
join private.case_addresses as c on c.case_id = q.case_id
join private.author_facts as f on f.profile_id = q.profile_id
left join private.referents as l on l.case_id = q.case_id
where l.referent_id is null or l.referent_id = r.profile_id
union all
select h.to_id, jsonb_build_object(
  'id', 'handover:' || h.id, 'kind', 'handover', 'territory', c.slug, 'case', c.subject, 'author', f.author,
  'text', nullif(h.word, ''), 'at', private.iso(h.created_at), 'dueOn', null, 'href', c.href, 'doneAt', null
)
from private.open_handovers as h
join private.case_addresses as c on c.case_id = h.case_id
join private.author_facts as f on f.profile_id = h.from_id
union all
select a.profile_id, jsonb_build_object(
  'id', 'circle_answer:' || a.id, 'kind', 'circle_answer', 'territory', c.slug, 'case', c.subject, 'author', f.author,
  'text', nullif(a.word, ''), 'at', private.iso(a.answered_at), 'dueOn', null, 'href', c.href,
  'doneAt', private.iso(a.seen_at), 'answer', jsonb_build_object('to', a.answered, 'accepted', a.accepted)
)
from (
  select q.id, q.case_id, q.group_id, q.profile_id, q.answered_by, q.answered_at, q.word, q.seen_at, q.accepted,
    'circle_request' as answered
  from public.circle_requests as q
  where q.accepted is not null
  union all
  select h.id, h.case_id, h.group_id, h.from_id, h.to_id, h.answered_at, h.answer, h.seen_at, h.accepted, 'handover'
  from public.handovers as h
  where h.accepted is not null
) as a
join private.group_members as m on m.group_id = a.group_id and m.profile_id = a.profile_id
join public.profiles as p on p.id = a.profile_id
join private.case_addresses as c on c.case_id = a.case_id
left join private.author_facts as f on f.profile_id = a.answered_by
where (c.shared or c.organization_id = p.organization_id)
  and a.answered_at > now() - private.answer_days()
  and (a.seen_at is null or (a.seen_at at time zone 'Europe/Paris')::date = private.today())
union all
select r.profile_id, jsonb_build_object(
  'id', 'orphan:' || c.case_id, 'kind', 'orphan', 'territory', c.slug, 'case', c.subject, 'author', null,
  'text', null, 'at', private.iso(coalesce(
    (select max(k.ends_at) from public.circle_members as k where k.case_id = c.case_id and k.ends_at <= now()), c.created_at
  )),
  'dueOn', null, 'href', c.href || '?onglet=partage', 'doneAt', null
)
from private.case_addresses as c
join public.cases as s on s.id = c.case_id
join private.case_readers as r on r.case_id = c.case_id
where s.stage <> 'exit'
  and not exists (select from private.referents as l where l.case_id = c.case_id)
  and not exists (select from private.open_handovers as h where h.case_id = c.case_id and h.from_id = r.profile_id);
comment on view private.circle_items is 'Requests and offers to answer, answers to one''s own, and cases without référent: to their circle.';

grant select on private.case_asks, private.circle_items to maillage_system;
