-- Two journals: who opened what, and who changed which fields. They name rows and fields, never what was written. Each entry
-- is made in the transaction of what it tells, and stays for a year, longer than the case itself: no foreign key.

create table public.access_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  profile_id uuid not null,
  session_id uuid,
  kind text not null check (kind in ('board', 'board-own', 'case', 'case-own', 'meeting', 'identity')),
  group_id uuid not null,
  case_id uuid,
  meeting_id uuid,
  organization_id uuid
);
comment on table public.access_events is 'Who opened which document or looked at which identity, and when. Append-only. `organization_id` set: a document of that organisation alone.';
create index access_events_case_id on public.access_events (case_id, id);
create index access_events_profile_id on public.access_events (profile_id, id);
create index access_events_session_id on public.access_events (session_id, at);
create index access_events_at on public.access_events (at);

create table public.change_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  profile_id uuid,
  table_name text not null,
  row_id text,
  group_id uuid,
  case_id uuid,
  organization_id uuid,
  operation text not null check (operation in ('insert', 'update', 'delete')),
  fields text[] not null
);
comment on table public.change_events is 'Who changed which fields of which row, and when: names of fields, never values. Append-only. `profile_id` null: the system. `organization_id` set: a note of that organisation alone.';
create index change_events_case_id on public.change_events (case_id, id);
create index change_events_profile_id on public.change_events (profile_id, id);
create index change_events_row_id on public.change_events (row_id, id) where table_name = 'documents';
create index change_events_at on public.change_events (at);

alter table public.access_events enable row level security;
alter table public.change_events enable row level security;
revoke all on public.access_events, public.change_events from public, anon, authenticated, service_role;

insert into public.access_events (at, profile_id, kind, group_id, case_id)
select v.viewed_at, v.profile_id, 'identity', v.group_id, v.case_id from public.identity_views as v order by v.id;

create function private.journal_retention() returns interval
language sql immutable
return interval '12 months';
comment on function private.journal_retention() is 'How long the journals keep an entry; nobody deletes it before, and the application does then.';

create function private.journal_pause() returns interval
language sql immutable
return interval '30 minutes';
comment on function private.journal_pause() is 'How long opening or writing the same document again is not told again.';

create function private.refuse_rewriting() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - private.journal_retention() then
      return old;
    end if;
  end if;
  raise exception 'a journal is not rewritten' using errcode = '42501';
end;
$$;
comment on function private.refuse_rewriting() is 'Keeps a journal as it was written, whoever asks: only what is older than its retention may go.';

create trigger refuse_rewriting before update or delete on public.access_events
for each row execute function private.refuse_rewriting();
create trigger refuse_emptying before truncate on public.access_events
for each statement execute function private.refuse_rewriting();
create trigger refuse_rewriting before update or delete on public.change_events
for each row execute function private.refuse_rewriting();
create trigger refuse_emptying before truncate on public.change_events
for each statement execute function private.refuse_rewriting();

create function private.author() returns uuid
language sql stable set search_path = ''
return coalesce(auth.uid(), nullif(current_setting('maillage.author', true), '')::uuid);
comment on function private.author() is 'Who makes the change: the caller, or the one for whom the system projects what they wrote.';

-- Definer: whoever changes a row has no right on the journal.
create function private.note_change() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  before constant jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after constant jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  present constant jsonb := case when tg_op = 'DELETE' then before else after end;
  -- What follows from something else, or says who and when, which the entry itself says.
  implied constant text[] := array[
    'id', 'group_id', 'case_id', 'person_id', 'created_at', 'created_by', 'recorded_by', 'added_by', 'updated_at',
    'stage_since', 'status_changed_at', 'last_reference', 'settled_at', 'seen_at', 'token_hash', 'from_id', 'answered_by'
  ];
  changed text[];
