-- What the group decided in its meetings, line by line, written for the whole group. What one is to do for a case is an
-- action of the case when its owner is in the circle; otherwise the line itself is what is to be done.

alter table public.actions add unique (id, group_id);

create table public.decisions (
  id uuid primary key,
  meeting_id uuid not null,
  group_id uuid not null references public.groups (id),
  item_id text not null check (length(item_id) between 1 and 80),
  case_id uuid,
  kind text not null check (kind in ('action', 'decision', 'blocker', 'request')),
  label text not null check (length(label) between 1 and 200),
  owner_id uuid references public.profiles (id),
  due_on date,
  action_id uuid,
  blocker_id uuid,
  author_id uuid not null references public.profiles (id),
  created_at timestamptz not null default clock_timestamp(),
  done_at timestamptz,
  check (action_id is null or kind = 'action'),
  check (blocker_id is null or kind = 'blocker'),
  check (done_at is null or kind in ('action', 'request')),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade,
  foreign key (action_id, group_id) references public.actions (id, group_id) on delete set null (action_id),
  foreign key (blocker_id, group_id) references public.blockers (id, group_id) on delete set null (blocker_id)
);
comment on table public.decisions is 'Lines of what meetings decided. `owner_id`: who does it or is asked; null: nobody yet, or the person. `done_at`: of what has no action of its own.';
create index decisions_meeting_id on public.decisions (meeting_id, group_id);
create index decisions_group_id on public.decisions (group_id, created_at);
create index decisions_case_id on public.decisions (case_id, group_id);
create index decisions_owner_id on public.decisions (owner_id);
create index decisions_action_id on public.decisions (action_id, group_id);
create index decisions_blocker_id on public.decisions (blocker_id, group_id);
create index decisions_author_id on public.decisions (author_id);

create trigger note_change after insert or update or delete on public.decisions
for each row execute function private.note_change();

alter table public.decisions enable row level security;
grant select on public.decisions to authenticated;
create policy "a member sees what their groups decided on what they may know of" on public.decisions
for select to authenticated
using (
  group_id = any ((select private.my_groups())::uuid[])
  and (case_id is null or exists (select from private.shared_in_my_groups as s where s.case_id = decisions.case_id))
);

create view private.decision_facts as
select d.id as decision_id, d.meeting_id, d.group_id, d.case_id, d.created_at, jsonb_build_object(
  'id', d.id, 'kind', d.kind, 'itemId', d.item_id, 'caseId', d.case_id, 'label', d.label, 'ownerId', d.owner_id,
  'dueOn', d.due_on,
  'status', case when d.kind in ('action', 'request') then
    coalesce(a.status, case when d.done_at is null then 'todo' else 'done' end)
  end,
  'authorId', d.author_id, 'at', private.iso(d.created_at)
) as facts
from public.decisions as d
left join public.actions as a on a.id = d.action_id
where d.case_id is null or exists (select from private.agreements_in_force as g where g.case_id = d.case_id);
comment on view private.decision_facts is 'What meetings decided, as far as it is now, for the whole group: nothing about a case that is not shared any more.';
grant select on private.decision_facts to maillage_system;
