-- The sync server asks, every moment, which of the sessions it serves have ended or wait for their unlocking, whoever did it.

create function private.watch_sessions(ids uuid[])
returns table (session_id uuid, locked boolean)
language sql stable security definer set search_path = ''
as $$
  select s.id, exists (
    select from public.session_states as t
    where t.session_id = s.id and (t.locked_at is not null or t.active_at < now() - private.idle_limit())
  )
  from private.alive_sessions(ids) as s (id);
$$;
comment on function private.watch_sessions(uuid[]) is 'Those of these sessions that have not ended, and whether they wait for their unlocking. Definer: sessions are out of reach of the sync server.';

grant execute on function private.watch_sessions(uuid[]) to maillage_system;
