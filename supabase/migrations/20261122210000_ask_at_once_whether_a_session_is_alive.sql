-- An opening asked twice: whether the session is alive, then what it may do. Together they are one question of the caller.

create function private.is_my_session_alive() returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from private.alive_sessions(array[private.my_session()]));
$$;
comment on function private.is_my_session_alive() is 'Whether the session of the caller''s token has not ended. Definer: the schema of the sign-in service is out of reach of the caller.';
revoke execute on function private.is_my_session_alive() from public;
grant execute on function private.is_my_session_alive() to authenticated;
