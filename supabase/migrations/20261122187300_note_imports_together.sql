-- Thousands of rows at once: their entries are written together, by the same function that made the rows, rather than one
-- by one. `noted_together` holds for the statement that it is around and is taken back at once.

create function private.fields_of(p_row jsonb) returns text[]
language sql immutable set search_path = ''
return array(
  select e.key from jsonb_each(p_row) as e
  where e.value <> 'null' and e.key <> all (array[
    'id', 'group_id', 'case_id', 'person_id', 'created_at', 'created_by', 'recorded_by', 'added_by', 'updated_at',
    'stage_since', 'status_changed_at', 'last_reference', 'settled_at', 'seen_at', 'token_hash', 'from_id', 'answered_by'
  ])
  order by e.key
);
comment on function private.fields_of(jsonb) is 'The fields of a new row that its entry in the journal names: those that are filled, but for what says who, when and of what.';

create function private.noted_together() returns boolean
language sql stable set search_path = ''
return coalesce(current_setting('maillage.noted_together', true), '') = 'yes';
comment on function private.noted_together() is 'Whether the function that changes rows now writes their entries itself, for all of them at once.';

create function private.note_together(p_rows jsonb, p_table text, p_operation text) returns void
language sql volatile set search_path = ''
as $$
  insert into public.change_events (profile_id, table_name, row_id, group_id, case_id, operation, fields)
  select private.author(), p_table, coalesce(r.value ->> 'id', r.value ->> 'person_id'), (r.value ->> 'group_id')::uuid,
    case when p_table = 'cases' then r.value ->> 'id' else r.value ->> 'case_id' end::uuid,
    p_operation, case when p_operation = 'insert' then private.fields_of(r.value) else '{}' end
  from jsonb_array_elements(p_rows) as r (value);
$$;
comment on function private.note_together(jsonb, text, text) is 'Notes that rows of a table came, or went, all at once: the entries that note_change would have made.';

create function private.note_cases_together(p_cases uuid[], p_operation text) returns void
language sql volatile set search_path = ''
as $$
  select private.note_together(coalesce(jsonb_agg(to_jsonb(p)), '[]'), 'people', p_operation)
  from public.people as p join public.cases as c on c.person_id = p.id where c.id = any (p_cases);
  select private.note_together(coalesce(jsonb_agg(to_jsonb(c)), '[]'), 'cases', p_operation)
  from public.cases as c where c.id = any (p_cases);
  select private.note_together(coalesce(jsonb_agg(to_jsonb(k)), '[]'), 'circle_members', p_operation)
  from public.circle_members as k where k.case_id = any (p_cases);
  select private.note_together(coalesce(jsonb_agg(to_jsonb(b)), '[]'), 'blockers', p_operation)
  from public.blockers as b where b.case_id = any (p_cases);
  select private.note_together(coalesce(jsonb_agg(to_jsonb(i)), '[]'), 'person_identities', p_operation)
  from public.person_identities as i where i.case_id = any (p_cases);
$$;
comment on function private.note_cases_together(uuid[], text) is 'Notes that cases came, or go, with all that an import makes of a case.';

create or replace function private.note_change() returns trigger
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
  if private.noted_together() then
    return null;
  end if;
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

create or replace function public.import_cases(p_id uuid, p_rows jsonb) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  the_import constant public.imports := private.my_import(p_id);
  row_count constant integer := case when jsonb_typeof(p_rows) = 'array' then jsonb_array_length(p_rows) else 0 end;
  first_number integer;
  prefix text;
