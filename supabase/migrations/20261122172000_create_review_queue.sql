-- The review queue: dates that say why a case deserves a place on the agenda, cases left for another meeting with a word to
-- whoever proposed them, and the agenda sent to the members.

create view private.agenda_case_dates as
select c.case_id, jsonb_build_object(
  -- Restricted ones count too: a date does not tell which.
  'stuckSince', (
    select min(private.day_in_france(b.status_changed_at)) from public.blockers as b
    where b.case_id = c.case_id and b.status <> 'lifted'
  ),
  'askedSince', (
    select min(private.day_in_france(n.created_at)) from public.mentions as n
    where n.case_id = c.case_id and n.organization_id is null and n.done_at is null
  ),
  'lateSince', (
    select min(a.due_on) from public.actions as a
    where a.case_id = c.case_id and a.status in ('todo', 'in_progress', 'stuck') and a.due_on < private.today()
  ),
  'employedSince', case when c.stage = 'employment' then private.day_in_france(c.stage_since) end
) as facts
from private.case_subjects as c;
comment on view private.agenda_case_dates is 'Since when a case waits, for its whole group: dates only, nothing of what waits.';

create table public.skips (
  id uuid primary key default gen_random_uuid(),
  meeting_id uuid not null,
  case_id uuid not null,
  group_id uuid not null references public.groups (id),
  skipped_by uuid not null references public.profiles (id),
  asked_by uuid references public.profiles (id),
  word text not null default '' check (length(word) <= 200),
  created_at timestamptz not null default now(),
  seen_at timestamptz,
  unique (meeting_id, case_id),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.skips is 'Cases that a facilitator left for another meeting, with a word to whoever proposed them (`asked_by`), and when they read it.';
create index skips_meeting_id on public.skips (meeting_id, group_id);
create index skips_case_id on public.skips (case_id, group_id);
create index skips_group_id on public.skips (group_id);
create index skips_skipped_by on public.skips (skipped_by);
create index skips_asked_by on public.skips (asked_by);

create trigger note_change after insert or update or delete on public.skips
for each row execute function private.note_change();

alter table public.skips enable row level security;
grant select on public.skips to authenticated;
create policy "a member sees what their groups left for another meeting" on public.skips
for select to authenticated
using (
  group_id = any ((select private.my_groups())::uuid[])
  and (select true from public.cases as c where c.id = skips.case_id limit 1)
);

create view private.skip_facts as
select s.meeting_id, s.created_at, s.case_id, jsonb_build_object(
  'caseId', s.case_id, 'byId', s.skipped_by, 'word', s.word, 'at', private.iso(s.created_at)
) as facts
from public.skips as s
join private.case_subjects as c on c.case_id = s.case_id
where c.shared;
comment on view private.skip_facts is 'Cases left for another meeting, as far as the group may know of them.';

create function public.skip_case(p_meeting uuid, p_case uuid, p_asker uuid, p_word text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  meeting record;
begin
  select m.group_id, m.status, m.cancelled_at into meeting from public.meetings as m where m.id = p_meeting for share;
  perform private.refuse_unless_facilitator(meeting.group_id);
  perform private.refuse_unless(
    exists (
      select from private.case_subjects as c where c.case_id = p_case and c.group_id = meeting.group_id and c.shared
    ),
    'MA404'
  );
  perform private.refuse_unless(meeting.status <> 'closed' and meeting.cancelled_at is null, 'MA409');
  perform private.refuse_unless(
    p_asker is null or exists (
      select from private.group_members as m where m.group_id = meeting.group_id and m.profile_id = p_asker
    ),
    'MA422'
  );
  insert into public.skips as s (meeting_id, case_id, group_id, skipped_by, asked_by, word)
  values (p_meeting, p_case, meeting.group_id, private.me(), p_asker, btrim(coalesce(p_word, '')))
  on conflict (meeting_id, case_id) do update
  set skipped_by = excluded.skipped_by, asked_by = excluded.asked_by, word = excluded.word, created_at = now(), seen_at = null
  where (s.asked_by, s.word) is distinct from (excluded.asked_by, excluded.word);
  return meeting.group_id;
end;
$$;
comment on function public.skip_case(uuid, uuid, uuid, text) is 'Leaves a case for another meeting, with a word to who proposed it; by a facilitator. Again changes nothing but the word. Returns the group.';

create function public.unskip_case(p_meeting uuid, p_case uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group uuid;
begin
  select m.group_id into the_group from public.meetings as m where m.id = p_meeting;
  perform private.refuse_unless_facilitator(the_group);
  delete from public.skips as s where s.meeting_id = p_meeting and s.case_id = p_case;
  return the_group;
end;
$$;
comment on function public.unskip_case(uuid, uuid) is 'Puts a case back in the review queue of a meeting. Returns the group.';

create function public.open_skip(p_id uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
begin
  update public.skips as s set seen_at = coalesce(s.seen_at, now())
  where s.id = p_id and s.asked_by = private.me() and s.group_id = any (private.my_groups())
  returning s.case_id into the_case;
  perform private.refuse_unless(the_case is not null, 'MA404');
  return the_case;
end;
$$;
comment on function public.open_skip(uuid) is 'Notes that one read why one''s proposal waits for another meeting. Returns the case.';

alter table public.meetings
  add column agenda_sent_at timestamptz,
  add column agenda_sent_as text check (length(agenda_sent_as) between 1 and 80),
  add constraint meetings_agenda_sent_check check ((agenda_sent_at is null) = (agenda_sent_as is null));
comment on column public.meetings.agenda_sent_at is 'When the agenda was last sent to the members; null: never.';
comment on column public.meetings.agenda_sent_as is 'Fingerprint of the agenda as it was sent.';

create function public.send_agenda(p_meeting uuid, p_fingerprint text) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  meeting record;
begin
  select m.group_id into meeting from public.meetings as m where m.id = p_meeting;
  perform private.refuse_unless_facilitator(meeting.group_id);
  select m.status, m.cancelled_at, m.agenda_sent_at, m.agenda_sent_as into meeting
  from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless(meeting.status in ('draft', 'sent') and meeting.cancelled_at is null, 'MA409');
  if meeting.agenda_sent_as = p_fingerprint then
    return false;
  end if;
  perform private.refuse_unless(
    not exists (
      select from public.agenda_items as i
      where i.meeting_id = p_meeting and i.kind = 'case' and btrim(i.question) = ''
    ),
    'MA422'
  );
  perform private.refuse_unless(
    meeting.agenda_sent_at is null or private.day_in_france(meeting.agenda_sent_at) < private.today(), 'MA409'
  );
  update public.meetings as m set status = 'sent', agenda_sent_at = now(), agenda_sent_as = p_fingerprint
  where m.id = p_meeting;
  return true;
end;
$$;
comment on function public.send_agenda(uuid, text) is 'Notes that the agenda of a meeting is sent as it is: every case has its question, and not twice a day. False when it was sent as it is already.';

create function private.agenda_recipients(p_meeting uuid) returns table (email text)
language sql stable security definer set search_path = ''
as $$
  select u.email::text
  from public.meetings as m
  join private.group_members as g on g.group_id = m.group_id
  join auth.users as u on u.id = g.profile_id
  where m.id = p_meeting and (u.banned_until is null or u.banned_until <= now())
  order by u.email;
$$;
comment on function private.agenda_recipients(uuid) is 'Addresses of who works in the group of a meeting, for its letters; read by the application only.';

grant execute on function public.skip_case(uuid, uuid, uuid, text) to authenticated;
grant execute on function public.unskip_case(uuid, uuid) to authenticated;
grant execute on function public.open_skip(uuid) to authenticated;
grant execute on function public.send_agenda(uuid, text) to authenticated;
grant execute on function private.agenda_recipients(uuid) to maillage_system;
grant select on private.agenda_case_dates, private.skip_facts to maillage_system;
