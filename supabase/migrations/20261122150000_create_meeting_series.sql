-- Series of meetings: what a group calls its kinds of meetings, how often each comes back, and what happens to one date
-- of a series. A group may have several kinds of meetings on a day, and each of them once: that is its address.

create table public.meeting_series (
  id uuid primary key,
  group_id uuid not null references public.groups (id),
  kind text not null check (kind in ('operational', 'weekly', 'technical', 'engagement', 'steering')),
  weeks smallint not null check (weeks between 1 and 26),
  starts_time time not null,
  ends_time time not null,
  place text not null default '' check (length(place) <= 120),
  video_url text check (video_url ~ '^https://' and length(video_url) <= 300),
  ended_at timestamptz,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  check (ends_time > starts_time and ends_time <= starts_time + interval '8 hours'),
  unique (id, group_id)
);
comment on table public.meeting_series is 'A kind of meeting that comes back every so many weeks, at these hours in France. `ended_at`: nothing more is planned from it.';
create index meeting_series_group_id on public.meeting_series (group_id);
create index meeting_series_created_by on public.meeting_series (created_by);
create unique index meeting_series_open on public.meeting_series (group_id, kind) where ended_at is null;

alter table public.meetings
  add column kind text not null default 'operational'
    check (kind in ('operational', 'weekly', 'technical', 'engagement', 'steering')),
  add column series_id uuid,
  add column detached boolean not null default false,
  add column cancelled_at timestamptz,
  add column updated_at timestamptz,
  add constraint meetings_series_id_fkey foreign key (series_id, group_id) references public.meeting_series (id, group_id);
comment on column public.meetings.series_id is 'The series that planned it; null: planned alone.';
comment on column public.meetings.detached is 'Changed by itself: a change of its series leaves it as it is.';
comment on column public.meetings.cancelled_at is 'When it was cancelled; it keeps its day and its agenda, to be restored.';
comment on column public.meetings.updated_at is 'When its calendar entry last changed; null: never.';
create index meetings_series_id on public.meetings (series_id, group_id);

create function private.date_meeting_change() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if (new.starts_at, new.ends_at, new.place, new.video_url, new.cancelled_at)
    is distinct from (old.starts_at, old.ends_at, old.place, old.video_url, old.cancelled_at) then
    -- A calendar takes the entry with the higher number, which is made of seconds: each change is in one of its own.
    new.updated_at := greatest(clock_timestamp(), coalesce(old.updated_at, old.created_at) + interval '1 second');
  end if;
  return new;
end;
$$;
comment on function private.date_meeting_change() is 'Dates what calendars must take again.';
create trigger date_meeting_change before update on public.meetings
for each row execute function private.date_meeting_change();
create trigger note_change after insert or update or delete on public.meeting_series
for each row execute function private.note_change();

create function private.day_in_france(p_moment timestamptz) returns date
language sql immutable
return (p_moment at time zone 'Europe/Paris')::date;
comment on function private.day_in_france(timestamptz) is 'The day of a moment in the offices of the groups.';

create function private.meeting_address(p_starts_at timestamptz, p_kind text) returns text
language sql immutable
return private.day_in_france(p_starts_at) || case p_kind
  when 'operational' then ''
  when 'weekly' then '-point'
  when 'technical' then '-technique'
  when 'engagement' then '-engagement'
  when 'steering' then '-pilotage'
end;
comment on function private.meeting_address(timestamptz, text) is 'Last part of the address of a meeting: its day, and its kind when it is not the usual one.';

alter table public.meeting_series enable row level security;
grant select on public.meeting_series to authenticated;
create policy "a member sees the series of their groups" on public.meeting_series
for select to authenticated
using (group_id = any ((select private.my_groups())::uuid[]));

grant execute on function private.meeting_address(timestamptz, text) to authenticated, maillage_system;
grant execute on function private.day_in_france(timestamptz) to authenticated, maillage_system;

create or replace view private.meeting_addresses as
select m.id as meeting_id, m.group_id, m.starts_at, m.status, m.place, t.slug, t.name as territory_name,
  '/q/' || t.slug || '/reunions/' || private.meeting_address(m.starts_at, m.kind) || '/preparer' as href,
  m.cancelled_at
from public.meetings as m
join public.groups as g on g.id = m.group_id
join public.territories as t on t.id = g.territory_id;

create or replace view private.week_events as
select m.profile_id, jsonb_build_object(
  'at', private.iso(d.starts_at), 'kind', 'meeting', 'label', d.territory_name, 'detail', d.place, 'href', d.href
) as event
from private.meeting_addresses as d
join private.group_members as m on m.group_id = d.group_id
where d.status <> 'closed' and d.cancelled_at is null
  and private.day_in_france(d.starts_at) between private.today() and private.today() + 7
union all
select a.owner_id, jsonb_build_object(
  'at', private.iso(a.due_on::timestamp at time zone 'Europe/Paris'), 'kind', 'action', 'label', a.label,
  'detail', c.title, 'href', c.href || '#action-' || a.id
)
from public.actions as a
join private.case_readers as r on r.case_id = a.case_id and r.profile_id = a.owner_id
join private.case_addresses as c on c.case_id = a.case_id
where a.status in ('todo', 'in_progress', 'stuck') and a.due_on between private.today() and private.today() + 7;

create or replace function public.list_meeting_dates(p_group uuid)
returns table (meeting_id uuid, starts_at timestamptz, ends_at timestamptz, held_on date, status text)
language sql stable security definer set search_path = ''
as $$
  select m.id, m.starts_at, m.ends_at, private.day_in_france(m.starts_at), m.status
  from public.meetings as m
  where m.group_id = p_group and m.cancelled_at is null and p_group = any (private.my_groups_of_any_role())
  order by m.starts_at;
$$;

create or replace view private.case_subjects as
select c.id as case_id, c.group_id, c.organization_id, c.reference, c.cohort, c.stage, c.stage_since,
  -- Who lost their access leads nothing: nobody must believe that somebody does.
  (select f.referent_id from private.referents as f where f.case_id = c.id) as referent_id,
  c.created_at, coalesce(c.last_contact_on, (c.created_at at time zone 'Europe/Paris')::date) as last_contact_on,
  p.first_name, p.first_name || ' ' || p.last_initial || '.' as short_name,
  a.agreement_id is not null as shared, a.agreement_id, a.form, a.given_on, a.expires_on,
  (
    select min((m.starts_at at time zone 'Europe/Paris')::date)
    from public.agenda_items as i
    join public.meetings as m on m.id = i.meeting_id
    where i.case_id = c.id and m.status <> 'closed' and m.cancelled_at is null and m.ends_at > now()
  ) as agenda_on
from public.cases as c
join public.people as p on p.id = c.person_id
left join private.agreements_in_force as a on a.case_id = c.id;
