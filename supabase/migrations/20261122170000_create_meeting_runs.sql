-- The course of a meeting: who leads, which item is looked at and since when, what became of each. Changed by commands
-- only, one at a time per meeting, by the clock of the server.

create table public.meeting_runs (
  meeting_id uuid primary key,
  group_id uuid not null references public.groups (id),
  facilitator_id uuid not null references public.profiles (id),
  started_at timestamptz not null default clock_timestamp(),
  item_id text check (length(item_id) <= 80),
  since timestamptz default clock_timestamp(),
  ended_at timestamptz,
  ended_by uuid references public.profiles (id),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade
);
comment on table public.meeting_runs is 'Meetings that began. `item_id`: the item being looked at, an entry of the agenda. `since`: from when its time counts; null while paused. `ended_by` null once ended: by itself.';
create index meeting_runs_meeting_id on public.meeting_runs (meeting_id, group_id);
create index meeting_runs_group_id on public.meeting_runs (group_id);
create index meeting_runs_facilitator_id on public.meeting_runs (facilitator_id);
create index meeting_runs_ended_by on public.meeting_runs (ended_by);

create table public.run_items (
  meeting_id uuid not null,
  item_id text not null check (length(item_id) between 1 and 80),
  group_id uuid not null references public.groups (id),
  state text not null default 'todo' check (state in ('todo', 'done', 'postponed')),
  spent double precision not null default 0 check (spent >= 0),
  extra smallint not null default 0 check (extra between 0 and 120),
  primary key (meeting_id, item_id),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade
);
comment on table public.run_items is 'What became of the items of a meeting: seconds spent on each before it was last left or paused, minutes given besides those planned.';
create index run_items_meeting_id on public.run_items (meeting_id, group_id);
create index run_items_group_id on public.run_items (group_id);

create trigger note_change after insert or update or delete on public.meeting_runs
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.run_items
for each row execute function private.note_change();

alter table public.meeting_runs enable row level security;
alter table public.run_items enable row level security;
grant select on public.meeting_runs, public.run_items to authenticated;
create policy "a member sees how the meetings of their groups go" on public.meeting_runs
for select to authenticated
using (group_id = any ((select private.my_groups())::uuid[]));
create policy "a member sees what became of the items of their meetings" on public.run_items
for select to authenticated
using (group_id = any ((select private.my_groups())::uuid[]));

create view private.run_facts as
select r.meeting_id, r.group_id, jsonb_build_object(
  'facilitatorId', r.facilitator_id, 'startedAt', private.iso(r.started_at), 'itemId', r.item_id,
  'since', private.iso(r.since),
  'items', array(
    select jsonb_build_object('itemId', i.item_id, 'state', i.state, 'spent', i.spent, 'extra', i.extra)
    from public.run_items as i where i.meeting_id = r.meeting_id order by i.item_id
  )
) as facts
from public.meeting_runs as r;
comment on view private.run_facts is 'The course of a meeting, the same for everybody who works in the group.';
grant select on private.run_facts to maillage_system;
