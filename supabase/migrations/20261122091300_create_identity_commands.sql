-- Full identity: read on demand by the circle, each time on record.

create function public.view_identity(p_case uuid)
returns table (first_name text, last_name text, birth_year smallint, phone text, email text)
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  insert into public.identity_views (case_id, group_id, profile_id) values (p_case, the_group, auth.uid());
  return query
    select p.first_name, i.last_name, p.birth_year, i.phone, i.email
    from public.cases as c
    join public.people as p on p.id = c.person_id
    left join public.person_identities as i on i.person_id = p.id
    where c.id = p_case;
end;
$$;
comment on function public.view_identity(uuid) is 'The full identity of a person, for the circle; the view is recorded with it.';

create function public.set_identity(p_case uuid, p_changes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  perform private.refuse_unless_keys(p_changes, array['lastName', 'phone', 'email']);
  insert into public.person_identities as i (person_id, case_id, group_id, last_name, phone, email)
  select c.person_id, c.id, the_group, nullif(btrim(p_changes ->> 'lastName'), ''), nullif(btrim(p_changes ->> 'phone'), ''),
    nullif(btrim(p_changes ->> 'email'), '')
  from public.cases as c where c.id = p_case
  on conflict (person_id) do update set
    last_name = case when p_changes ? 'lastName' then excluded.last_name else i.last_name end,
    phone = case when p_changes ? 'phone' then excluded.phone else i.phone end,
    email = case when p_changes ? 'email' then excluded.email else i.email end,
    updated_at = now();
end;
$$;
comment on function public.set_identity(uuid, jsonb) is 'Changes the last name, phone or e-mail of a person.';

grant execute on function public.view_identity(uuid) to authenticated;
grant execute on function public.set_identity(uuid, jsonb) to authenticated;
