-- Colleagues as the caller may know them: the organisation of somebody may be hidden, which a policy cannot do by column.

create function public.find_me()
returns table (
  id uuid, first_name text, last_name text, job_title text, organization text, organization_id uuid, role text,
  color smallint, administrator boolean
)
language sql stable security definer set search_path = ''
as $$
  select p.id, p.first_name, p.last_name, p.job_title, o.name, o.id,
    case
      when cardinality(private.my_facilitated_groups()) > 0 then 'facilitator'
      when cardinality(private.my_groups()) > 0 then 'practitioner'
      else 'observer'
    end,
    p.color, private.am_administrator()
  from public.profiles as p
  join public.organizations as o on o.id = p.organization_id
  where p.id = auth.uid();
$$;
comment on function public.find_me() is 'The caller, with their strongest role of any group.';

create function public.list_members(p_group uuid)
returns table (
  id uuid, first_name text, last_name text, job_title text, organization text, organization_id uuid, role text, color smallint
)
language sql stable security definer set search_path = ''
as $$
  select p.id, p.first_name, p.last_name, p.job_title, o.name, o.id, m.role, p.color
  from private.group_members as m
  join public.profiles as p on p.id = m.profile_id
  left join public.organizations as o
    on o.id = p.organization_id and o.id = any ((select private.my_known_organizations())::uuid[])
  where m.group_id = p_group and p_group = any ((select private.my_groups())::uuid[])
  order by p.last_name, p.first_name, p.id;
$$;
comment on function public.list_members(uuid) is 'Who works in a group of the caller; an organisation whose name they may not know is null.';

grant execute on function public.find_me() to authenticated;
grant execute on function public.list_members(uuid) to authenticated;
