-- A board is read as a whole: what its cards tell is gathered once for the group, not looked for card by card, and written as
-- JSON as it goes. In a function, PostgreSQL plans it once per connection.

create function private.is_open(p_status text) returns boolean
language sql immutable
return p_status in ('todo', 'in_progress', 'stuck');
comment on function private.is_open(text) is 'Whether an action of that status is still to do.';
grant execute on function private.is_open(text) to maillage_system;

create index actions_open on public.actions (group_id, case_id) where status in ('todo', 'in_progress', 'stuck');
create index circle_members_group_id on public.circle_members (group_id);

create or replace view private.action_states as
select s.action_id, s.case_id, s.group_id, s.owner_id, s.owner_organization_id, s.due_on, s.open,
  coalesce(s.open and s.due_on < private.today(), false) as late,
  coalesce(s.open and s.due_on = private.today(), false) as due_today
from (
  select a.id as action_id, a.case_id, a.group_id, a.owner_id, a.owner_organization_id, a.due_on,
    private.is_open(a.status) as open
  from public.actions as a
) as s;

create view private.agendas_to_come as
select i.case_id, i.group_id, private.day_in_france(m.starts_at) as held_on
from public.agenda_items as i
join public.meetings as m on m.id = i.meeting_id
where i.case_id is not null and m.status <> 'closed' and m.cancelled_at is null and m.ends_at > now();
comment on view private.agendas_to_come is 'Days of the meetings to come whose agenda holds a case.';

create or replace view private.open_placements as
select o.case_id, o.id as outcome_id, o.kind, o.starts_on, o.created_at, o.group_id
from public.outcomes as o
where private.is_placement(o.kind) and o.starts_on <= private.today() and coalesce(o.ends_on >= private.today(), true);

create view private.settlings as
select l.case_id, l.group_id, l.closed_at, json_build_object(
  'stage', coalesce(l.reopened_stage, 'exit'), 'byId', coalesce(l.reopened_by, l.closed_by),
  'at', private.iso(coalesce(l.reopened_at, l.closed_at)), 'closed', l.reopened_at is null
) as settled
from public.case_closings as l;
comment on view private.settlings is 'Where closings and reopenings put a case, by whom and when.';

create or replace view private.case_subjects as
select c.id as case_id, c.group_id, c.organization_id, c.reference, c.cohort, c.stage, c.stage_since,
  -- Who lost their access leads nothing: nobody must believe that somebody does.
  (select f.referent_id from private.referents as f where f.case_id = c.id) as referent_id,
  c.created_at, coalesce(c.last_contact_on, (c.created_at at time zone 'Europe/Paris')::date) as last_contact_on,
  p.first_name, p.first_name || ' ' || p.last_initial || '.' as short_name,
  a.agreement_id is not null as shared, a.agreement_id, a.form, a.given_on, a.expires_on,
  (select min(m.held_on) from private.agendas_to_come as m where m.case_id = c.id) as agenda_on
from public.cases as c
join public.people as p on p.id = c.person_id and p.group_id = c.group_id
left join private.agreements_in_force as a on a.case_id = c.id and a.group_id = c.group_id;

create function private.board_cards(p_group uuid, p_own uuid) returns json
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with circles as materialized (
      select r.case_id, array_agg(r.profile_id order by r.starts_at, r.profile_id) as ids
      from private.case_readers as r where r.group_id = p_group group by r.case_id
    ),
    agendas as materialized (
      select m.case_id, min(m.held_on) as held_on
      from private.agendas_to_come as m where m.group_id = p_group group by m.case_id
    ),
    steps as materialized (
      select distinct on (a.case_id) a.case_id, json_build_object(
        'label', case when a.reserved then null else a.label end, 'dueOn', a.due_on
      ) as action
      from public.actions as a
      where a.group_id = p_group and private.is_open(a.status)
      order by a.case_id, a.due_on nulls last, a.created_at, a.id
    ),
    asked as materialized (
      select w.case_id, count(*) as number, min(w.since) as since
      from private.waiting_requests as w
      where w.group_id = p_group and w.case_id is not null and w.own_organization_id is null
      group by w.case_id
    ),
    placements as materialized (
      select distinct on (o.case_id) o.case_id, o.starts_on
      from private.open_placements as o where o.group_id = p_group
      order by o.case_id, o.starts_on desc, o.created_at desc
    ),
    closings as materialized (
      select distinct on (l.case_id) l.case_id, l.settled
      from private.settlings as l where l.group_id = p_group
      order by l.case_id, l.closed_at desc
    ),
    barred as materialized (
      select b.case_id, b.blockers from private.masked_blockers as b where b.group_id = p_group
    )
    select coalesce(json_agg(s.facts), '[]')
    from (
      select json_build_object(
        'caseId', c.case_id, 'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort,
        'stage', c.stage, 'stageSince', private.iso(c.stage_since),
        -- As `private.referents` says it: who may not open the case leads nothing.
        'referentId', case when k.referent_id = any (r.ids) then k.referent_id end,
        'organizationId', case when o.sensitive then null else o.id end,
        'circleSize', coalesce(cardinality(r.ids), 0), 'circleIds', coalesce(r.ids, '{}'),
        'blockers', coalesce(b.blockers, '[]'), 'nextAction', n.action,
        'waitingMentions', coalesce(q.number, 0), 'waitingSince', q.since,
        'lastContactOn', c.last_contact_on, 'agendaOn', m.held_on, 'shared', c.shared,
        'agreementExpiresOn', c.expires_on, 'employedOn', p.starts_on, 'settled', l.settled
      ) as facts
      from private.case_subjects as c
      join public.cases as k on k.id = c.case_id and k.group_id = c.group_id
      join public.organizations as o on o.id = c.organization_id
      left join circles as r on r.case_id = c.case_id
      left join barred as b on b.case_id = c.case_id
      left join steps as n on n.case_id = c.case_id
      left join asked as q on q.case_id = c.case_id
      left join agendas as m on m.case_id = c.case_id
      left join placements as p on p.case_id = c.case_id
      left join closings as l on l.case_id = c.case_id
      where c.group_id = p_group
        and case when p_own is null then c.shared else not c.shared and c.organization_id = p_own end
      order by c.reference
    ) as s
  );
end;
$$;
comment on function private.board_cards(uuid, uuid) is 'Cards of the board of a group, masked for all who read it: its shared cases; or, with `p_own`, those that this organisation opened and that are not shared yet.';

drop view private.card_facts, private.card_requests, private.card_course;

grant execute on function private.board_cards(uuid, uuid) to maillage_system;
grant select on private.agendas_to_come, private.open_placements, private.settlings, private.masked_blockers
  to maillage_system;
