-- The messages themselves: how each reader wants to be told, what is planned, and what left. The application plans every
-- minute and sends each message in a transaction that holds its row, so that it leaves once.

create table public.mail_settings (
  profile_id uuid primary key references public.profiles (id) on delete cascade,
  language text not null default 'fr' check (language in ('fr', 'en')),
  paces jsonb not null default '{}' check (jsonb_typeof(paces) = 'object'),
  token text not null unique default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
);
comment on table public.mail_settings is 'How a professional is written to. `paces`: what they chose by kind, over the usual ones. `token`: of their link for fewer messages, which opens nothing else.';

create table public.mail_sends (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (kind in ('now', 'digest')),
  key text not null check (length(key) between 1 and 80),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  outcome text check (outcome in ('sent', 'empty')),
  unique (profile_id, key),
  check ((settled_at is null) = (outcome is null))
);
comment on table public.mail_sends is 'Messages, one for each reader and key. `empty`: nothing was left to tell when it was to leave.';
create index mail_sends_waiting on public.mail_sends (created_at) where settled_at is null;

create table public.mail_days (
  day date primary key,
  planned_at timestamptz not null default now()
);
comment on table public.mail_days is 'Days whose morning messages are planned: once, whichever process comes first.';

alter table public.mail_settings enable row level security;
alter table public.mail_sends enable row level security;
alter table public.mail_days enable row level security;

alter table public.notices
  add column mail_id uuid references public.mail_sends (id) on delete set null,
  add column meeting_id uuid,
  add constraint notices_meeting_fkey foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade;
comment on column public.notices.mail_id is 'The message that tells it.';
create index notices_mail_id on public.notices (mail_id);
create index notices_meeting_id on public.notices (meeting_id, group_id);

create function private.usual_paces() returns jsonb
language sql immutable set search_path = ''
return '{"mention":"digest","request":"digest","work":"digest","referral":"now","circle":"now","due":"digest","agenda":"now","presenting":"now","course":"digest","change":"digest"}'::jsonb;
comment on function private.usual_paces() is 'How one is told of each kind of thing until one chooses: at once, in the morning, or never.';

create view private.mail_readers as
select p.id as profile_id, u.email::text as email, coalesce(s.language, 'fr') as language,
  private.usual_paces() || coalesce(s.paces, '{}') as paces
from public.profiles as p
join auth.users as u on u.id = p.id
left join public.mail_settings as s on s.profile_id = p.id
where (u.banned_until is null or u.banned_until <= now())
  and exists (select from private.group_members as m where m.profile_id = p.id);
comment on view private.mail_readers is 'Who may be written to, and how they want to be.';

create function private.is_over(p_profile uuid, p_key text) returns boolean
language sql stable security definer set search_path = ''
return case split_part(p_key, ':', 1)
  when 'action' then exists (
    select from public.actions as a
    where a.id::text = split_part(p_key, ':', 2) and a.status in ('done', 'dropped')
  )
  when 'blocker' then exists (
    select from public.blockers as b
    where b.id::text = split_part(p_key, ':', 2)
      and (b.status = 'lifted' or b.carrier_id is distinct from p_profile)
  )
  when 'circle_request' then not exists (
    select from private.open_requests as q where q.id::text = split_part(p_key, ':', 2)
  )
  when 'handover' then not exists (
    select from private.open_handovers as h where h.id::text = split_part(p_key, ':', 2)
  )
  else false
end;
comment on function private.is_over(uuid, text) is 'Whether what a notice tells asks nothing any more.';

create view private.standing_notices as
select n.id, n.profile_id, n.kind, n.group_id, n.case_id, n.author_id, n.created_at, n.mail_id, n.meeting_id,
  r.paces ->> n.kind as pace, c.reference, t.name as territory, w.starts_at
from public.notices as n
join private.mail_readers as r on r.profile_id = n.profile_id
join private.group_members as m on m.group_id = n.group_id and m.profile_id = n.profile_id
join public.groups as g on g.id = n.group_id
join public.territories as t on t.id = g.territory_id
left join public.cases as c on c.id = n.case_id
left join public.meetings as w on w.id = n.meeting_id
where n.settled_at is null
  and (n.case_id is null or private.may_know_case(n.profile_id, n.case_id))
  and (n.meeting_id is null or (w.starts_at > now() and w.cancelled_at is null and w.status in ('draft', 'sent')))
  and not private.is_over(n.profile_id, n.key);
comment on view private.standing_notices is 'What is to be told to somebody who may still know of it.';

