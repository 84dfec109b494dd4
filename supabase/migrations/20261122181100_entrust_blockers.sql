-- Where a blocker comes from, and what became of it once it was entrusted: its carrier accepts it, or hands it back with a
-- word to whoever gave it, who also learns that it is lifted.

alter table public.blockers
  add column origin text check (origin in ('structural', 'organizational', 'human')),
  add column from_note boolean not null default false,
  add column entrusted_by uuid references public.profiles (id),
  add column answered_at timestamptz;
comment on column public.blockers.origin is 'Axis of the blocker; null: not said.';
comment on column public.blockers.from_note is 'Made of words of a note.';
comment on column public.blockers.entrusted_by is 'Who gave it to its carrier; null: they took it themselves, or nobody of the circle gave it.';
comment on column public.blockers.answered_at is 'Since when the carrier has taken it on.';
create index blockers_entrusted_by on public.blockers (entrusted_by);

create table public.blocker_answers (
  id uuid primary key,
  blocker_id uuid not null,
  case_id uuid not null,
  group_id uuid not null,
  kind text not null check (kind in ('returned', 'lifted')),
  from_id uuid not null references public.profiles (id),
  to_id uuid not null references public.profiles (id),
  word text not null default '' check (length(word) <= 200),
  created_at timestamptz not null default now(),
  seen_at timestamptz,
  foreign key (blocker_id, group_id) references public.blockers (id, group_id) on delete cascade,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.blocker_answers is 'What is told to whoever entrusted a blocker: it came back, or it is lifted.';
create index blocker_answers_blocker_id on public.blocker_answers (blocker_id, group_id);
create index blocker_answers_case_id on public.blocker_answers (case_id, group_id);
create index blocker_answers_from_id on public.blocker_answers (from_id);
create index blocker_answers_to_id on public.blocker_answers (to_id);

alter table public.blocker_answers enable row level security;
revoke all on public.blocker_answers from public, anon, authenticated, service_role;
create trigger note_change after insert or update or delete on public.blocker_answers
for each row execute function private.note_change();

update public.blockers as b set
  entrusted_by = case when b.carrier_id <> b.created_by then b.created_by end,
  answered_at = case when b.status <> 'open' then b.status_changed_at end
where b.carrier_id <> b.created_by or b.status <> 'open';

-- A trigger: cases, meetings, people who leave and imports all entrust blockers.
create function private.note_entrusting() returns trigger
language plpgsql set search_path = ''
as $$
declare
  giver uuid;
begin
  if tg_op = 'INSERT' then
    giver := coalesce(new.entrusted_by, new.created_by);
  elsif new.carrier_id is distinct from old.carrier_id then
    giver := private.author();
    new.answered_at := null;
  else
    giver := new.entrusted_by;
  end if;
  new.entrusted_by := case
    when giver <> new.carrier_id
      and exists (select from private.case_readers as r where r.case_id = new.case_id and r.profile_id = giver) then giver
  end;
  if new.status <> 'open' then
    new.answered_at := coalesce(new.answered_at, new.status_changed_at, now());
  end if;
  return new;
end;
$$;
comment on function private.note_entrusting() is 'Notes who of the circle gave a blocker to its carrier, and that it is taken on once it is no longer open.';
create trigger note_entrusting before insert or update of carrier_id, status on public.blockers
for each row execute function private.note_entrusting();

drop function public.add_blocker(uuid, uuid, text, text, uuid);
create function public.add_blocker(
  p_id uuid, p_case uuid, p_type text, p_detail text, p_carrier uuid, p_origin text default null,
  p_from_note boolean default false
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless_reader(p_case, p_carrier);
  perform private.refuse_unless(exists (select from public.blocker_types as t where t.code = p_type), 'MA422');
  insert into public.blockers (id, case_id, group_id, type_code, detail, carrier_id, origin, from_note, created_by)
  values (
    p_id, p_case, the_group, p_type, btrim(coalesce(p_detail, '')), p_carrier, p_origin, coalesce(p_from_note, false),
    private.me()
  )
  on conflict (id) do nothing;
  perform private.refuse_unless(
    exists (select from public.blockers as b where b.id = p_id and b.case_id = p_case and b.created_by = private.me()), 'MA409'
  );
  return p_id;
end;
$$;
comment on function public.add_blocker(uuid, uuid, text, text, uuid, text, boolean) is 'Adds a blocker to a case; called again with the same id, changes nothing.';
grant execute on function public.add_blocker(uuid, uuid, text, text, uuid, text, boolean) to authenticated;

create or replace function public.set_blocker(p_blocker uuid, p_changes jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
  the_status text;
begin
  select b.case_id, b.group_id, b.status, b.entrusted_by into old
  from public.blockers as b where b.id = p_blocker for no key update;
  perform private.refuse_unless(old.case_id is not null, 'MA404');
  perform private.group_of_my_case(old.case_id);
  perform private.refuse_unless_keys(p_changes, array['status', 'detail', 'carrierId', 'liftedBy', 'origin']);
  perform private.refuse_unless_reader(old.case_id, (p_changes ->> 'carrierId')::uuid);
  update public.blockers as b set
    status = case when p_changes ? 'status' then p_changes ->> 'status' else b.status end,
    status_changed_at = case when p_changes ->> 'status' <> b.status then now() else b.status_changed_at end,
    detail = case when p_changes ? 'detail' then btrim(coalesce(p_changes ->> 'detail', '')) else b.detail end,
    carrier_id = case when p_changes ? 'carrierId' then (p_changes ->> 'carrierId')::uuid else b.carrier_id end,
    origin = case when p_changes ? 'origin' then p_changes ->> 'origin' else b.origin end,
    lifted_by = case
      when coalesce(p_changes ->> 'status', b.status) <> 'lifted' then null
      when p_changes ? 'liftedBy' then nullif(btrim(p_changes ->> 'liftedBy'), '')
      else b.lifted_by
    end
  where b.id = p_blocker
  returning b.status into the_status;
  if the_status <> old.status then
    delete from public.blocker_answers as a where a.blocker_id = p_blocker and a.kind = 'lifted';
    if the_status = 'lifted' and old.entrusted_by <> private.me() then
      insert into public.blocker_answers (id, blocker_id, case_id, group_id, kind, from_id, to_id)
      values (gen_random_uuid(), p_blocker, old.case_id, old.group_id, 'lifted', private.me(), old.entrusted_by);
    end if;
  end if;
  return old.case_id;
end;
$$;
comment on function public.set_blocker(uuid, jsonb) is 'Changes the status, detail, carrier, origin of a blocker or what lifted it; returns its case. Whoever entrusted it is told that it is lifted.';

create function public.accept_blocker(p_blocker uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
begin
  select b.case_id, b.carrier_id into old from public.blockers as b where b.id = p_blocker for no key update;
  perform private.refuse_unless(old.case_id is not null, 'MA404');
  perform private.group_of_my_case(old.case_id);
  perform private.refuse_unless(old.carrier_id is not distinct from private.me(), 'MA403');
  update public.blockers as b set status = 'in_progress', status_changed_at = now()
  where b.id = p_blocker and b.status = 'open';
  return old.case_id;
end;
$$;
comment on function public.accept_blocker(uuid) is 'Takes on the blocker that one was given: it is in progress. Asked again, changes nothing; returns its case.';
grant execute on function public.accept_blocker(uuid) to authenticated;

create function public.return_blocker(p_id uuid, p_blocker uuid, p_word text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
begin
  select b.case_id, b.group_id, b.carrier_id, b.entrusted_by into old
  from public.blockers as b where b.id = p_blocker for no key update;
  perform private.refuse_unless(old.case_id is not null, 'MA404');
  perform private.group_of_my_case(old.case_id);
  if exists (
    select from public.blocker_answers as a
    where a.id = p_id and a.blocker_id = p_blocker and a.kind = 'returned' and a.from_id = private.me()
  ) then
    return old.case_id;
  end if;
  perform private.refuse_unless(old.carrier_id is not distinct from private.me(), 'MA403');
  perform private.refuse_unless(old.entrusted_by is not null, 'MA409');
  perform private.refuse_unless(length(btrim(p_word)) between 1 and 200, 'MA422');
  insert into public.blocker_answers (id, blocker_id, case_id, group_id, kind, from_id, to_id, word)
  values (p_id, p_blocker, old.case_id, old.group_id, 'returned', private.me(), old.entrusted_by, btrim(p_word));
  update public.blockers as b set
    carrier_id = null,
    status = case when b.status = 'lifted' then b.status else 'open' end,
    status_changed_at = case when b.status in ('open', 'lifted') then b.status_changed_at else now() end
  where b.id = p_blocker;
  return old.case_id;
end;
$$;
comment on function public.return_blocker(uuid, uuid, text) is 'Hands a blocker back, with a word, to whoever entrusted it: nobody carries it any more. Asked again with the same id, changes nothing; returns its case.';
grant execute on function public.return_blocker(uuid, uuid, text) to authenticated;

create function public.open_blocker_answer(p_answer uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
begin
  update public.blocker_answers as a set seen_at = coalesce(a.seen_at, now())
  where a.id = p_answer and a.to_id = private.me() and a.group_id = any (private.my_groups())
  returning a.case_id into the_case;
  perform private.refuse_unless(found, 'MA404');
  return the_case;
end;
$$;
comment on function public.open_blocker_answer(uuid) is 'Says that one has read what became of a blocker that one entrusted; returns its case.';
grant execute on function public.open_blocker_answer(uuid) to authenticated;

create view private.case_blockers as
select b.case_id, jsonb_build_object('blockers', jsonb_agg(
  jsonb_build_object(
    'id', b.id, 'type', b.type_code, 'restricted', t.restricted, 'status', b.status, 'detail', b.detail,
    'carrierId', b.carrier_id, 'createdAt', private.iso(b.created_at),
    'statusChangedAt', private.iso(b.status_changed_at), 'liftedBy', b.lifted_by, 'origin', b.origin,
    'fromNote', b.from_note, 'entrustedById', b.entrusted_by,
    'awaited', b.entrusted_by is not null and b.answered_at is null
  ) order by b.created_at, b.id
)) as facts
from public.blockers as b
join public.blocker_types as t on t.code = b.type_code
group by b.case_id;
comment on view private.case_blockers is 'Blockers of a case, as its circle sees them.';

create view private.blocker_items as
select b.carrier_id as profile_id, jsonb_build_object(
  'id', 'blocker:' || b.id, 'kind', 'blocker', 'territory', c.slug, 'case', c.subject, 'author', f.author,
  'text', nullif(b.detail, ''), 'at', private.iso(b.status_changed_at), 'dueOn', null,
  'href', c.href || '#blocker-' || b.id, 'doneAt', null, 'blockerType', b.type_code,
  'awaited', b.entrusted_by is not null and b.answered_at is null
) as item
from public.blockers as b
join private.case_readers as r on r.case_id = b.case_id and r.profile_id = b.carrier_id
join private.case_addresses as c on c.case_id = b.case_id
left join private.author_facts as f on f.profile_id = b.entrusted_by
where b.status <> 'lifted'
union all
select a.to_id, jsonb_build_object(
  'id', 'blocker_answer:' || a.id, 'kind', 'blocker_answer', 'territory', c.slug, 'case', c.subject, 'author', f.author,
  'text', nullif(case when a.kind = 'lifted' then b.lifted_by else a.word end, ''), 'at', private.iso(a.created_at),
  'dueOn', null, 'href', c.href || '#blocker-' || b.id, 'doneAt', private.iso(a.seen_at), 'blockerType', b.type_code,
  'lifted', a.kind = 'lifted'
)
from public.blocker_answers as a
join public.blockers as b on b.id = a.blocker_id
join private.case_readers as r on r.case_id = a.case_id and r.profile_id = a.to_id
join private.case_addresses as c on c.case_id = a.case_id
join private.author_facts as f on f.profile_id = a.from_id
where a.seen_at is null or private.day_in_france(a.seen_at) = private.today();
comment on view private.blocker_items is 'Blockers that one carries, and what became of those that one entrusted.';
grant select on private.case_blockers, private.blocker_items to maillage_system;

-- Blockers are told by their own view, which knows who entrusted them.
create or replace function private.inbox_of(p_profile uuid)
returns table (items jsonb[], week jsonb[], running jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan
as $$
begin
  return query select
    array(
      select i.item
      from (
        select a.item from private.inbox_items as a where a.profile_id = p_profile and a.item ->> 'kind' <> 'blocker'
        union all
        select e.item from private.blocker_items as e where e.profile_id = p_profile
        union all
        select b.item from private.circle_items as b where b.profile_id = p_profile
        union all
        select d.item from private.decision_items as d where d.profile_id = p_profile
        union all
        select q.item from private.queue_items as q where q.profile_id = p_profile
        union all
        select r.item from private.request_items as r where r.profile_id = p_profile
        union all
        select w.item from private.work_items as w where w.profile_id = p_profile
        union all
        select c.item from private.course_items as c where c.profile_id = p_profile
      ) as i
      order by i.item ->> 'at' desc, i.item ->> 'id'
    ),
    array(
      select w.event from private.week_events as w where w.profile_id = p_profile
      order by w.event ->> 'at', w.event ->> 'href'
    ),
    array(
      select r.meeting from private.running_meetings as r where r.profile_id = p_profile
      order by r.started_at, r.meeting ->> 'meetingId'
    );
end;
$$;
