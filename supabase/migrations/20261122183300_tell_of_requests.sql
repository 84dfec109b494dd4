-- What inboxes, cases, cards and the review queue tell of requests: each counts and dates them by `waiting_requests`.

create function private.silence_days() returns integer
language sql immutable
return 5;
comment on function private.silence_days() is 'Days without answer after which a request is told to whoever asked.';
grant execute on function private.silence_days() to maillage_system;

create view private.request_places as
select r.id as request_id, coalesce(c.slug, d.slug) as slug, c.subject,
  case when r.document_name is not null then 'mention' else 'request' end as kind,
  coalesce(c.href, d.href) || case
    when r.document_name is not null then '#mention-' || r.id
    when r.blocker_id is not null then '#blocker-' || r.blocker_id
    else '#request-' || r.id
  end as href,
  jsonb_build_object(
    'state', r.state, 'removed', r.removed_at is not null, 'toOrganization', r.target_organization_id is not null,
    'toGuest', num_nonnulls(r.target_id, r.target_organization_id) = 0,
    'since', private.day_in_france(coalesce(r.taken_at, r.asked_at)),
    'mayRemindAt', private.iso(coalesce(r.reminded_at, r.asked_at) + private.reminder_pause()),
    'reminded', r.reminded_at is not null, 'declineReason', r.decline_reason,
    'takenBy', (select p.first_name from public.profiles as p where p.id = r.taken_by)
  ) as life
from public.requests as r
left join private.case_addresses as c on c.case_id = r.case_id
left join private.meeting_addresses as d on d.meeting_id = r.meeting_id;
comment on view private.request_places is 'Where a request was made, and what an inbox tells of its life.';

create or replace view private.request_items as
select t.profile_id, jsonb_build_object(
  'id', w.kind || ':' || r.id, 'kind', w.kind, 'territory', w.slug, 'case', w.subject, 'author', f.author,
  'text', case when t.reads then r.words end, 'at', private.iso(r.asked_at), 'dueOn', r.due_on, 'href', w.href,
  'doneAt', private.iso(coalesce(r.answered_at, r.closed_at)),
  'request', w.life || jsonb_build_object('acts', t.acts, 'answer', case when t.reads then r.answer end)
) as item
from private.request_people as t
join public.requests as r on r.id = t.request_id
join private.request_places as w on w.request_id = r.id
join private.author_facts as f on f.profile_id = r.author_id
where r.state in ('asked', 'seen', 'taken')
  or private.day_in_france(coalesce(r.answered_at, r.closed_at)) = private.today()
union all
select r.author_id, jsonb_build_object(
  'id', 'request_answer:' || r.id, 'kind', 'request_answer', 'territory', w.slug, 'case', w.subject, 'author', f.author,
  'text', case when s.reads then r.answer end, 'at', private.iso(coalesce(r.answered_at, r.asked_at)), 'dueOn', null,
  'href', w.href, 'doneAt', private.iso(r.closed_at),
  'request', w.life || jsonb_build_object(
    'acts', false, 'words', case when s.reads then r.words end,
    'target', (select q.first_name || ' ' || q.last_name from public.profiles as q where q.id = r.target_id)
  )
)
from public.requests as r
join private.group_members as m on m.group_id = r.group_id and m.profile_id = r.author_id
join public.profiles as p on p.id = r.author_id
join private.request_places as w on w.request_id = r.id
left join private.case_subjects as c on c.case_id = r.case_id
left join private.author_facts as f on f.profile_id = case when r.answered_at is not null then r.answered_by end
cross join lateral (
  select r.meeting_id is not null or coalesce((
    select true from private.case_readers as k
    where k.case_id = r.case_id and k.profile_id = r.author_id
      and (r.own_organization_id is null or r.own_organization_id = p.organization_id)
    limit 1
  ), false) as reads
) as s
where (r.case_id is null or c.shared or c.organization_id = p.organization_id)
  and case r.state
    when 'answered' then true
    when 'declined' then true
    when 'closed' then private.day_in_france(r.closed_at) = private.today()
    else private.day_in_france(coalesce(r.taken_at, r.asked_at)) < private.today() - private.silence_days()
      -- These have no panel where their asker finds them again.
      or (r.removed_at is not null and (r.meeting_id is not null or r.own_organization_id is not null))
  end;
