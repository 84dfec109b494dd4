-- The directory answers to a search as well: services of the groups of the caller, by name or by organisation.

create function private.find_services(p_key text, p_limit integer)
returns table (slug text, territory text, facts jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  my_groups constant uuid[] := private.my_groups();
  my_organization constant uuid := private.my_organization();
begin
  return query
    select w.slug, w.territory, w.facts
    from (
      select distinct on (s.id) t.slug, t.name as territory, s.name, s.id,
        jsonb_build_object('id', s.id, 'name', s.name, 'organization', o.name) as facts
      from private.service_groups as g
      join public.services as s on s.id = g.service_id
      join public.organizations as o on o.id = s.organization_id
      join public.groups as h on h.id = g.group_id
      join public.territories as t on t.id = h.territory_id
      where g.group_id = any (my_groups) and s.archived_at is null
        and (not g.sensitive or g.organization_id = my_organization)
        and private.search_words(s.name || ' ' || o.name) @@ private.search_prefixes(p_key)
      order by s.id, t.name
    ) as w
    order by w.name, w.id
    limit p_limit;
end;
$$;
comment on function private.find_services(text, integer) is 'Services that the caller may know, by the words of their name or of their organisation''s; each once.';

create or replace function public.search(p_query text, p_limit integer)
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
  if length(key) > 1 then
    return query
      select 'member', null, m.slug, m.territory, m.facts from private.find_colleagues(key, most) as m;
    return query
      select 'service', null, v.slug, v.territory, v.facts from private.find_services(key, most) as v;
  end if;
end;
$$;
comment on function public.search(text, integer) is 'What the caller may know that answers to a text: cases first, then colleagues and services. Nothing of the text is kept.';
