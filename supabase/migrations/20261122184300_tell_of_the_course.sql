-- What cases, cards, agendas and inboxes tell of the course.

create view private.open_placements as
select o.case_id, o.id as outcome_id, o.kind, o.starts_on, o.created_at
from public.outcomes as o
where private.is_placement(o.kind) and o.starts_on <= private.today() and coalesce(o.ends_on >= private.today(), true);
comment on view private.open_placements is 'Jobs and trainings that go on. Six months are counted from the start of the last one.';
grant execute on function private.is_placement(text) to maillage_system;

create or replace view private.case_course as
select c.id as case_id, jsonb_build_object('course', jsonb_build_object(
  'stages', array(
    select jsonb_build_object('from', s.from_stage, 'to', s.to_stage, 'byId', s.changed_by, 'at', private.iso(s.changed_at))
    from public.stage_changes as s where s.case_id = c.id order by s.id
  ),
  'outcomes', array(
    select jsonb_build_object(
      'id', o.id, 'kind', o.kind, 'employerKind', o.employer_kind, 'startsOn', o.starts_on, 'endsOn', o.ends_on,
      'words', o.words, 'byId', o.created_by
    )
    from public.outcomes as o where o.case_id = c.id order by o.starts_on desc, o.created_at desc, o.id
  ),
  'checks', array(
    select jsonb_build_object(
      'id', k.id, 'outcomeId', k.outcome_id, 'kind', k.kind, 'dueOn', k.due_on, 'answer', k.answer, 'words', k.words,
      'answeredOn', private.day_in_france(k.answered_at), 'answeredById', k.answered_by
    )
    from public.placement_checks as k join public.outcomes as o on o.id = k.outcome_id
    where k.case_id = c.id and (k.answered_at is not null or coalesce(o.ends_on >= private.today(), true))
    order by k.due_on, k.id
  ),
  'schemes', array(
    select jsonb_build_object('id', s.id, 'scheme', s.scheme, 'excludes', v.excludes, 'since', s.since, 'until', s.until)
    from public.case_schemes as s join public.schemes as v on v.code = s.scheme
    where s.case_id = c.id order by s.since, s.created_at, s.id
  ),
  'entry', (
    select jsonb_build_object('birthYear', p.birth_year, 'minAge', r.min_age, 'maxAge', r.max_age)
    from public.people as p left join public.cohort_rules as r on r.cohort = c.cohort
    where p.id = c.person_id
  ),
  'decisions', array(
    select jsonb_build_object(
      'id', d.id, 'rule', d.rule, 'decision', d.decision, 'words', d.words, 'byId', d.decided_by, 'at', private.iso(d.decided_at)
    )
    from public.entry_decisions as d where d.case_id = c.id order by d.decided_at, d.id
  ),
  'closings', array(
    select jsonb_build_object(
      'id', k.id, 'reason', k.reason, 'outcomeId', k.outcome_id, 'closedOn', k.closed_on, 'words', k.words,
      'keepUntil', k.keep_until, 'byId', k.closed_by, 'at', private.iso(k.closed_at),
      'reopenedAt', private.iso(k.reopened_at), 'reopenedById', k.reopened_by, 'reopenReason', k.reopen_reason
    )
    from public.case_closings as k where k.case_id = c.id order by k.closed_at, k.id
  )
)) as facts
from public.cases as c;

create or replace view private.card_course as
select c.id as case_id, jsonb_strip_nulls(jsonb_build_object('employedOn', p.starts_on, 'settled', k.settled)) as facts
from public.cases as c
left join lateral (
  select o.starts_on from private.open_placements as o
  where o.case_id = c.id order by o.starts_on desc, o.created_at desc limit 1
) as p on true
left join lateral (
  select jsonb_build_object(
    'stage', coalesce(l.reopened_stage, 'exit'), 'byId', coalesce(l.reopened_by, l.closed_by),
    'at', private.iso(coalesce(l.reopened_at, l.closed_at)), 'closed', l.reopened_at is null
  ) as settled
  from public.case_closings as l where l.case_id = c.id order by l.closed_at desc limit 1
) as k on true;

create view private.agenda_case_course as
select c.id as case_id, case
  when c.stage = 'employment' and p.starts_on is not null then jsonb_build_object('employedSince', p.starts_on) else '{}'
end as facts
from public.cases as c
left join lateral (
  select o.starts_on from private.open_placements as o
  where o.case_id = c.id order by o.starts_on desc, o.created_at desc limit 1
) as p on true;
comment on view private.agenda_case_course is 'Since when the person of a case is at work or in training, for the whole group.';
grant select on private.agenda_case_course to maillage_system;

create or replace view private.course_items as
select c.referent_id as profile_id, jsonb_build_object(
  'id', 'check:' || k.id, 'kind', 'check', 'territory', c.slug, 'case', c.subject, 'author', null, 'text', null,
  'at', private.iso(k.created_at), 'dueOn', k.due_on, 'href', c.href || '?onglet=parcours',
  'doneAt', private.iso(k.answered_at),
  'check', jsonb_build_object('kind', k.kind, 'outcome', o.kind, 'startsOn', o.starts_on)
) as item
from public.placement_checks as k
join public.outcomes as o on o.id = k.outcome_id
join private.case_addresses as c on c.case_id = k.case_id
join private.case_readers as r on r.case_id = c.case_id and r.profile_id = c.referent_id
where case
  when k.answered_at is not null then private.day_in_france(k.answered_at) = private.today()
  else coalesce(o.ends_on >= private.today(), true) and k.due_on <= private.today() + 7
    and not exists (select from public.case_closings as l where l.case_id = k.case_id and l.reopened_at is null)
end
union all
select c.referent_id, jsonb_build_object(
  'id', 'exit:' || c.case_id, 'kind', 'exit', 'territory', c.slug, 'case', c.subject, 'author', null, 'text', null,
  'at', private.iso(s.stage_since), 'dueOn', null, 'href', c.href || '/cloture', 'doneAt', null
)
from private.case_addresses as c
join public.cases as s on s.id = c.case_id
join private.case_readers as r on r.case_id = c.case_id and r.profile_id = c.referent_id
where s.stage = 'exit'
  and not exists (select from public.case_closings as l where l.case_id = c.case_id and l.reopened_at is null);
