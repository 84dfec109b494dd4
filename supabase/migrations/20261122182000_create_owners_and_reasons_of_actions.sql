-- Actions of organisations, why an action was dropped, where it comes from, who gave it to whom. Late, due today and open are
-- said once, for everything that counts them.

alter table public.actions
  add column owner_organization_id uuid references public.organizations (id),
  add column drop_reason text check (
    drop_reason in ('no_longer_needed', 'refused_by_person', 'impossible', 'replaced', 'other')
  ),
  add column drop_word text not null default '' check (length(drop_word) <= 200),
  add column origin text not null default 'case' check (origin in ('case', 'meeting', 'blocker', 'note', 'request')),
  add column from_id uuid references public.profiles (id),
  add column word text not null default '' check (length(word) <= 200),
  add column returned boolean not null default false,
  add column given_at timestamptz not null default now(),
  add constraint actions_one_owner check (owner_id is null or owner_organization_id is null);
update public.actions as a set drop_reason = 'other' where a.status = 'dropped';
update public.actions as a set given_at = a.created_at;
update public.actions as a set origin = 'blocker' where a.blocker_id is not null;
alter table public.actions add constraint actions_drop_reason check (status <> 'dropped' or drop_reason is not null);
comment on table public.actions is 'What somebody will do for a case: its `owner_id`, the people of `owner_organization_id` in the circle, or else the person. `from_id` gave it, or handed it back (`returned`), with a `word`.';
create index actions_owner_organization_id on public.actions (owner_organization_id);
create index actions_from_id on public.actions (from_id);

create view private.action_states as
select s.action_id, s.case_id, s.group_id, s.owner_id, s.owner_organization_id, s.due_on, s.open,
  coalesce(s.open and s.due_on < private.today(), false) as late,
  coalesce(s.open and s.due_on = private.today(), false) as due_today
from (
  select a.id as action_id, a.case_id, a.group_id, a.owner_id, a.owner_organization_id, a.due_on,
    a.status in ('todo', 'in_progress', 'stuck') as open
  from public.actions as a
) as s;
comment on view private.action_states is 'Which actions are open, late or due today in France: the one definition of these counters.';
grant select on private.action_states to maillage_system;

create view private.action_recipients as
select a.id as action_id, r.profile_id, 'owner' as reason
from public.actions as a
join private.case_readers as r on r.case_id = a.case_id and r.profile_id = a.owner_id
union all
select a.id, r.profile_id, 'organization'
from public.profiles as p
join public.actions as a on a.owner_organization_id = p.organization_id
join private.case_readers as r on r.case_id = a.case_id and r.profile_id = p.id
union all
select a.id, f.referent_id, 'left'
from private.referents as f
join public.actions as a on a.case_id = f.case_id
where f.referent_id is not null
  and (a.owner_id is not null or a.owner_organization_id is not null)
  and not exists (
    select from private.case_readers as r
    join public.profiles as p on p.id = r.profile_id
    where r.case_id = a.case_id and (p.id = a.owner_id or p.organization_id = a.owner_organization_id)
  );
comment on view private.action_recipients is 'Whom an action waits for: its owner, the people of its organisation in the circle, or the référent when none of them may open the case any more.';

create view private.action_items as
select w.profile_id, jsonb_build_object(
  'id', 'action:' || a.id, 'kind', 'action', 'territory', c.slug, 'case', c.subject,
  'author', case when f.profile_id <> w.profile_id then f.author end, 'text', a.label,
  'at', private.iso(a.given_at), 'dueOn', a.due_on, 'href', c.href || '#action-' || a.id, 'doneAt', private.iso(a.done_at),
  'work', jsonb_build_object(
    'reason', w.reason, 'status', a.status, 'word', a.word, 'returned', a.returned,
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
comment on view private.action_items is 'Actions to do, for those they wait for, with who gave them; those done today as well.';

-- What an inbox holds of one's own actions was told beside mentions and blockers: it is told once, from the same view.
create or replace view private.inbox_items as
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
comment on view private.inbox_items is 'Mentions not answered, blockers carried, agreements to collect or renew; what was done today as well.';

create or replace view private.work_items as
select a.profile_id, a.item from private.action_items as a;
comment on view private.work_items is 'Actions to do, one''s own, those of one''s organisation and those that nobody has any more.';

create or replace view private.case_work as
select c.id as case_id, jsonb_build_object('actions', array(
  select jsonb_build_object(
    'id', a.id, 'label', a.label, 'status', a.status, 'ownerId', a.owner_id,
    'ownerKind', case
      when a.owner_id is not null then 'professional'
      when a.owner_organization_id is not null then 'organization'
      else 'person'
    end,
    'organizationId', a.owner_organization_id, 'dueOn', a.due_on, 'reserved', a.reserved, 'blockerId', a.blocker_id,
    'dropReason', case when a.status = 'dropped' then a.drop_reason end,
    'dropWord', case when a.status = 'dropped' then a.drop_word else '' end,
    'origin', case
      when exists (select from public.decisions as d where d.action_id = a.id) then 'meeting'
      else a.origin
    end,
    'changedById', (
      select e.profile_id from public.change_events as e
      where e.case_id = a.case_id and e.table_name = 'actions' and e.row_id = a.id::text and e.operation = 'update'
      order by e.id desc limit 1
    ),
    'createdAt', private.iso(a.created_at), 'doneAt', private.iso(a.done_at)
  )
  from public.actions as a
  where a.case_id = c.id order by a.due_on nulls last, a.created_at, a.id
)) as facts
from public.cases as c;
comment on view private.case_work is 'Actions of a case, as its circle sees them.';

-- A line of a meeting that gets another owner takes the action with it, from an organisation as well.
create or replace function private.move_decided_action(p_decision public.decisions, p_owner uuid, p_due_on date) returns void
language plpgsql set search_path = ''
as $$
declare
  reads constant boolean := p_owner is null or exists (
    select from private.case_readers as r where r.case_id = p_decision.case_id and r.profile_id = p_owner
  );
begin
  if p_decision.action_id is null then
    if p_decision.done_at is null and private.land_on_case(
      p_decision.id, p_decision.case_id, p_decision.group_id, 'action', p_decision.label, p_owner, p_due_on, null
    ) then
      update public.decisions as d set action_id = d.id where d.id = p_decision.id;
    end if;
  elsif reads then
    update public.actions as a set owner_id = p_owner, owner_organization_id = null, due_on = p_due_on
    where a.id = p_decision.action_id and (a.owner_id, a.due_on) is distinct from (p_owner, p_due_on);
  else
    -- Nothing of a case is entrusted to somebody who may not open it: the line itself is what they do. What the circle
    -- began to work on stays theirs.
    delete from public.actions as a
    where a.id = p_decision.action_id and a.status = 'todo' and a.blocker_id is null;
    perform private.refuse_unless(found, 'MA409');
  end if;
end;
$$;

create or replace function private.is_as_decided(p_decision public.decisions) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.actions as a
    where a.id = p_decision.action_id and a.status = 'todo' and a.blocker_id is null and not a.reserved
      and a.owner_organization_id is null
      and (a.label, a.owner_id, a.due_on) is not distinct from (p_decision.label, p_decision.owner_id, p_decision.due_on)
  )
  or exists (
    select from public.blockers as b
    where b.id = p_decision.blocker_id
      and private.is_untouched('blockers', p_decision.case_id, b.id)
      and not exists (select from public.actions as a where a.blocker_id = b.id)
  );
$$;
