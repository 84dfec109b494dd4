-- The meetings of a person in their own calendar, by a secret address: no cookie goes with it. It holds dates, places and
-- links: no name of anybody, no case, no agenda.

create table public.calendar_feeds (
  profile_id uuid primary key references public.profiles (id) on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null default now()
);
comment on table public.calendar_feeds is 'Secret addresses of calendars, one per person, as SHA-256 of their token.';
alter table public.calendar_feeds enable row level security;
create trigger note_change after insert or update or delete on public.calendar_feeds
for each row execute function private.note_change();

create function private.calendar_past() returns interval
language sql immutable
return interval '90 days';
comment on function private.calendar_past() is 'How far back a calendar goes.';

create function public.renew_calendar_feed(p_token_hash bytea) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(exists (select from public.profiles as p where p.id = private.me()), 'MA404');
  insert into public.calendar_feeds as f (profile_id, token_hash) values (private.me(), p_token_hash)
  on conflict (profile_id) do update set token_hash = excluded.token_hash, created_at = now();
end;
$$;
comment on function public.renew_calendar_feed(bytea) is 'Gives the caller''s calendar a secret address; the one before answers no more.';

create function public.revoke_calendar_feed() returns void
language sql volatile security definer set search_path = ''
as $$
  delete from public.calendar_feeds as f where f.profile_id = private.me();
$$;
comment on function public.revoke_calendar_feed() is 'Takes the secret address of the caller''s calendar away.';

create function public.find_calendar_feed() returns table (created_at timestamptz)
language sql stable security definer set search_path = ''
as $$
  select f.created_at from public.calendar_feeds as f where f.profile_id = (select private.me());
$$;
comment on function public.find_calendar_feed() is 'Since when the caller''s calendar has a secret address; no row: it has none.';

create function private.read_calendar_feed(p_token_hash bytea) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(
    (
      select jsonb_agg(jsonb_build_object(
        'meetingId', m.id, 'kind', m.kind, 'territory', t.name, 'startsAt', private.iso(m.starts_at),
        'endsAt', private.iso(m.ends_at),
        -- An observer may know of the date only.
        'place', case when r.works then m.place else '' end, 'videoUrl', case when r.works then m.video_url end,
        'cancelled', m.cancelled_at is not null,
        'updatedAt', private.iso(coalesce(m.updated_at, m.created_at)),
        'sequence', extract(epoch from coalesce(m.updated_at, m.created_at) - m.created_at)::integer
      ) order by m.starts_at, m.id)
      from (
        select f.group_id, bool_or(f.role <> 'observer') as works
        from private.mandates_in_force as f where f.profile_id = c.profile_id group by f.group_id
      ) as r
      join public.meetings as m on m.group_id = r.group_id
      join public.groups as g on g.id = m.group_id
      join public.territories as t on t.id = g.territory_id
      where m.starts_at > now() - private.calendar_past()
    ),
    '[]'
  )
  from public.calendar_feeds as c
  join auth.users as u on u.id = c.profile_id
  where c.token_hash = p_token_hash and (u.banned_until is null or u.banned_until <= now());
$$;
comment on function private.read_calendar_feed(bytea) is 'The meetings of whose calendar has that address, by their mandates of now; null for an unknown or revoked one, or a banned account. Definer: the system reads neither mandates nor accounts.';

grant execute on function public.renew_calendar_feed(bytea) to authenticated;
grant execute on function public.revoke_calendar_feed() to authenticated;
grant execute on function public.find_calendar_feed() to authenticated;
grant execute on function private.read_calendar_feed(bytea) to maillage_system;
