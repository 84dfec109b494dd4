-- An import is one transaction: `begin_import` and `note_import_progress` are said beside it, so that others see how far it
-- is; `lock_import`, `import_cases` and `finish_import` are it. When it ends badly nothing of it is left.

create function public.begin_import(p_id uuid, p_total integer) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.my_import(p_id);
  update public.imports as i set state = 'running', total = p_total, done = 0, problem = null, beat_at = now()
  where i.id = p_id and i.state in ('read', 'running') and i.choices is not null
    and not private.import_runs(i.state, i.beat_at);
  perform private.refuse_unless(found, 'MA409');
end;
$$;
comment on function public.begin_import(uuid, integer) is 'Says that an import runs; refuses one that runs already or is over.';

create function public.note_import_progress(p_id uuid, p_done integer) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.my_import(p_id);
  update public.imports as i set done = least(p_done, i.total), beat_at = now() where i.id = p_id and i.state = 'running';
end;
$$;
comment on function public.note_import_progress(uuid, integer) is 'Says how far an import is, as a sign of life.';

create function public.fail_import(p_id uuid, p_problem text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.my_import(p_id);
  update public.imports as i set state = 'read', done = 0, problem = p_problem, beat_at = null
  where i.id = p_id and i.state = 'running';
end;
$$;
comment on function public.fail_import(uuid, text) is 'Says that an import ended without a case, and that the file is still there.';

create function public.lock_import(p_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_import constant public.imports := private.my_import(p_id);
begin
  -- One at a time per group, as for one new case: the second of two imports sees the cases of the first.
  perform 1 from public.groups as g where g.id = the_import.group_id for no key update;
end;
$$;
comment on function public.lock_import(uuid) is 'Waits for the other imports and new cases of the group, until the end of the transaction.';

create function public.import_cases(p_id uuid, p_rows jsonb) returns integer
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
  return row_count;
end;
$$;
comment on function public.import_cases(uuid, jsonb) is 'Opens cases for lines of a file that is being imported, each with its person, circle and blockers, without agreement: only the organisation sees them.';

create function public.finish_import(p_id uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  created integer;
begin
  perform private.my_import(p_id);
  select count(*) into created from public.imported_cases as k where k.import_id = p_id;
  update public.imports as i
  set state = 'done', done = created, total = created, sheets = null, choices = null, problem = null, beat_at = null, finished_at = now()
  where i.id = p_id and i.state = 'running';
  perform private.refuse_unless(found, 'MA409');
  return created;
end;
$$;
comment on function public.finish_import(uuid) is 'Ends an import and forgets its file; returns how many cases it opened.';

create function public.list_imported_cases(p_id uuid) returns table (row_number integer, own_reference text, reference text)
language sql stable security definer set search_path = ''
as $$
  select k.row_number, k.own_reference, c.reference
  from private.my_import(p_id) as i
  join public.imported_cases as k on k.import_id = i.id
  join public.cases as c on c.id = k.case_id
  order by k.row_number;
$$;
comment on function public.list_imported_cases(uuid) is 'Which line of a file of the caller became which case.';

create function public.undo_import(p_id uuid) returns integer
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
  delete from public.cases as c where c.id = any (case_ids);
  delete from public.people as p where p.id = any (person_ids);
  update public.imports as i set state = 'undone' where i.id = p_id;
  return cardinality(case_ids);
end;
$$;
comment on function public.undo_import(uuid) is 'Takes back every case of an import, within a day and while nobody has touched one; returns how many.';

grant execute on function public.begin_import(uuid, integer) to authenticated;
grant execute on function public.note_import_progress(uuid, integer) to authenticated;
grant execute on function public.fail_import(uuid, text) to authenticated;
grant execute on function public.lock_import(uuid) to authenticated;
grant execute on function public.import_cases(uuid, jsonb) to authenticated;
grant execute on function public.finish_import(uuid) to authenticated;
grant execute on function public.list_imported_cases(uuid) to authenticated;
grant execute on function public.undo_import(uuid) to authenticated;
