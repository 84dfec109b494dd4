-- Who comes to a meeting. Everybody who works in the group is expected; each answers for themselves, and a facilitator
-- for whoever told them.

create table public.meeting_attendance (
  meeting_id uuid not null,
  group_id uuid not null references public.groups (id),
  profile_id uuid not null references public.profiles (id),
  answer text not null check (answer in ('room', 'remote', 'excused', 'represented')),
  word text not null default '' check (length(word) <= 200),
  represented_by uuid references public.profiles (id),
  answered_at timestamptz not null default now(),
  answered_by uuid not null references public.profiles (id),
  primary key (meeting_id, profile_id),
  check ((answer = 'represented') = (represented_by is not null)),
  check (represented_by <> profile_id),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade
);
comment on table public.meeting_attendance is 'What the members of a group answered to a meeting: in the room, remote, excused with a word, or represented by a colleague.';
create index meeting_attendance_meeting_id on public.meeting_attendance (meeting_id, group_id);
create index meeting_attendance_group_id on public.meeting_attendance (group_id);
create index meeting_attendance_profile_id on public.meeting_attendance (profile_id);
create index meeting_attendance_represented_by on public.meeting_attendance (represented_by);
create index meeting_attendance_answered_by on public.meeting_attendance (answered_by);

create trigger note_change after insert or update or delete on public.meeting_attendance
for each row execute function private.note_change();

alter table public.meeting_attendance enable row level security;
grant select on public.meeting_attendance to authenticated;
create policy "a member sees who comes to the meetings of their groups" on public.meeting_attendance
for select to authenticated
using (group_id = any ((select private.my_groups())::uuid[]));

create view private.attendance_facts as
select a.meeting_id, a.profile_id, jsonb_build_object(
  'profileId', a.profile_id, 'answer', a.answer, 'word', a.word, 'representedBy', a.represented_by
) as facts
from public.meeting_attendance as a
join private.group_members as m on m.group_id = a.group_id and m.profile_id = a.profile_id
where a.represented_by is null or exists (
  select from private.group_members as r where r.group_id = a.group_id and r.profile_id = a.represented_by
);
comment on view private.attendance_facts is 'The answers of those who work in the group now. One who counted on somebody that left has not answered.';
grant select on private.attendance_facts to maillage_system;

create function public.answer_meeting(
  p_meeting uuid, p_profile uuid, p_answer text, p_word text, p_represented_by uuid
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  meeting record;
begin
  select m.group_id, m.status, m.cancelled_at into meeting from public.meetings as m where m.id = p_meeting for share;
  perform private.refuse_unless(meeting.group_id = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(
    exists (select from private.group_members as m where m.group_id = meeting.group_id and m.profile_id = p_profile), 'MA404'
  );
  perform private.refuse_unless(
    p_profile = private.me() or meeting.group_id = any (private.my_facilitated_groups()), 'MA403'
  );
  perform private.refuse_unless(meeting.status <> 'closed' and meeting.cancelled_at is null, 'MA409');
  if p_answer is null then
    delete from public.meeting_attendance as a where a.meeting_id = p_meeting and a.profile_id = p_profile;
    return meeting.group_id;
  end if;
  perform private.refuse_unless(
    p_represented_by is null or exists (
      select from private.group_members as m
      join public.profiles as r on r.id = m.profile_id
      join public.profiles as p on p.id = p_profile and p.organization_id = r.organization_id
      where m.group_id = meeting.group_id and m.profile_id = p_represented_by
    ),
    'MA422'
  );
  insert into public.meeting_attendance as a (meeting_id, group_id, profile_id, answer, word, represented_by, answered_by)
  values (p_meeting, meeting.group_id, p_profile, p_answer, btrim(coalesce(p_word, '')), p_represented_by, private.me())
  on conflict (meeting_id, profile_id) do update
  set answer = excluded.answer, word = excluded.word, represented_by = excluded.represented_by,
    answered_at = now(), answered_by = excluded.answered_by;
  return meeting.group_id;
end;
$$;
comment on function public.answer_meeting(uuid, uuid, text, text, uuid) is 'Says whether somebody comes: oneself, or anybody of the group for its facilitators; null takes the answer back. Returns the group.';
grant execute on function public.answer_meeting(uuid, uuid, text, text, uuid) to authenticated;
