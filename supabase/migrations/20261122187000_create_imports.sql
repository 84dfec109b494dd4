-- The spreadsheet of an organisation becomes cases. What was read waits here for its author alone, for a day at most, and
-- goes as soon as the cases are there. Nobody reads these tables: the functions do, for the author.

create function private.import_lifetime() returns interval
language sql immutable
return interval '24 hours';
comment on function private.import_lifetime() is 'How long a file that was read waits, and how long its import may be undone.';

create function private.import_silence() returns interval
language sql immutable
return interval '30 seconds';
comment on function private.import_silence() is 'An import that runs and has said nothing for that long was interrupted: its transaction is gone, and what it did with it.';

create table public.imports (
  id uuid primary key,
  group_id uuid not null references public.groups (id),
  organization_id uuid not null references public.organizations (id),
  profile_id uuid not null references public.profiles (id),
  file_name text not null check (length(file_name) between 1 and 200),
  state text not null default 'read' check (state in ('read', 'running', 'done', 'undone')),
  sheets jsonb,
  choices jsonb,
  total integer not null default 0 check (total between 0 and 5000),
  done integer not null default 0 check (done >= 0),
  problem text check (problem in ('refused', 'failed')),
  created_at timestamptz not null default now(),
  beat_at timestamptz,
  finished_at timestamptz,
  unique (id, group_id),
  check (pg_column_size(sheets) < 64 * 1024 * 1024)
);
comment on table public.imports is 'Spreadsheets on their way to be cases: `sheets` is what was read, until the cases are there; `choices` what each column is; `beat_at` the last sign of life of an import that runs.';
create index imports_group_id on public.imports (group_id);
create index imports_organization_id on public.imports (organization_id);
create index imports_profile_id on public.imports (profile_id, group_id);

create table public.imported_cases (
  case_id uuid primary key,
  import_id uuid not null,
  group_id uuid not null,
  row_number integer not null check (row_number > 0),
  own_reference text not null default '' check (length(own_reference) <= 60),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade,
  foreign key (import_id, group_id) references public.imports (id, group_id) on delete cascade
);
comment on table public.imported_cases is 'Which line of a file became which case, for as long as the import may be undone. `own_reference`: how the organisation calls it.';
create index imported_cases_case_id on public.imported_cases (case_id, group_id);
create index imported_cases_import_id on public.imported_cases (import_id, group_id);

alter table public.imports enable row level security;
alter table public.imported_cases enable row level security;
revoke all on public.imports, public.imported_cases from public, anon, authenticated, service_role;

create function private.my_import(p_id uuid) returns public.imports
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_import public.imports;
begin
  select i.* into found_import from public.imports as i
  where i.id = p_id and i.profile_id = private.me() and i.group_id = any (private.my_groups())
    and i.organization_id = private.my_organization()
    and coalesce(i.finished_at, i.created_at) > now() - private.import_lifetime();
  perform private.refuse_unless(found_import.id is not null, 'MA404');
  return found_import;
end;
$$;
comment on function private.my_import(uuid) is 'An import of the caller, while they work for the organisation and in the group that it is for; refuses any other as not found.';

create function private.import_runs(p_state text, p_beat_at timestamptz) returns boolean
language sql stable set search_path = ''
return p_state = 'running' and p_beat_at > now() - private.import_silence();
comment on function private.import_runs(text, timestamptz) is 'Whether an import is at work now: one that was interrupted says that it runs, and is silent.';

create function private.purge_imports() returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  purged integer;
begin
  delete from public.imports as i
  where coalesce(i.finished_at, i.created_at) <= now() - private.import_lifetime()
    and not private.import_runs(i.state, i.beat_at);
  get diagnostics purged = row_count;
  return purged;
end;
$$;
comment on function private.purge_imports() is 'Deletes the files that nobody finished importing, and what remains of imports that can no longer be undone; returns how many. Definer: nobody writes these tables.';
grant execute on function private.purge_imports() to maillage_system;

