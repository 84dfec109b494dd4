-- What a professional does with their own sessions, second factor and profile. These are theirs alone: what the session
-- does not suffice for is not allowed (MA403), and a session of somebody else is not found.

create function public.find_sign_in_step() returns text
language sql stable security definer set search_path = ''
return case
  when private.is_session_locked() then 'locked'
  when private.has_second_factor() and not private.second_factor_proved() then 'code'
  when private.second_factor_demanded() and not private.second_factor_proved() then 'factor'
  when exists (
    select from public.profiles as p where p.id = (select auth.uid()) and p.charter_accepted_at is null
  ) then 'charter'
  else 'ready'
end;
comment on function public.find_sign_in_step() is 'What the caller''s session still waits for: locked, code, factor, charter; or ready.';

create function public.touch_session() returns text
language plpgsql security definer set search_path = ''
as $$
declare
  session constant uuid := private.my_session();
begin
  if session is not null and not private.is_session_locked() then
    insert into public.session_states as s (session_id, profile_id)
    select session, p.id from public.profiles as p where p.id = auth.uid()
    on conflict (session_id) do update set active_at = now()
    -- Again, on the row as it is now: another window may have locked it meanwhile.
    where s.locked_at is null;
    -- The states of sessions that ended; a day later, no token of theirs is valid any more.
    delete from public.session_states as s
    where s.session_id in (
      select o.session_id from public.session_states as o
      where o.active_at < now() - interval '1 day'
        and not exists (select from auth.sessions as a where a.id = o.session_id)
      order by o.active_at limit 10 for update skip locked
    );
  end if;
  return public.find_sign_in_step();
end;
$$;
comment on function public.touch_session() is 'Notes that the caller is there, unless their session is locked, and says what it waits for.';

create function public.lock_session() returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.session_states as s (session_id, profile_id, locked_at)
  select private.my_session(), p.id, now()
  from public.profiles as p where p.id = auth.uid() and private.my_session() is not null
  on conflict (session_id) do update set locked_at = coalesce(s.locked_at, now());
$$;
comment on function public.lock_session() is 'Locks the caller''s session, at once and for every window of it.';

create function private.unlock_session(p_session uuid) returns void
language sql volatile security definer set search_path = ''
as $$
  update public.session_states as s set locked_at = null, active_at = now() where s.session_id = p_session;
$$;
comment on function private.unlock_session(uuid) is 'Unlocks a session. For the application, after its owner proved again who they are.';

create function public.accept_charter() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(private.me() is not null, 'MA403');
  update public.profiles as p set charter_accepted_at = coalesce(p.charter_accepted_at, now()) where p.id = private.me();
  perform private.refuse_unless(found, 'MA404');
end;
$$;
comment on function public.accept_charter() is 'Records that the caller accepts the charter.';

create function public.set_my_profile(p_first_name text, p_last_name text, p_job_title text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(private.me() is not null, 'MA403');
  update public.profiles as p
  set first_name = btrim(p_first_name), last_name = btrim(p_last_name), job_title = btrim(coalesce(p_job_title, ''))
  where p.id = private.me();
  perform private.refuse_unless(found, 'MA404');
end;
$$;
comment on function public.set_my_profile(text, text, text) is 'Changes the name and job title that colleagues read.';

create function public.replace_backup_codes(p_hashes bytea[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(private.me() is not null and private.second_factor_proved(), 'MA403');
  -- One at a time per account: two windows that replace them leave the codes of one.
  perform 1 from public.profiles as p where p.id = private.me() for no key update;
  perform private.refuse_unless(
    (select count(distinct h.code) = 10 and bool_and(length(h.code) = 32) from unnest(p_hashes) as h (code))
      and cardinality(p_hashes) = 10,
    'MA422'
  );
  delete from public.backup_codes as b where b.profile_id = private.me();
  insert into public.backup_codes (profile_id, code_hash)
  select p.id, h.code from public.profiles as p, unnest(p_hashes) as h (code) where p.id = private.me();
end;
$$;
comment on function public.replace_backup_codes(bytea[]) is 'Gives the caller ten backup codes in place of those before; needs the second factor proved in this session.';

create function public.use_backup_code(p_hash bytea) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  the_profile uuid;
begin
  -- One at a time per account, so that tries at once are counted, and one code serves one of them.
  select p.id into the_profile from public.profiles as p where p.id = auth.uid() for no key update;
  perform private.refuse_unless(
    the_profile is not null and private.my_session() is not null and private.has_second_factor(), 'MA403'
  );
  delete from public.backup_code_tries as t
  where t.profile_id = the_profile and t.tried_at <= clock_timestamp() - interval '15 minutes';
  perform private.refuse_unless(
    (select count(*) < 5 from public.backup_code_tries as t where t.profile_id = the_profile), 'MA429'
  );

  update public.backup_codes as b set used_at = now()
  where b.profile_id = the_profile and b.code_hash = p_hash and b.used_at is null;
  if not found then
    insert into public.backup_code_tries (profile_id, tried_at) values (the_profile, clock_timestamp());
    return false;
  end if;
  insert into public.session_states as s (session_id, profile_id, proved_at)
  values (private.my_session(), the_profile, now())
  on conflict (session_id) do update set proved_at = now(), locked_at = null, active_at = now();
  return true;
end;
$$;
comment on function public.use_backup_code(bytea) is 'Proves the second factor in this session, and unlocks it, by a backup code that was never used; five wrong ones in a quarter of an hour are the last.';

create function public.count_backup_codes() returns integer
language sql stable security definer set search_path = ''
return (
  select count(*)::integer from public.backup_codes as b
  where b.profile_id = (select private.me()) and b.used_at is null
);
comment on function public.count_backup_codes() is 'How many backup codes the caller has left.';

create function public.list_my_sessions()
returns table (id uuid, user_agent text, created_at timestamptz, active_at timestamptz, current boolean)
language sql stable security definer set search_path = ''
as $$
  select a.id, a.user_agent, a.created_at, s.active_at, a.id = private.my_session()
  from auth.sessions as a
  left join public.session_states as s on s.session_id = a.id
  where a.user_id = (select private.me()) and (a.not_after is null or a.not_after > now())
  order by coalesce(s.active_at, a.created_at) desc, a.id;
$$;
comment on function public.list_my_sessions() is 'Where the caller is signed in, the last active first.';

create function public.end_my_session(p_session uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  delete from auth.sessions as a where a.id = p_session and a.user_id = private.me();
  perform private.refuse_unless(found, 'MA404');
end;
$$;
comment on function public.end_my_session(uuid) is 'Signs the caller out of one device. Its state stays a day, so that no token of it counts as just opened.';

grant execute on function public.find_sign_in_step() to authenticated;
grant execute on function public.touch_session() to authenticated;
grant execute on function public.lock_session() to authenticated;
grant execute on function public.accept_charter() to authenticated;
grant execute on function public.set_my_profile(text, text, text) to authenticated;
grant execute on function public.replace_backup_codes(bytea[]) to authenticated;
grant execute on function public.use_backup_code(bytea) to authenticated;
grant execute on function public.count_backup_codes() to authenticated;
grant execute on function public.list_my_sessions() to authenticated;
grant execute on function public.end_my_session(uuid) to authenticated;
grant execute on function private.unlock_session(uuid) to maillage_system;
