-- Finding: what one types, compared without case, accents or punctuation with what one may know. A case by its reference or
-- its short identity where one knows of it; by the notes or the full last name inside its circle, the latter on record.

create function private.search_key(value text) returns text
language sql immutable
return btrim(regexp_replace(
  replace(replace(private.plain(value), 'œ', 'oe'), 'æ', 'ae'), '[^[:alnum:]]+', ' ', 'g'
));
comment on function private.search_key(text) is 'A text as it is searched: words without case, accents or punctuation, one space between them.';

create function private.search_words(value text) returns tsvector
language sql immutable
-- A note is 5 MiB at most, a list of words 1 MiB: the first two hundred thousand characters are searched.
return to_tsvector('pg_catalog.simple'::regconfig, private.search_key(left(value, 200000)));
comment on function private.search_words(text) is 'The words of a note.';

create function private.search_prefixes(p_key text) returns tsquery
language sql immutable
return to_tsquery('pg_catalog.simple'::regconfig, replace(p_key, ' ', ':* & ') || ':*');
comment on function private.search_prefixes(text) is 'Notes where each word of a searched text, which is not empty, begins one.';

create index people_search_key on public.people
  (group_id, private.search_key(first_name || ' ' || last_initial) text_pattern_ops);
create index cases_reference_prefix on public.cases (group_id, reference text_pattern_ops);
create index document_texts_words on public.document_texts using gin (private.search_words(plain_text));
-- The sync server writes the notes, and their words with them.
grant execute on function private.plain(text), private.search_key(text), private.search_words(text) to maillage_system;

alter table public.access_events drop constraint access_events_kind_check,
  add constraint access_events_kind_check
  check (kind in ('board', 'board-own', 'case', 'case-own', 'meeting', 'identity', 'search'));
comment on column public.access_events.kind is 'What was opened; `search`: the case was found by the full last name of its person, which is not kept.';

create function private.note_found(p_cases uuid[]) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.access_events (profile_id, session_id, kind, group_id, case_id)
  select private.me(), private.my_session(), 'search', c.group_id, c.id
  from public.cases as c
  where c.id = any (p_cases) and not exists (
    select from public.access_events as e
    where e.session_id = private.my_session() and e.kind = 'search' and e.case_id = c.id
      and e.at > now() - private.journal_pause()
  );
$$;
comment on function private.note_found(uuid[]) is 'Notes that the caller found cases by a full name, once in a while each.';

create function private.find_by_identity(p_key text) returns table (case_id uuid)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  found_cases constant uuid[] := array(
    select i.case_id
    from public.person_identities as i
    join public.people as p on p.id = i.person_id
    where i.case_id = any ((select private.my_circle_cases())::uuid[])
      and private.search_key(i.last_name) <> ''
      and p_key in (
        private.search_key(i.last_name), private.search_key(p.first_name || ' ' || i.last_name),
        private.search_key(i.last_name || ' ' || p.first_name)
      )
  );
begin
  if cardinality(found_cases) > 0 then
    perform private.note_found(found_cases);
  end if;
  return query select unnest(found_cases);
end;
$$;
comment on function private.find_by_identity(text) is 'Cases of the caller''s circles whose person bears this last name, whole; each is put on record, without the name.';

create function private.find_in_notes(p_key text) returns table (case_id uuid)
language plpgsql stable security definer set search_path = ''
as $$
declare
  my_organization constant uuid := private.my_organization();
begin
  return query
    select distinct t.case_id
    from public.document_texts as t
    where private.search_words(t.plain_text) @@ private.search_prefixes(p_key)
      and t.case_id = any ((select private.my_circle_cases())::uuid[])
      and (t.organization_id is null or t.organization_id = my_organization);
end;
$$;
comment on function private.find_in_notes(text) is 'Cases of the caller''s circles whose notes hold every word.';

create function private.find_by_name(p_key text) returns table (case_id uuid, why text)
language plpgsql stable security definer set search_path = ''
as $$
declare
  my_groups constant uuid[] := private.my_groups();
  my_organization constant uuid := private.my_organization();
  -- « vt 018 », « vt18 » or « 18 »: the prefix of a group, and a number.
  asked constant text[] := regexp_match(p_key, '^([a-z]{2,4})? ?([0-9]{1,6})$');