create function public.start_import(p_id uuid, p_group uuid, p_file_name text, p_sheets jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(p_id is not null and jsonb_typeof(p_sheets) = 'array' and jsonb_array_length(p_sheets) > 0, 'MA422');
  if exists (select from public.imports as i where i.id = p_id) then
    perform private.my_import(p_id);
    return;
  end if;
  -- One file at a time: the next takes the place of one that was left on the way.
  delete from public.imports as i
  where i.profile_id = private.me() and i.group_id = p_group and i.state in ('read', 'running')
    and not private.import_runs(i.state, i.beat_at);
  insert into public.imports (id, group_id, organization_id, profile_id, file_name, sheets)
  values (p_id, p_group, private.my_organization(), private.me(), p_file_name, p_sheets);
end;
$$;
comment on function public.start_import(uuid, uuid, text, jsonb) is 'Keeps what was read of a file, for its author, in the place of the one they had not finished; called again with the same id, changes nothing.';

create function public.find_import(p_group uuid)
returns table (
  id uuid, file_name text, state text, sheets jsonb, choices jsonb, total integer, done integer, problem text, finished_at timestamptz
)
language sql stable security definer set search_path = ''
as $$
  select i.id, i.file_name,
    case when i.state = 'running' and not private.import_runs(i.state, i.beat_at) then 'interrupted' else i.state end,
    i.sheets, i.choices, i.total, i.done, i.problem, i.finished_at
  from public.imports as i
  where i.profile_id = private.me() and i.group_id = p_group and i.group_id = any (private.my_groups())
    and i.organization_id = private.my_organization()
    and coalesce(i.finished_at, i.created_at) > now() - private.import_lifetime()
  order by i.created_at desc, i.id limit 1;
$$;
comment on function public.find_import(uuid) is 'The last import of the caller in a group, for a day; `interrupted` when it ran and is silent.';

create function public.find_import_progress(p_id uuid) returns table (state text, total integer, done integer)
language sql stable security definer set search_path = ''
as $$
  select case when i.state = 'running' and not private.import_runs(i.state, i.beat_at) then 'interrupted' else i.state end, i.total, i.done
  from private.my_import(p_id) as i;
$$;
comment on function public.find_import_progress(uuid) is 'How far an import of the caller is.';

create function public.choose_import(p_id uuid, p_choices jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.my_import(p_id);
  perform private.refuse_unless(jsonb_typeof(p_choices) = 'object' and length(p_choices::text) < 20000, 'MA422');
  update public.imports as i set choices = p_choices, problem = null, state = 'read', beat_at = null, done = 0
  where i.id = p_id and i.state in ('read', 'running') and not private.import_runs(i.state, i.beat_at);
  perform private.refuse_unless(found, 'MA409');
end;
$$;
comment on function public.choose_import(uuid, jsonb) is 'Keeps what each column of a file is, until it is imported.';

create function public.discard_import(p_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.my_import(p_id);
  delete from public.imports as i
  where i.id = p_id and i.state in ('read', 'running') and not private.import_runs(i.state, i.beat_at);
  perform private.refuse_unless(found, 'MA409');
end;
$$;
comment on function public.discard_import(uuid) is 'Forgets a file that was read and not imported.';

create function public.find_similar_cases(p_group uuid, p_people jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(jsonb_typeof(p_people) = 'array' and jsonb_array_length(p_people) <= 5000, 'MA422');
  return (
    with similar_cases as (
      select r.row, c.id, c.reference,
        c.organization_id = private.my_organization()
          or c.id = any ((select private.my_shared_cases())::uuid[]) as known
      from jsonb_to_recordset(p_people) as r (row integer, "firstName" text, "lastInitial" text, "birthYear" integer)
      join public.people as p on p.group_id = p_group and p.birth_year = r."birthYear"
        and private.plain(p.last_initial) = private.plain(r."lastInitial")
        and private.plain(p.first_name) = private.plain(r."firstName")
      join public.cases as c on c.person_id = p.id
    )
    select jsonb_build_object(
      'known', coalesce(jsonb_agg(distinct jsonb_build_object('row', s.row, 'reference', s.reference)) filter (where s.known), '[]'),
      'others', count(distinct s.id) filter (where not s.known)
    )
    from similar_cases as s
  );
end;
$$;
comment on function public.find_similar_cases(uuid, jsonb) is 'Cases of a group under the same first name, initial and year of birth as these people: those that the caller may know of by row, and how many others there are, never which.';

grant execute on function public.start_import(uuid, uuid, text, jsonb) to authenticated;
grant execute on function public.find_import(uuid) to authenticated;
grant execute on function public.find_import_progress(uuid) to authenticated;
grant execute on function public.choose_import(uuid, jsonb) to authenticated;
grant execute on function public.discard_import(uuid) to authenticated;
grant execute on function public.find_similar_cases(uuid, jsonb) to authenticated;
