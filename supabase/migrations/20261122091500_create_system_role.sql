-- The role of the sync server and of jobs: passes over the policies, and may do what they do and nothing else.

do $$
begin
  if to_regrole('maillage_system') is null then
    create role maillage_system nologin noinherit bypassrls;
  end if;
  -- On Supabase the migrations' role is also the one that connects, and must be able to become it.
  execute format('grant maillage_system to %I', current_user);
end;
$$;

grant usage on schema public, private to maillage_system;

-- Facts and decisions.
grant select on all tables in schema private to maillage_system;
grant select on public.groups, public.organizations, public.profiles, public.cases, public.meetings, public.actions,
  public.blockers, public.circle_members, public.agreement_organizations, public.access_changes
to maillage_system;

-- Projections of the documents.
grant update (stage, stage_since, last_contact_on) on public.cases to maillage_system;
grant insert on public.stage_changes to maillage_system;
grant select, insert, update, delete on public.mentions, public.agenda_items to maillage_system;
grant select, insert, update on public.document_texts to maillage_system;

-- The store of the documents.
grant select, insert, update on public.documents, public.document_snapshots to maillage_system;
grant select, insert, delete on public.document_updates to maillage_system;

grant execute on function private.today() to maillage_system;
grant execute on function private.iso(timestamptz) to maillage_system;
grant execute on function private.agreement_delay() to maillage_system;
grant execute on function private.agreement_notice() to maillage_system;
grant execute on function private.parse_document_name(text) to maillage_system;
grant execute on function private.document_subject_exists(text) to maillage_system;
grant execute on function private.alive_sessions(uuid[]) to maillage_system;
grant execute on function private.project_stage(text, uuid, text, uuid, timestamptz) to maillage_system;
grant execute on function private.project_mentions(text, jsonb) to maillage_system;
grant execute on function private.project_agenda(uuid, jsonb) to maillage_system;
