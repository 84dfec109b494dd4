-- When each professional last looked at a case, so that what others did since then can be shown to them. Nobody else reads it.

create table public.case_visits (
  profile_id uuid not null references public.profiles (id) on delete cascade,
  case_id uuid not null,
  group_id uuid not null references public.groups (id),
  seen_at timestamptz not null default now(),
  primary key (profile_id, case_id),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.case_visits is 'When a professional last looked at a case; for themselves only.';
create index case_visits_case_id on public.case_visits (case_id, group_id);
create index case_visits_group_id on public.case_visits (group_id, profile_id);
alter table public.case_visits enable row level security;
revoke all on public.case_visits from public, anon, authenticated, service_role;
grant select on public.case_visits to authenticated;
create policy "a professional sees their own visits" on public.case_visits
for select to authenticated using (profile_id = (select private.me()));

create index change_events_case_at on public.change_events (case_id, at) where case_id is not null;
create index stage_changes_at on public.stage_changes (case_id, changed_at);

create function private.told_changes(p_case uuid, p_since timestamptz, p_reader uuid)
returns table (at timestamptz, profile_id uuid, table_name text, row_id text, operation text, fields text[], id bigint)
language sql stable set search_path = ''
begin atomic
  select e.at, e.profile_id, e.table_name, e.row_id, e.operation, e.fields, e.id
  from public.change_events as e
  where e.case_id = p_case and e.at > p_since and e.profile_id <> p_reader
    and (
      e.organization_id is null
      or e.organization_id = (select p.organization_id from public.profiles as p where p.id = p_reader)
    )
    -- The stages have their own lines; nobody is told who opened a link or looked at a request.
    and not (e.table_name = 'cases' and e.operation = 'update' and e.fields <@ array['stage', 'stage_since'])
    and e.table_name not in ('people', 'guest_links')
  union all
  select s.changed_at, s.changed_by, 'stage_changes', s.id::text, 'insert', array[s.from_stage, s.to_stage], s.id
  from public.stage_changes as s
  where s.case_id = p_case and s.changed_at > p_since and s.changed_by <> p_reader;
end;
comment on function private.told_changes(uuid, timestamptz, uuid) is 'What others than the reader did on a case since then, for somebody of its circle.';

create function private.subject_of_change(p_case uuid, p_table text, p_row text, p_id bigint, p_fields text[]) returns jsonb
language sql stable set search_path = ''
begin atomic
  select case
    when p_table = 'actions' then (
      select jsonb_build_object('status', s.status, 'label', a.label)
      from public.actions as a where a.id::text = p_row and a.case_id = p_case
    )
    when p_table = 'blockers' then (
      select jsonb_build_object('status', s.status, 'type', b.type_code)
      from public.blockers as b where b.id::text = p_row and b.case_id = p_case
    )
    when p_table = 'decisions' then (
      select jsonb_build_object('label', d.label)
      from public.decisions as d where d.id::text = p_row and d.case_id = p_case
    )
    when p_table = 'outcomes' then (
      select jsonb_build_object('type', o.kind)
      from public.outcomes as o where o.id::text = p_row and o.case_id = p_case
    )
    when p_table = 'circle_members' then (
      select jsonb_build_object('label', concat_ws(' ', p.first_name, p.last_name))
      from public.circle_members as m
      join public.profiles as p on p.id = m.profile_id
      where m.id::text = p_row and m.case_id = p_case
    )
  end
  from (
    -- Where the row stands now is what the latest change of its state made; what the earlier ones made is not known any more.
    select case
      when not 'status' = any (p_fields) or exists (
        select from public.change_events as e
        where e.case_id = p_case and e.id > p_id and e.row_id = p_row and e.table_name = p_table and 'status' = any (e.fields)
      ) then null
      when p_table = 'actions' then (select a.status from public.actions as a where a.id::text = p_row and a.case_id = p_case)
      else (select b.status from public.blockers as b where b.id::text = p_row and b.case_id = p_case)
    end as status
  ) as s;
end;
comment on function private.subject_of_change(uuid, text, text, bigint, text[]) is 'What a change was about, as the circle reads it today, and what became of it; null: nothing to add.';

create function public.visit_case(p_case uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(private.may_know_case(private.me(), p_case), 'MA404');
  insert into public.case_visits (profile_id, case_id, group_id)
  select private.me(), c.id, c.group_id from public.cases as c where c.id = p_case
  on conflict (profile_id, case_id) do update set seen_at = now();
end;
$$;
comment on function public.visit_case(uuid) is 'Keeps that the caller looks at a case now.';

create function public.list_case_news(p_case uuid)
returns table (
  since timestamptz, at timestamptz, author jsonb, table_name text, row_id text, operation text, fields text[], subject jsonb
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.group_of_my_case(p_case);
  return query
    select v.seen_at, t.at, f.author, t.table_name, t.row_id, t.operation, t.fields,
      private.subject_of_change(p_case, t.table_name, t.row_id, t.id, t.fields)
    from public.case_visits as v
    cross join lateral private.told_changes(p_case, v.seen_at, v.profile_id) as t
    left join private.author_facts as f on f.profile_id = t.profile_id
    where v.case_id = p_case and v.profile_id = private.me()
    order by t.at desc
    limit 200;
end;
$$;
comment on function public.list_case_news(uuid) is 'What others did on a case since the caller last looked at it, latest first, for its circle; nothing when they never did.';

create function public.list_group_news(p_group uuid) returns table (case_id uuid)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  reader constant uuid := private.me();
  mine constant uuid[] := private.my_circle_cases();
begin
  return query
    select v.case_id
    from public.case_visits as v
    where v.profile_id = reader and v.group_id = p_group and p_group = any (private.my_groups())
      and case
        when v.case_id = any (mine) then exists (select from private.told_changes(v.case_id, v.seen_at, reader))
        -- Outside the circle: what the board shows to everybody.
        when private.may_know_case(reader, v.case_id) then exists (
          select from public.stage_changes as s
          where s.case_id = v.case_id and s.changed_at > v.seen_at and s.changed_by <> reader
        )
        else false
      end;
end;
$$;
comment on function public.list_group_news(uuid) is 'Cases of a group where others did something since the caller last looked: whatever it is in their circles, moves elsewhere.';

create function public.list_recent_changes(p_since timestamptz)
returns table (
  territory text, reference text, short_name text, cohort text,
  at timestamptz, author jsonb, table_name text, row_id text, operation text, fields text[], subject jsonb
)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan
as $$
begin
  return query
    select y.slug, c.reference, p.first_name || ' ' || p.last_initial || '.', c.cohort,
      t.at, f.author, t.table_name, t.row_id, t.operation, t.fields,
      private.subject_of_change(c.id, t.table_name, t.row_id, t.id, t.fields)
    from unnest(private.my_circle_cases()) as m (case_id)
    join public.cases as c on c.id = m.case_id
    join public.people as p on p.id = c.person_id
    join public.groups as g on g.id = c.group_id
    join public.territories as y on y.id = g.territory_id
    cross join lateral private.told_changes(c.id, greatest(p_since, now() - interval '7 days'), private.me()) as t
    join private.author_facts as f on f.profile_id = t.profile_id
    order by t.at desc
    limit 200;
end;
$$;
comment on function public.list_recent_changes(timestamptz) is 'What others did since then, a week at the most, on the cases that the caller may open, latest first.';

drop function public.list_case_access(uuid, bigint, integer);
drop function public.list_case_changes(uuid, bigint, integer);

create function public.list_case_access(p_case uuid, p_before bigint, p_limit integer, p_profile uuid)
returns table (id bigint, at timestamptz, kind text, author jsonb)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.group_of_my_case(p_case);
  return query
    select e.id, e.at, e.kind, f.author
    from public.access_events as e
    left join private.author_facts as f on f.profile_id = e.profile_id
    where e.case_id = p_case and (p_before is null or e.id < p_before)
      and (p_profile is null or e.profile_id = p_profile)
      and (e.organization_id is null or e.organization_id = private.my_organization())
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_case_access(uuid, bigint, integer, uuid) is 'Who opened a case, its notes or its identity, latest first, for its circle; the note of an organisation, for that organisation.';

create function public.list_case_changes(p_case uuid, p_before bigint, p_limit integer, p_profile uuid, p_tables text[])
returns table (
  id bigint, at timestamptz, author jsonb, table_name text, row_id text, operation text, fields text[], subject jsonb
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.group_of_my_case(p_case);
  return query
    select e.id, e.at, f.author, e.table_name, e.row_id, e.operation, e.fields,
      private.subject_of_change(p_case, e.table_name, e.row_id, e.id, e.fields)
    from public.change_events as e
    left join private.author_facts as f on f.profile_id = e.profile_id
    where e.case_id = p_case and (p_before is null or e.id < p_before)
      and (p_profile is null or e.profile_id = p_profile)
      and (p_tables is null or e.table_name = any (p_tables))
      and (e.organization_id is null or e.organization_id = private.my_organization())
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_case_changes(uuid, bigint, integer, uuid, text[]) is 'Who changed which fields of what on a case, latest first, for its circle; of one person, of some tables.';

grant execute on function public.visit_case(uuid) to authenticated;
grant execute on function public.list_case_news(uuid) to authenticated;
grant execute on function public.list_group_news(uuid) to authenticated;
grant execute on function public.list_recent_changes(timestamptz) to authenticated;
grant execute on function public.list_case_access(uuid, bigint, integer, uuid) to authenticated;
grant execute on function public.list_case_changes(uuid, bigint, integer, uuid, text[]) to authenticated;
