-- Organisations, territories with their group, and the vocabulary: kept by administrators, who learn of cases how many
-- there are and nothing else.

create function public.create_organization(p_id uuid, p_name text, p_kind text, p_sensitive boolean, p_second_factor boolean) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless_named(p_name, 120);
  insert into public.organizations (id, name, kind, sensitive, second_factor)
  values (p_id, btrim(p_name), p_kind, p_sensitive, p_second_factor);
end;
$$;
comment on function public.create_organization(uuid, text, text, boolean, boolean) is 'Adds an employer of professionals.';

create function public.set_organization(p_id uuid, p_changes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless_keys(p_changes, array['name', 'kind', 'sensitive', 'secondFactor']);
  if p_changes ? 'name' then
    perform private.refuse_unless_named(p_changes ->> 'name', 120);
  end if;
  update public.organizations as o set
    name = case when p_changes ? 'name' then btrim(p_changes ->> 'name') else o.name end,
    kind = case when p_changes ? 'kind' then p_changes ->> 'kind' else o.kind end,
    sensitive = case when p_changes ? 'sensitive' then (p_changes ->> 'sensitive')::boolean else o.sensitive end,
    second_factor = case when p_changes ? 'secondFactor' then (p_changes ->> 'secondFactor')::boolean else o.second_factor end
  where o.id = p_id;
  perform private.refuse_unless(found, 'MA404');
end;
$$;
comment on function public.set_organization(uuid, jsonb) is 'Changes the name or kind of an organisation, whether its name is hidden, whether it demands a second factor.';

create function public.list_organizations()
returns table (id uuid, name text, kind text, sensitive boolean, second_factor boolean, accounts integer)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  return query
    select o.id, o.name, o.kind, o.sensitive, o.second_factor,
      (select count(*)::integer from public.profiles as p where p.organization_id = o.id)
    from public.organizations as o
    order by private.plain(o.name), o.id;
end;
$$;
comment on function public.list_organizations() is 'Every organisation, with how many accounts it has, for administrators.';

create function private.refuse_unless_place(p_name text, p_commune text, p_official_code text) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless_named(p_name, 60);
  perform private.refuse_unless_named(p_commune, 60);
  perform private.refuse_unless(p_official_code ~ '^[A-Z0-9-]{2,20}$', 'MA422');
end;
$$;
comment on function private.refuse_unless_place(text, text, text) is 'Refuses a territory without a name, a commune or a code.';

create function public.create_group(
  p_id uuid, p_slug text, p_name text, p_commune text, p_official_code text, p_reference_prefix text, p_interval_weeks integer
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_territory uuid;
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless_place(p_name, p_commune, p_official_code);
  insert into public.territories (slug, name, commune, official_code)
  values (p_slug, btrim(p_name), btrim(p_commune), p_official_code)
  returning id into the_territory;
  insert into public.groups (id, territory_id, reference_prefix, meeting_interval_weeks)
  values (p_id, the_territory, p_reference_prefix, p_interval_weeks);
end;
$$;
comment on function public.create_group(uuid, text, text, text, text, text, integer) is 'Adds a territory and its operational group.';

create function public.set_group(p_id uuid, p_changes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless_keys(p_changes, array['name', 'commune', 'officialCode', 'meetingIntervalWeeks']);
  select g.territory_id, t.name, t.commune, t.official_code into old
  from public.groups as g join public.territories as t on t.id = g.territory_id
  where g.id = p_id for no key update;
  perform private.refuse_unless(old.territory_id is not null, 'MA404');
  perform private.refuse_unless_place(
    case when p_changes ? 'name' then p_changes ->> 'name' else old.name end,
    case when p_changes ? 'commune' then p_changes ->> 'commune' else old.commune end,
    case when p_changes ? 'officialCode' then p_changes ->> 'officialCode' else old.official_code end
  );
  update public.territories as t set
    name = case when p_changes ? 'name' then btrim(p_changes ->> 'name') else t.name end,
    commune = case when p_changes ? 'commune' then btrim(p_changes ->> 'commune') else t.commune end,
    official_code = case when p_changes ? 'officialCode' then p_changes ->> 'officialCode' else t.official_code end
  where t.id = old.territory_id;
  update public.groups as g set
    meeting_interval_weeks = case
      when p_changes ? 'meetingIntervalWeeks' then (p_changes ->> 'meetingIntervalWeeks')::integer
      else g.meeting_interval_weeks
    end
  where g.id = p_id;
end;
$$;
comment on function public.set_group(uuid, jsonb) is 'Changes the name, commune, official code or rhythm of a group. Its address and the prefix of its references stay.';

create function public.list_groups()
returns table (
  id uuid, slug text, name text, commune text, official_code text, reference_prefix text, meeting_interval_weeks integer,
  members integer, observers integer, cases integer
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  return query
    select g.id, t.slug, t.name, t.commune, t.official_code, g.reference_prefix, g.meeting_interval_weeks,
      (select count(*)::integer from private.group_members as m where m.group_id = g.id),
      (
        select count(distinct m.profile_id)::integer from private.mandates_in_force as m
        where m.group_id = g.id and m.role = 'observer'
      ),
      (select count(*)::integer from public.cases as c where c.group_id = g.id)
    from public.groups as g
    join public.territories as t on t.id = g.territory_id
    order by private.plain(t.name), g.id;
end;
$$;
comment on function public.list_groups() is 'Every group, with how many members, observers and cases it has, for administrators.';

create function public.set_blocker_type(p_code text, p_changes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless_keys(p_changes, array['restricted', 'offered']);
  update public.blocker_types as t set
    restricted = case when p_changes ? 'restricted' then (p_changes ->> 'restricted')::boolean else t.restricted end,
    offered = case when p_changes ? 'offered' then (p_changes ->> 'offered')::boolean else t.offered end
  where t.code = p_code;
  perform private.refuse_unless(found, 'MA404');
  -- The label of an action would say on the board what its blocker may no longer say.
  update public.actions as a set reserved = true
  from public.blockers as b
  join public.blocker_types as t on t.code = b.type_code
  where b.id = a.blocker_id and t.code = p_code and t.restricted and not a.reserved;
end;
$$;
comment on function public.set_blocker_type(text, jsonb) is 'Says whether a type of blocker is proposed, and whether it is named inside the circle only; the actions about it are then reserved.';

create function public.list_blocker_types()
returns table (code text, family text, restricted boolean, offered boolean)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  return query
    select t.code, t.family, t.restricted, t.offered from public.blocker_types as t order by t.position;
end;
$$;
comment on function public.list_blocker_types() is 'The vocabulary of blockers, for administrators.';

grant execute on function public.create_organization(uuid, text, text, boolean, boolean) to authenticated;
grant execute on function public.set_organization(uuid, jsonb) to authenticated;
grant execute on function public.list_organizations() to authenticated;
grant execute on function public.create_group(uuid, text, text, text, text, text, integer) to authenticated;
grant execute on function public.set_group(uuid, jsonb) to authenticated;
grant execute on function public.list_groups() to authenticated;
grant execute on function public.set_blocker_type(text, jsonb) to authenticated;
grant execute on function public.list_blocker_types() to authenticated;
