-- What minutes need of an agenda: the notes of each item, who presents it, and whether it was set aside. And the closings of
-- a meeting: from one on its agenda stands still, except for notes that were being stored, until its minutes are sealed.

alter table public.agenda_items
  add column notes text not null default '',
  add column parked boolean not null default false,
  add column presenter_id uuid references public.profiles (id);
comment on column public.agenda_items.notes is 'Plain text of what was noted on it.';
comment on column public.agenda_items.parked is 'Set aside while the meeting runs, for later.';
create index agenda_items_presenter_id on public.agenda_items (presenter_id);

create table public.meeting_closings (
  meeting_id uuid not null,
  number smallint not null check (number >= 1),
  group_id uuid not null,
  closed_at timestamptz not null default now(),
  closed_by uuid references public.profiles (id),
  sealed_at timestamptz,
  content jsonb,
  reopened_at timestamptz,
  reopened_by uuid references public.profiles (id),
  reason text not null default '' check (length(reason) <= 200),
  primary key (meeting_id, number),
  check ((sealed_at is null) = (content is null)),
  check ((reopened_at is null) = (reopened_by is null)),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade
);
comment on table public.meeting_closings is 'Each closing of a meeting, with the minutes sealed then, which name cases and people by their ids only. `closed_by` null: it closed itself.';
create index meeting_closings_meeting_id on public.meeting_closings (meeting_id, group_id);
create index meeting_closings_closed_by on public.meeting_closings (closed_by);
create index meeting_closings_reopened_by on public.meeting_closings (reopened_by);
create index meeting_closings_unsealed on public.meeting_closings (closed_at) where sealed_at is null;
alter table public.meeting_closings enable row level security;
revoke all on public.meeting_closings from public, anon, authenticated, service_role;
create trigger note_change after insert or update or delete on public.meeting_closings
for each row execute function private.note_change();

create function private.wait_for_closing(p_meeting uuid, p_closing boolean) returns void
language sql volatile set search_path = ''
as $$
  select case
    when p_closing then pg_advisory_xact_lock(hashtextextended('closing of ' || p_meeting, 0))
    else pg_advisory_xact_lock_shared(hashtextextended('closing of ' || p_meeting, 0))
  end;
$$;
comment on function private.wait_for_closing(uuid, boolean) is 'Whoever closes waits for what is being stored, and what is stored then waits for them.';

create function private.project_notes(p_meeting uuid, p_items jsonb) returns void
language sql volatile set search_path = ''
as $$
  update public.agenda_items as i set notes = left(e.item ->> 'notes', 20000)
  from jsonb_array_elements(p_items) as e (item)
  where i.meeting_id = p_meeting and i.item_id = e.item ->> 'itemId' and i.notes <> left(e.item ->> 'notes', 20000);
$$;
comment on function private.project_notes(uuid, jsonb) is 'The notes of the items that an agenda has.';

create or replace function private.project_agenda(p_meeting uuid, p_items jsonb) returns uuid[]
language plpgsql set search_path = ''
as $$
declare
  meeting record;
  before uuid[];
  after uuid[];
begin
  perform private.wait_for_closing(p_meeting, false);
  select m.id, m.group_id, m.status into meeting from public.meetings as m where m.id = p_meeting;
  if meeting.id is null then
    return '{}';
  end if;
  if meeting.status = 'closed' then
    -- Words that were on their way when it closed are of this meeting too.
    if exists (select from public.meeting_closings as c where c.meeting_id = p_meeting and c.sealed_at is null) then
      perform private.project_notes(p_meeting, p_items);
    end if;
    return '{}';
  end if;
  before := array(select i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null);

  delete from public.agenda_items as i
  where i.meeting_id = p_meeting
    and i.item_id not in (select e.item ->> 'itemId' from jsonb_array_elements(p_items) as e (item));

  insert into public.agenda_items as i (
    meeting_id, item_id, group_id, kind, case_id, title, question, minutes, rank, notes, parked, presenter_id
  )
  select distinct on (e.item ->> 'itemId') p_meeting, e.item ->> 'itemId', meeting.group_id, e.item ->> 'kind', c.id,
    left(e.item ->> 'title', 200), left(e.item ->> 'question', 200),
    least(greatest(coalesce((e.item ->> 'minutes')::numeric, 0), 0), 600)::smallint, (e.item ->> 'rank')::smallint,
    left(coalesce(e.item ->> 'notes', ''), 20000), coalesce((e.item ->> 'parked')::boolean, false), p.id
  from jsonb_array_elements(p_items) as e (item)
  left join public.cases as c on c.id = (e.item ->> 'caseId')::uuid and c.group_id = meeting.group_id
    and exists (select from private.agreements_in_force as a where a.case_id = c.id)
  left join public.profiles as p on p.id = (e.item ->> 'presenterId')::uuid
  where length(e.item ->> 'itemId') between 1 and 80
    and (e.item ->> 'caseId' is null or c.id is not null)
  order by e.item ->> 'itemId', (e.item ->> 'rank')::smallint
  on conflict (meeting_id, item_id) do update
  set kind = excluded.kind, case_id = excluded.case_id, title = excluded.title, question = excluded.question,
    minutes = excluded.minutes, rank = excluded.rank, notes = excluded.notes, parked = excluded.parked,
    presenter_id = excluded.presenter_id
  where (i.kind, i.case_id, i.title, i.question, i.minutes, i.rank, i.notes, i.parked, i.presenter_id)
    is distinct from (
      excluded.kind, excluded.case_id, excluded.title, excluded.question, excluded.minutes, excluded.rank,
      excluded.notes, excluded.parked, excluded.presenter_id
    );

  after := array(select i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null);
  return array(
    (select b.id from unnest(before) as b (id) except select a.id from unnest(after) as a (id))
    union
    (select a.id from unnest(after) as a (id) except select b.id from unnest(before) as b (id))
  );
end;
$$;
grant execute on function private.wait_for_closing(uuid, boolean) to maillage_system;
grant execute on function private.project_notes(uuid, jsonb) to maillage_system;
grant select on public.meeting_closings to maillage_system;