begin
  perform private.refuse_unless(the_import.state = 'running', 'MA409');
  perform private.refuse_unless(row_count between 1 and 500, 'MA422');
  -- The rules of `create_case`, for many.
  perform private.refuse_unless(
    not exists (
      select from jsonb_to_recordset(p_rows) as r (
        stage text, "birthYear" integer, "referentId" uuid, "lastContactOn" date, "firstName" text, "lastInitial" text, cohort text
      )
      where r.stage is null or r.stage not in ('outreach', 'diagnosis', 'unblocking', 'project', 'employment')
        or r."birthYear" is null or not r."birthYear" between 1920 and extract(year from private.today())
        or r."lastContactOn" > private.today()
        or r."firstName" is null or r."lastInitial" is null or r.cohort is null
        or (r."referentId" is not null and not exists (
          select from private.group_members as m
          join public.profiles as p on p.id = m.profile_id
          where m.group_id = the_import.group_id and m.profile_id = r."referentId"
            and p.organization_id = the_import.organization_id
        ))
    ),
    'MA422'
  );

  update public.groups as g set last_reference = g.last_reference + row_count where g.id = the_import.group_id
  returning g.last_reference - row_count, g.reference_prefix into first_number, prefix;

  perform set_config('maillage.noted_together', 'yes', true);
  with lines as materialized (
    select r.*, gen_random_uuid() as person_id, first_number + (row_number() over (order by r.row))::integer as number
    from jsonb_to_recordset(p_rows) as r (
      row integer, id uuid, "firstName" text, "lastInitial" text, "birthYear" integer, cohort text, stage text,
      "referentId" uuid, "lastContactOn" date, blockers text[], "lastName" text, phone text, email text, "ownReference" text
    )
  ), new_people as (
    insert into public.people (id, group_id, first_name, last_initial, birth_year)
    select l.person_id, the_import.group_id, btrim(l."firstName"), upper(btrim(l."lastInitial")), l."birthYear" from lines as l
  ), new_cases as (
    insert into public.cases (id, group_id, person_id, organization_id, reference, cohort, stage, referent_id, last_contact_on, created_by)
    select l.id, the_import.group_id, l.person_id, the_import.organization_id,
      prefix || '-' || lpad(l.number::text, greatest(3, length(l.number::text)), '0'), l.cohort, l.stage,
      coalesce(l."referentId", the_import.profile_id), l."lastContactOn", the_import.profile_id
    from lines as l
  ), new_circles as (
    insert into public.circle_members (case_id, group_id, profile_id, reason, added_by)
    select l.id, the_import.group_id, k.profile_id, k.reason, the_import.profile_id
    from lines as l
    cross join lateral (
      select the_import.profile_id as profile_id, 'creator' as reason
      union all
      select l."referentId", 'referent' where l."referentId" <> the_import.profile_id
    ) as k
  ), new_blockers as (
    insert into public.blockers (case_id, group_id, type_code, created_by)
    select l.id, the_import.group_id, b.code, the_import.profile_id
    from lines as l
    cross join lateral (select distinct u.code from unnest(l.blockers) as u (code)) as b
  ), new_identities as (
    insert into public.person_identities (person_id, case_id, group_id, last_name, phone, email)
    select l.person_id, l.id, the_import.group_id, nullif(btrim(l."lastName"), ''), nullif(btrim(l.phone), ''), nullif(btrim(l.email), '')
    from lines as l
    where num_nonnulls(l."lastName", l.phone, l.email) > 0
  )
  insert into public.imported_cases (case_id, import_id, group_id, row_number, own_reference)
  select l.id, p_id, the_import.group_id, l.row, coalesce(l."ownReference", '') from lines as l;
  perform set_config('maillage.noted_together', '', true);
  perform private.note_cases_together(
    array(select r.id from jsonb_to_recordset(p_rows) as r (id uuid)), 'insert'
  );
  return row_count;
end;
$$;

create or replace function public.undo_import(p_id uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  the_import constant public.imports := private.my_import(p_id);
  case_ids uuid[];
  person_ids uuid[];
begin
  if the_import.state = 'undone' then
    return 0;
  end if;
  perform private.refuse_unless(the_import.state = 'done', 'MA409');
  perform 1 from public.imports as i where i.id = p_id for no key update;
  -- Whoever changes one of these cases now waits, and finds none.
  select array_agg(c.id), array_agg(c.person_id) into case_ids, person_ids
  from (
    select c.id, c.person_id from public.imported_cases as k
    join public.cases as c on c.id = k.case_id
    where k.import_id = p_id
    for update of c
  ) as c;
  -- A case that is gone, or that somebody changed or wrote in since, is no longer only the file's.
  perform private.refuse_unless(
    coalesce(cardinality(case_ids), 0) = the_import.total
      and not exists (
        select from public.change_events as e where e.case_id = any (case_ids) and e.at > the_import.finished_at
      ),
    'MA409'
  );
  delete from public.documents as d
  where d.name in (
    select k.name from unnest(case_ids) as c (id)
    cross join lateral (values ('case:' || c.id), ('case-own:' || c.id || ':' || the_import.organization_id)) as k (name)
  );
  perform private.note_cases_together(case_ids, 'delete');
  perform set_config('maillage.noted_together', 'yes', true);
  delete from public.cases as c where c.id = any (case_ids);
  delete from public.people as p where p.id = any (person_ids);
  perform set_config('maillage.noted_together', '', true);
  update public.imports as i set state = 'undone' where i.id = p_id;
  return cardinality(case_ids);
end;
$$;