begin
  return query
    select f.id, f.why
    from (
      select c.id, c.organization_id, 'name' as why
      from public.people as p
      join public.cases as c on c.person_id = p.id
      where p.group_id = any (my_groups) and length(p_key) > 1
        and private.search_key(p.first_name || ' ' || p.last_initial) ~>=~ p_key
        and private.search_key(p.first_name || ' ' || p.last_initial) ~<~ (p_key || chr(1114109))
      union all
      select r.id, r.organization_id, 'reference'
      from public.groups as g
      cross join lateral (
        select d.id, d.organization_id from public.cases as d
        where d.group_id = g.id and d.reference = g.reference_prefix || '-' || lpad(asked[2], 3, '0')
        union
        select d.id, d.organization_id from public.cases as d
        where d.group_id = g.id and asked[1] is not null
          and d.reference ~>=~ (g.reference_prefix || '-' || asked[2])
          and d.reference ~<~ (g.reference_prefix || '-' || asked[2] || '~')
      ) as r
      where asked is not null and g.id = any (my_groups)
        and (asked[1] is null or g.reference_prefix = upper(asked[1]))
    ) as f
    where f.organization_id = my_organization
      or exists (select from private.agreements_in_force as a where a.case_id = f.id);
end;
$$;
comment on function private.find_by_name(text) is 'Cases that the caller knows of, by short identity or reference.';

create function private.find_colleagues(p_key text, p_limit integer) returns table (rank integer, slug text, territory text, facts jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  my_groups constant uuid[] := private.my_groups();
begin
  return query
    select w.rank, w.slug, w.territory, w.facts
    from (
      select distinct on (p.id) k.rank, t.slug, t.name as territory, p.last_name, p.first_name, p.id,
        jsonb_build_object(
          'id', p.id, 'firstName', p.first_name, 'lastName', p.last_name, 'jobTitle', p.job_title, 'color', p.color,
          'organization', o.name
        ) as facts
      from private.group_members as m
      join public.profiles as p on p.id = m.profile_id
      join public.groups as g on g.id = m.group_id
      join public.territories as t on t.id = g.territory_id
      left join public.organizations as o
        on o.id = p.organization_id and o.id = any ((select private.my_known_organizations())::uuid[])
      cross join lateral (
        select case
          when starts_with(private.search_key(p.first_name || ' ' || p.last_name), p_key) then 1
          when starts_with(private.search_key(p.last_name), p_key) then 2
          when starts_with(private.search_key(o.name), p_key) then 3
        end as rank
      ) as k
      where m.group_id = any (my_groups) and k.rank is not null
      order by p.id, k.rank, t.name
    ) as w
    order by w.rank, w.last_name, w.first_name, w.id
    limit p_limit;
end;
$$;
comment on function private.find_colleagues(text, integer) is 'Who works in the caller''s groups, by name or by an organisation whose name the caller may know; each once.';

create function public.search(p_query text, p_limit integer)
returns table (kind text, why text, slug text, territory text, facts jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  -- A longer text is no name; a page shows a few of each.
  key constant text := private.search_key(left(p_query, 80));
  most constant integer := least(greatest(coalesce(p_limit, 8), 1), 20);
begin
  if key = '' or cardinality(private.my_groups()) = 0 then
    return;
  end if;
  return query
    select 'case', s.why, t.slug, t.name, jsonb_build_object(
      'reference', c.reference, 'shortName', p.first_name || ' ' || p.last_initial || '.', 'cohort', c.cohort, 'stage', c.stage
    )
    from (
      select distinct on (f.case_id) f.case_id, f.why, f.rank
      from (
        select n.case_id, n.why, case n.why when 'reference' then 1 else 2 end as rank
        from private.find_by_name(key) as n
        union all
        select i.case_id, 'identity', 3 from private.find_by_identity(key) as i where length(key) > 1
        union all
        select d.case_id, 'note', 4 from private.find_in_notes(key) as d where length(key) > 2
      ) as f
      order by f.case_id, f.rank
    ) as s
    join public.cases as c on c.id = s.case_id
    join public.people as p on p.id = c.person_id
    join public.groups as g on g.id = c.group_id
    join public.territories as t on t.id = g.territory_id
    order by s.rank, c.stage = 'exit', p.first_name, p.last_initial, c.reference
    limit most;
  return query
    select 'member', null, m.slug, m.territory, m.facts
    from private.find_colleagues(key, most) as m
    where length(key) > 1;
end;
$$;
comment on function public.search(text, integer) is 'What the caller may know that answers to a text: cases first, then colleagues. Nothing of the text is kept.';

grant execute on function public.search(text, integer) to authenticated;
