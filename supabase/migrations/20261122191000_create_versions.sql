-- What was written in the notes, by whom, and how it read at the end of each session of work. All of it is the server's:
-- a person is shown what the note itself shows them.

create table public.document_clients (
  document_id bigint not null references public.documents (id) on delete cascade,
  client_id bigint not null,
  profile_id uuid not null references public.profiles (id),
  first_at timestamptz not null default now(),
  primary key (document_id, client_id)
);
comment on table public.document_clients is 'Which professional each Yjs client of a note is: who wrote each passage.';
create index document_clients_profile_id on public.document_clients (profile_id);

create table public.document_work (
  document_id bigint primary key references public.documents (id) on delete cascade,
  started_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  author_ids uuid[] not null
);
comment on table public.document_work is 'Sessions of work on notes that no version holds yet.';
create index document_work_last_at on public.document_work (last_at);

create table public.document_versions (
  id uuid primary key default gen_random_uuid(),
  document_id bigint not null references public.documents (id) on delete cascade,
  state bytea not null,
  started_at timestamptz not null,
  ended_at timestamptz not null check (ended_at >= started_at),
  author_ids uuid[] not null
);
comment on table public.document_versions is 'How a note read when a session of work on it paused. Kept for a time, thinned out, rewritten by an erasure.';
create index document_versions_document_id on public.document_versions (document_id, ended_at);

create table public.erasures (
  id uuid primary key default gen_random_uuid(),
  document_id bigint not null references public.documents (id) on delete cascade,
  erased_by uuid not null references public.profiles (id),
  erased_at timestamptz not null default now(),
  transaction_id xid8 not null default pg_current_xact_id(),
  purged_at timestamptz
);
comment on table public.erasures is 'What was erased for good from notes: never the words. `purged_at` null: the files of the database may still hold them.';
create index erasures_document_id on public.erasures (document_id);
create index erasures_erased_by on public.erasures (erased_by);
create index erasures_pending on public.erasures (erased_at) where purged_at is null;

alter table public.document_clients enable row level security;
alter table public.document_work enable row level security;
alter table public.document_versions enable row level security;
alter table public.erasures enable row level security;
revoke all on public.document_clients, public.document_work, public.document_versions, public.erasures
from public, anon, authenticated, service_role;

grant select, insert on public.document_clients to maillage_system;
grant select, insert, update, delete on public.document_work, public.document_versions to maillage_system;
grant select, insert, update on public.erasures to maillage_system;

-- The statistics of the planner are copies of values, that an erasure could not reach.
alter table public.document_updates alter column content set statistics 0, alter column content set storage external;
alter table public.document_snapshots alter column state set statistics 0, alter column state set storage external;
alter table public.document_versions alter column state set statistics 0, alter column state set storage external;
alter table public.document_texts alter column plain_text set statistics 0;
alter table public.mentions alter column excerpt set statistics 0;
alter table public.requests alter column words set statistics 0;

-- An erasure rewrites the files of these tables. Before PostgreSQL 17 only their owner may, who then is who connects.
do $$
begin
  if current_setting('server_version_num')::integer >= 170000 then
    execute 'grant maintain on public.document_updates, public.document_snapshots, public.document_versions,
      public.document_texts, public.mentions, public.requests to maillage_system';
  end if;
end;
$$;

create function private.may_erase(p_document text) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  document record;
begin
  select d.kind, d.subject_id into document from private.parse_document_name(p_document) as d;
  if document.kind is null or document.kind not in ('case', 'case-own')
    or private.document_access(p_document) = 'none' then
    return false;
  end if;
  -- The note of an organisation is its own; of the common one, who answers for the case decides.
  return document.kind = 'case-own'
    or exists (select from public.cases as c where c.id = document.subject_id and c.referent_id = private.me());
end;
$$;
comment on function private.may_erase(text) is 'Whether the caller may erase words of a note for good: the référent of the case, or the circle of an organisation in its own note. Also of a closed case.';
grant execute on function private.may_erase(text) to authenticated;

-- Definer: the journals and the changes of access take no other way in.
create function private.note_erasure(p_document text, p_profile uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  insert into public.change_events (profile_id, table_name, row_id, group_id, case_id, organization_id, operation, fields)
  select p_profile, 'documents', p_document, c.group_id, c.id, d.organization_id, 'delete', array['text']
  from private.parse_document_name(p_document) as d
  join public.cases as c on c.id = d.subject_id;
  -- Every node asks again about what is open, and learns that the history of the note was replaced.
  insert into public.access_changes (group_id, case_id)
  select c.group_id, c.id
  from private.parse_document_name(p_document) as d
  join public.cases as c on c.id = d.subject_id;
end;
$$;
comment on function private.note_erasure(text, uuid) is 'Notes in the journal who erased words of a note, never which, and has open documents looked at again.';
grant execute on function private.note_erasure(text, uuid) to maillage_system;
