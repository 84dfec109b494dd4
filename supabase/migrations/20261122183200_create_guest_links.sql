-- Guests: a partner without account answers one request through a link that works for seven days, once, and as long as
-- whoever asked may open the case. The link shows the question, and nothing of the person.

create function private.guest_link_days() returns integer
language sql immutable
return 7;
comment on function private.guest_link_days() is 'How long the link of a guest works, in days.';

create function private.guest_links_per_day() returns integer
language sql immutable
return 20;
comment on function private.guest_links_per_day() is 'How many links one professional sends in a day.';

create table public.guest_links (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null unique references public.requests (id) on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  email text not null check (length(email) between 3 and 254),
  words text not null check (length(words) between 1 and 300),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  answered_at timestamptz,
  revoked_at timestamptz
);
comment on table public.guest_links is 'Links by which somebody without account answers one request. The secret is known to its holder only.';
alter table public.guest_links enable row level security;
revoke all on public.guest_links from public, anon, authenticated, service_role;
create trigger note_change after insert or update or delete on public.guest_links
for each row execute function private.note_change();

create view private.open_guest_links as
select g.id, g.request_id, g.token_hash, g.words, g.expires_at, r.author_id, r.case_id
from public.guest_links as g
join public.requests as r on r.id = g.request_id
join private.case_readers as k on k.case_id = r.case_id and k.profile_id = r.author_id
where g.expires_at > now() and g.answered_at is null and g.revoked_at is null and r.state in ('asked', 'seen', 'taken');
comment on view private.open_guest_links is 'Links that work now.';

create function public.invite_guest(
  p_id uuid, p_case uuid, p_blocker uuid, p_email text, p_words text, p_due_on date, p_token_hash bytea
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
  address constant text := lower(btrim(p_email));
begin
  perform private.refuse_unless(length(btrim(p_words)) between 1 and 300, 'MA422');
  perform private.refuse_unless(
    p_blocker is null or exists (select from public.blockers as b where b.id = p_blocker and b.case_id = p_case), 'MA422'
  );
  perform private.refuse_unless(not exists (select from public.requests as r where r.id = p_id), 'MA409');
  -- One at a time per asker, so that the count is right.
  perform 1 from public.profiles as p where p.id = private.me() for no key update;
  perform private.refuse_unless(
    (
      select count(*) from public.guest_links as g join public.requests as r on r.id = g.request_id
      where r.author_id = private.me() and g.created_at > now() - interval '1 day'
    ) < private.guest_links_per_day(),
    'MA429'
  );
  insert into public.requests (id, group_id, case_id, blocker_id, author_id, words, due_on)
  values (p_id, the_group, p_case, p_blocker, private.me(), btrim(p_words), p_due_on);
  insert into public.guest_links (request_id, token_hash, email, words, expires_at)
  values (p_id, p_token_hash, address, btrim(p_words), now() + make_interval(days => private.guest_link_days()));
  return private.screens_of_request(p_id) || jsonb_build_object('email', address);
end;
$$;
comment on function public.invite_guest(uuid, uuid, uuid, text, text, date, bytea) is 'Asks one thing of somebody without account, by a link sent to their address; by the circle of the case, twenty times a day.';
grant execute on function public.invite_guest(uuid, uuid, uuid, text, text, date, bytea) to authenticated;

create function private.revoke_guest_link() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.guest_links as g set revoked_at = now()
  where g.request_id = new.id and g.revoked_at is null and g.answered_at is null;
  return null;
end;
$$;
comment on function private.revoke_guest_link() is 'Who closes a request takes its link back. Definer: nobody may write the links.';
create trigger revoke_guest_link after update of state on public.requests
for each row when (new.state = 'closed') execute function private.revoke_guest_link();

create function private.find_guest_link(p_token_hash bytea)
returns table (asker text, organization text, words text)
language sql stable security definer set search_path = ''
as $$
  select p.first_name, case when not o.sensitive then o.name end, g.words
  from private.open_guest_links as g
  join public.profiles as p on p.id = g.author_id
  join public.organizations as o on o.id = p.organization_id
  where g.token_hash = p_token_hash;
$$;
comment on function private.find_guest_link(bytea) is 'What the page of a link says: who asks, of which organisation unless its name tells something, and the question. No row: the link does not work.';

create function private.answer_guest_link(p_token_hash bytea, p_answer text, p_declined boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  the_request uuid;
  old record;
  the_answer constant text := nullif(btrim(p_answer), '');
begin
  -- The link first: two answers at once wait for each other here.
  select g.request_id into the_request from public.guest_links as g where g.token_hash = p_token_hash for no key update;
  perform private.refuse_unless(
    exists (select from private.open_guest_links as g where g.token_hash = p_token_hash), 'MA404'
  );
  perform private.refuse_unless(p_declined or the_answer is not null, 'MA422');
  perform private.refuse_unless(coalesce(length(the_answer), 0) <= 1000, 'MA422');
  update public.guest_links as g set answered_at = now() where g.request_id = the_request;
  update public.requests as r set
    state = case when p_declined then 'declined' else 'answered' end, answer = the_answer,
    decline_reason = case when p_declined then 'other' end, answered_at = now(), seen_at = coalesce(r.seen_at, now())
  where r.id = the_request
  returning r.author_id, r.group_id, r.case_id into old;
  perform private.tell(old.author_id, 'request', old.group_id, old.case_id, 'answer:' || the_request);
  return private.screens_of_request(the_request);
end;
$$;
comment on function private.answer_guest_link(bytea, text, boolean) is 'Takes the one answer of a guest, whose link works no more; returns whose screens change.';

grant select on private.open_guest_links to maillage_system;
grant select on public.guest_links to maillage_system;
grant execute on function private.find_guest_link(bytea) to maillage_system;
grant execute on function private.answer_guest_link(bytea, text, boolean) to maillage_system;