comment on view private.request_items is 'Requests to answer; and to whoever asked, answers, and requests that nobody answers.';

create or replace view private.case_requests as
select r.case_id, jsonb_build_object('helpRequests', jsonb_agg(
  jsonb_build_object(
    'id', r.id, 'blockerId', r.blocker_id, 'authorId', r.author_id, 'targetId', r.target_id,
    'targetOrganizationId', r.target_organization_id, 'guestUntil', private.iso(g.expires_at), 'words', r.words,
    'fromNote', r.document_name is not null, 'removed', r.removed_at is not null, 'dueOn', r.due_on, 'state', r.state,
    'takenById', r.taken_by, 'answeredById', r.answered_by, 'answer', r.answer, 'declineReason', r.decline_reason,
    'askedAt', private.iso(r.asked_at), 'since', private.day_in_france(coalesce(r.taken_at, r.asked_at)),
    'mayRemindAt', private.iso(coalesce(r.reminded_at, r.asked_at) + private.reminder_pause()),
    'answeredAt', private.iso(r.answered_at), 'closedAt', private.iso(r.closed_at)
  ) order by r.asked_at, r.id
)) as facts
from public.requests as r
left join public.guest_links as g on g.request_id = r.id
where r.case_id is not null and r.own_organization_id is null
  and (r.state <> 'closed' or r.closed_at > now() - private.reopening_days())
group by r.case_id;

create or replace view private.card_requests as
select w.case_id, jsonb_build_object('waitingMentions', count(*), 'waitingSince', min(w.since)) as facts
from private.waiting_requests as w
where w.case_id is not null and w.own_organization_id is null
group by w.case_id;

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
) as r
left join private.masked_blockers as b on b.case_id = c.case_id and b.group_id = c.group_id
left join lateral (
  select jsonb_build_object('label', case when a.reserved then null else a.label end, 'dueOn', a.due_on) as action
  from public.actions as a
  where a.case_id = c.case_id and a.status in ('todo', 'in_progress', 'stuck')
  order by a.due_on nulls last, a.created_at, a.id
  limit 1
) as n on true;

create or replace view private.agenda_case_dates as
select c.case_id, jsonb_build_object(
  -- Restricted ones count too: a date does not tell which.
  'stuckSince', (
    select min(private.day_in_france(b.status_changed_at)) from public.blockers as b
    where b.case_id = c.case_id and b.status <> 'lifted'
  ),
  'askedSince', (
    select min(w.since) from private.waiting_requests as w where w.case_id = c.case_id and w.own_organization_id is null
  ),
  'lateSince', (
    select min(a.due_on) from public.actions as a
    where a.case_id = c.case_id and a.status in ('todo', 'in_progress', 'stuck') and a.due_on < private.today()
  ),
  'employedSince', case when c.stage = 'employment' then private.day_in_france(c.stage_since) end
) as facts
from private.case_subjects as c;

-- Mentions are told as requests, blockers and actions by views of their own.
create or replace view private.inbox_items as
select c.referent_id as profile_id, jsonb_build_object(
  'id', 'agreement:' || c.case_id, 'kind', 'agreement', 'territory', c.slug, 'case', c.subject, 'author', null,
  'text', null, 'at', private.iso(c.created_at),
  'dueOn', coalesce(c.expires_on, (c.created_at at time zone 'Europe/Paris')::date + private.agreement_delay()),
  'href', c.href, 'doneAt', null
) as item
from private.case_addresses as c
join private.case_readers as r on r.case_id = c.case_id and r.profile_id = c.referent_id
where not c.shared or c.expires_on <= private.today() + private.agreement_notice();
comment on view private.inbox_items is 'Agreements to collect or renew.';

alter table public.mentions drop column done_at;

grant select on private.request_places to maillage_system;