begin
  if tg_op <> 'DELETE' then
    changed := array(
      select a.key from jsonb_each(after) as a
      where a.key <> all (implied) and a.value is distinct from coalesce(before -> a.key, 'null')
      order by a.key
    );
    if tg_op = 'UPDATE' and cardinality(changed) = 0 then
      return null;
    end if;
  end if;
  insert into public.change_events (profile_id, table_name, row_id, group_id, case_id, operation, fields)
  values (
    private.author(), tg_table_name,
    coalesce(present ->> 'id', present ->> 'agreement_id', present ->> 'person_id', present ->> 'profile_id', present ->> 'code'),
    case when tg_table_name = 'groups' then present ->> 'id' else present ->> 'group_id' end::uuid,
    case
      when tg_table_name = 'cases' then present ->> 'id'
      when tg_table_name = 'agreement_organizations' then (
        select a.case_id::text from public.agreements as a where a.id = (present ->> 'agreement_id')::uuid
      )
      else present ->> 'case_id'
    end::uuid,
    lower(tg_op), coalesce(changed, '{}')
  );
  return null;
end;
$$;
comment on function private.note_change() is 'Notes who changed which fields of a row, and of which case.';

create trigger note_change after insert or update or delete on public.access_reviews
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.actions
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.administrators
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.agreement_organizations
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.agreements
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.blocker_types
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.blockers
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.cases
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.circle_members
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.circle_requests
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.groups
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.handovers
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.invitations
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.mandates
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.meetings
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.organizations
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.people
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.person_identities
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.profiles
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.territories
for each row execute function private.note_change();

create or replace function private.project_stage(p_document text, p_case uuid, p_stage text, p_by uuid, p_at timestamptz) returns boolean
language plpgsql set search_path = ''
as $$
declare
  placed record;
begin
  select c.id, c.group_id, c.stage, c.stage_since into placed
  from public.cases as c
  where c.id = p_case
    and (
      p_document = 'board-own:' || c.group_id || ':' || c.organization_id
      or (
        p_document = 'board:' || c.group_id
        and exists (select from private.agreements_in_force as a where a.case_id = c.id)
      )
    )
  for no key update;
  if placed.id is null or placed.stage = p_stage
    or p_stage not in ('outreach', 'diagnosis', 'unblocking', 'project', 'employment', 'exit') then
    return false;
  end if;
  perform set_config('maillage.author', coalesce(p_by::text, ''), true);
  update public.cases as c set stage = p_stage, stage_since = greatest(p_at, placed.stage_since) where c.id = p_case;
  perform set_config('maillage.author', '', true);
  insert into public.stage_changes (case_id, group_id, from_stage, to_stage, changed_by, changed_at)
  values (
    p_case, placed.group_id, placed.stage, p_stage,
    (select p.id from public.profiles as p where p.id = p_by), greatest(p_at, placed.stage_since)
  );
  return true;
end;
$$;

create function private.project_last_contact(p_case uuid, p_on date, p_by uuid) returns boolean
language plpgsql set search_path = ''
as $$
declare
  changed boolean;
begin
  perform set_config('maillage.author', coalesce(p_by::text, ''), true);
  update public.cases as c set last_contact_on = p_on
  where c.id = p_case and c.last_contact_on is distinct from p_on and p_on <= private.today();
  changed := found;
  perform set_config('maillage.author', '', true);
  return changed;
end;
$$;
comment on function private.project_last_contact(uuid, date, uuid) is 'The date of the last interview of a case; true when it changed.';

create function private.note_writing(p_document text, p_authors uuid[]) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.change_events (profile_id, table_name, row_id, group_id, case_id, organization_id, operation, fields)
  select a.id, 'documents', p_document, coalesce(c.group_id, m.group_id), c.id, d.organization_id, 'update', array['text']
  from private.parse_document_name(p_document) as d
  cross join unnest(p_authors) as a (id)
  left join public.cases as c on d.kind in ('case', 'case-own') and c.id = d.subject_id
  left join public.meetings as m on d.kind = 'meeting' and m.id = d.subject_id
  where coalesce(c.group_id, m.group_id) is not null
    and not exists (
      select from public.change_events as e
      where e.table_name = 'documents' and e.row_id = p_document and e.profile_id = a.id
        and e.at > now() - private.journal_pause()
    );
$$;
comment on function private.note_writing(text, uuid[]) is 'Notes who wrote in the text of a case or of an agenda, once in a while. Definer: the sync server may not write the journal.';

grant execute on function private.project_last_contact(uuid, date, uuid) to maillage_system;
grant execute on function private.note_writing(text, uuid[]) to maillage_system;