create function private.note_morning(p_day date) returns void
language plpgsql set search_path = ''
as $$
begin
  -- Once on its day, then each week that it is late.
  insert into public.notices (profile_id, kind, group_id, case_id, key)
  select r.profile_id, 'due', c.group_id, c.id,
    'due:' || (i.item ->> 'id') || ':' || (i.item ->> 'dueOn') || ':' || (p_day - (i.item ->> 'dueOn')::date) / 7
  from private.mail_readers as r
  cross join lateral private.inbox_of(r.profile_id) as o
  cross join lateral unnest(o.items) as i (item)
  join public.territories as t on t.slug = i.item ->> 'territory'
  join public.groups as g on g.territory_id = t.id
  join public.cases as c on c.group_id = g.id and c.reference = i.item -> 'case' ->> 'reference'
  where i.item ->> 'doneAt' is null and (i.item ->> 'dueOn')::date <= p_day
  on conflict (profile_id, key) do nothing;

  insert into public.notices (profile_id, kind, group_id, meeting_id, key)
  select m.profile_id, 'agenda', w.group_id, w.id, 'meeting:' || w.id
  from public.meetings as w
  join private.group_members as m on m.group_id = w.group_id
  where w.status in ('draft', 'sent') and w.cancelled_at is null
    and private.day_in_france(w.starts_at) between p_day + 1 and p_day + 3
  on conflict (profile_id, key) do nothing;
end;
$$;
comment on function private.note_morning(date) is 'Notes what is due, and the meetings of the next three days.';

create function private.note_presenters(p_day date, p_next_day date) returns void
language sql set search_path = ''
begin atomic
  insert into public.notices (profile_id, kind, group_id, case_id, meeting_id, key)
  select i.presenter_id, 'presenting', i.group_id, i.case_id, w.id, 'presenting:' || w.id || ':' || i.item_id
  from public.agenda_items as i
  join public.meetings as w on w.id = i.meeting_id
  join private.group_members as m on m.group_id = i.group_id and m.profile_id = i.presenter_id
  where i.case_id is not null and not i.parked and w.status in ('draft', 'sent') and w.cancelled_at is null
    and private.day_in_france(w.starts_at) > p_day and private.day_in_france(w.starts_at) <= p_next_day
  on conflict (profile_id, key) do nothing;
end;
comment on function private.note_presenters(date, date) is 'Notes who presents a case from the day after one working day to the next one.';

create function private.plan_mails(p_now timestamptz, p_day date, p_next_day date, p_morning boolean, p_afternoon boolean)
returns setof uuid
language plpgsql security definer set search_path = ''
as $$
declare
  is_morning boolean := false;
begin
  -- One process plans at a time.
  perform pg_advisory_xact_lock(706172002);
  if p_morning then
    insert into public.mail_days (day) values (p_day) on conflict do nothing;
    is_morning := found;
  end if;
  if is_morning then
    perform private.note_morning(p_day);
  end if;
  if p_afternoon then
    perform private.note_presenters(p_day, p_next_day);
  end if;

  -- What one never wants, or need not be told any more, waits for nothing.
  update public.notices as n set settled_at = p_now
  where n.settled_at is null and n.mail_id is null
    and not exists (select from private.standing_notices as s where s.id = n.id and s.pace <> 'never');

  return query
  with told as (
    -- One line for a case and an author in half an hour.
    select s.id, s.profile_id from private.standing_notices as s
    where s.mail_id is null and s.pace = 'now' and not exists (
      select from public.notices as b
      join public.mail_sends as l on l.id = b.mail_id
      where b.profile_id = s.profile_id and b.group_id = s.group_id and s.author_id is not null
        and (b.case_id, b.author_id) is not distinct from (s.case_id, s.author_id)
        and l.kind = 'now' and l.created_at > p_now - interval '30 minutes'
    )
  ),
  messages as (
    insert into public.mail_sends (profile_id, kind, key, created_at)
    select t.profile_id, 'now', 'now:' || min(t.id::text), p_now from told as t group by t.profile_id
    returning id, profile_id
  ),
  marked as (
    update public.notices as n set mail_id = m.id
    from told as t join messages as m on m.profile_id = t.profile_id
    where n.id = t.id
  )
  select m.id from messages as m;

  if is_morning then
    return query
    with told as (
      select s.id, s.profile_id from private.standing_notices as s where s.mail_id is null and s.pace = 'digest'
    ),
    messages as (
      insert into public.mail_sends (profile_id, kind, key, created_at)
      select distinct t.profile_id, 'digest', 'digest:' || p_day, p_now from told as t
      returning id, profile_id
    ),
    marked as (
      update public.notices as n set mail_id = m.id
      from told as t join messages as m on m.profile_id = t.profile_id
      where n.id = t.id
    )
    select m.id from messages as m;
  end if;
