-- What administrators do with the sign-in of others is in the journal too, although it changes nothing but the sign-in
-- service's tables; an account made by an invitation is of whoever made it; addresses of old invitations go.

create function private.note_account_change(p_profile uuid, p_field text) returns void
language sql volatile set search_path = ''
as $$
  insert into public.change_events (profile_id, table_name, row_id, operation, fields)
  values (private.author(), 'accounts', p_profile::text, 'update', array[p_field]);
$$;
comment on function private.note_account_change(uuid, text) is 'Notes what the caller does with the sign-in of somebody.';

create function public.note_account_action(p_profile uuid, p_action text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(exists (select from public.profiles as p where p.id = p_profile), 'MA404');
  perform private.refuse_unless(p_action in ('suspended', 'restored', 'second_factor'), 'MA422');
  perform private.note_account_change(p_profile, p_action);
end;
$$;
comment on function public.note_account_action(uuid, text) is 'Notes that an administrator is about to have the sign-in service suspend or restore somebody, or remove their second factor. Definer: nobody writes the journal.';

create or replace function public.end_sessions_of(p_profile uuid) returns uuid[]
language plpgsql security definer set search_path = ''
as $$
declare
  ended uuid[];
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(exists (select from public.profiles as p where p.id = p_profile), 'MA404');
  perform private.note_account_change(p_profile, 'sessions');
  with gone as (
    delete from auth.sessions as s where s.user_id = p_profile returning s.id
  )
  select array_agg(g.id) into ended from gone as g;
  return coalesce(ended, '{}');
end;
$$;

create or replace function private.accept_invitation(
  p_token_hash bytea, p_profile uuid, p_first_name text, p_last_name text, p_job_title text
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  taken constant public.invitations := private.take_invitation(p_token_hash, p_profile);
  entered uuid;
begin
  perform private.refuse_unless_named(p_first_name, 60);
  perform private.refuse_unless_named(p_last_name, 60);
  perform private.refuse_unless(length(btrim(coalesce(p_job_title, ''))) <= 80, 'MA422');
  perform private.refuse_unless(not exists (select from public.profiles as p where p.id = p_profile), 'MA409');
  perform set_config('maillage.author', p_profile::text, true);
  insert into public.profiles (id, organization_id, first_name, last_name, job_title, color)
  values (
    p_profile, taken.organization_id, btrim(p_first_name), btrim(p_last_name), btrim(coalesce(p_job_title, '')),
    (select count(*) from public.mandates as m where m.group_id = taken.group_id) % 8 + 1
  );
  entered := private.enter_by_invitation(taken, p_profile);
  perform set_config('maillage.author', '', true);
  return entered;
end;
$$;

create or replace function private.purge_journals() returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  purged integer := 0;
  deleted integer;
begin
  -- One process at a time; the others have nothing to do.
  if not pg_try_advisory_xact_lock(706173) then
    return 0;
  end if;
  delete from public.access_events as e where e.at < now() - private.journal_retention();
  get diagnostics purged = row_count;
  delete from public.change_events as e where e.at < now() - private.journal_retention();
  get diagnostics deleted = row_count;
  delete from public.session_states as s
  where s.active_at < now() - interval '1 day' and not exists (select from auth.sessions as a where a.id = s.session_id);
  -- With the address, which served for the letter only.
  delete from public.invitations as i
  where coalesce(i.accepted_at, i.revoked_at, i.expires_at) < now() - private.journal_retention();
  return purged + deleted;
end;
$$;
comment on function private.purge_journals() is 'Deletes what the journals kept for long enough, the invitations that were answered, revoked or over as long ago, and the states of sessions that are gone; returns how many entries. Definer: nobody deletes from the journals.';

grant execute on function public.note_account_action(uuid, text) to authenticated;