end;
$$;
comment on function private.plan_mails(timestamptz, date, date, boolean, boolean) is 'Makes the messages of this minute: those that leave at once, and those of the morning once a day. Returns them.';

create function private.take_mail(p_mail uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message record;
  lines jsonb;
begin
  -- Held until it is settled: another process that was given the same job finds nothing.
  select s.id, s.profile_id, s.kind, s.created_at into message
  from public.mail_sends as s where s.id = p_mail and s.settled_at is null for update skip locked;
  if message.id is null then
    return null;
  end if;
  select jsonb_agg(l.line order by l.at, l.line ->> 'reference') into lines
  from (
    select min(s.created_at) as at, jsonb_build_object(
      'kind', s.kind, 'reference', s.reference, 'territory', s.territory,
      'startsAt', private.iso(s.starts_at), 'count', count(*)
    ) as line
    from private.standing_notices as s
    where s.mail_id = p_mail and s.pace <> 'never'
    group by s.kind, s.reference, s.territory, s.starts_at
  ) as l;
  if lines is null then
    update public.mail_sends as s set settled_at = now(), outcome = 'empty' where s.id = p_mail;
    update public.notices as n set settled_at = now() where n.mail_id = p_mail;
    return null;
  end if;
  insert into public.mail_settings (profile_id) values (message.profile_id) on conflict do nothing;
  return (
    select jsonb_build_object(
      'id', message.id, 'to', r.email, 'language', r.language, 'token', s.token, 'kind', message.kind,
      'createdAt', private.iso(message.created_at), 'lines', lines
    )
    from private.mail_readers as r
    join public.mail_settings as s on s.profile_id = r.profile_id
    where r.profile_id = message.profile_id
  );
end;
$$;
comment on function private.take_mail(uuid) is 'What a message says, from what its reader may know now; null when it left, is leaving, or has nothing to say any more.';

create function private.settle_mail(p_mail uuid) returns void
language sql security definer set search_path = ''
begin atomic
  update public.mail_sends as s set settled_at = now(), outcome = 'sent' where s.id = p_mail and s.settled_at is null;
  update public.notices as n set settled_at = now() where n.mail_id = p_mail and n.settled_at is null;
end;
comment on function private.settle_mail(uuid) is 'Notes that a message left.';

create function private.fewer_mails(p_token text, p_apply boolean) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  the_language text;
begin
  select s.language into the_language from public.mail_settings as s where s.token = p_token;
  if the_language is not null and p_apply then
    update public.mail_settings as s
    set paces = s.paces || (
      select jsonb_object_agg(u.key, 'digest') from jsonb_each_text(private.usual_paces() || s.paces) as u where u.value = 'now'
    )
    where s.token = p_token
      and exists (select from jsonb_each_text(private.usual_paces() || s.paces) as u where u.value = 'now');
  end if;
  return the_language;
end;
$$;
comment on function private.fewer_mails(text, boolean) is 'Puts what leaves at once in the morning message, for whoever holds the link of their messages. Returns their language; null: no such link.';

create function public.find_mail_settings() returns table (language text, paces jsonb)
language sql stable security definer set search_path = ''
begin atomic
  select coalesce(s.language, 'fr'), private.usual_paces() || coalesce(s.paces, '{}')
  from public.profiles as p
  left join public.mail_settings as s on s.profile_id = p.id
  where p.id = (select private.me());
end;
comment on function public.find_mail_settings() is 'How the caller is written to.';

create function public.set_mail_settings(p_language text, p_paces jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(exists (select from public.profiles as p where p.id = private.me()), 'MA404');
  perform private.refuse_unless(
    p_language in ('fr', 'en') and jsonb_typeof(p_paces) = 'object' and not exists (
      select from jsonb_each_text(p_paces) as e
      where not private.usual_paces() ? e.key or e.value is null or e.value not in ('now', 'digest', 'never')
    ),
    'MA422'
  );
  insert into public.mail_settings as s (profile_id, language, paces) values (private.me(), p_language, p_paces)
  on conflict (profile_id) do update set language = excluded.language, paces = s.paces || excluded.paces;
  return private.me();
end;
$$;
comment on function public.set_mail_settings(text, jsonb) is 'Chooses how one is written to; the next message follows.';

grant execute on function public.find_mail_settings() to authenticated;
grant execute on function public.set_mail_settings(text, jsonb) to authenticated;
grant execute on function private.plan_mails(timestamptz, date, date, boolean, boolean) to maillage_system;
grant execute on function private.take_mail(uuid) to maillage_system;
grant execute on function private.settle_mail(uuid) to maillage_system;
grant execute on function private.fewer_mails(text, boolean) to maillage_system;
