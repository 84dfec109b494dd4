-- Who does what: the services of the organisations of a group. Written by the people of the organisation that gives them,
-- read by the groups where it works; those of a sensitive organisation by its own people alone.

create table public.services (
  id uuid primary key,
  organization_id uuid not null references public.organizations (id),
  name text not null check (length(name) between 1 and 80),
  description text not null default '' check (length(description) <= 500),
  contact text not null default '' check (length(contact) <= 200),
  how_to_refer text not null default '' check (length(how_to_refer) <= 300),
  conditions text not null default '' check (length(conditions) <= 300),
  delay text not null default '' check (length(delay) <= 80),
  checked_on date not null default private.today(),
  checked_by uuid references public.profiles (id),
  archived_at timestamptz,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now()
);
comment on table public.services is 'What an organisation offers to people supported. `checked_on`: when one of its people last said that this is right.';
create index services_organization_id on public.services (organization_id);
create index services_checked_by on public.services (checked_by);
create index services_created_by on public.services (created_by);

create table public.service_blockers (
  service_id uuid not null references public.services (id) on delete cascade,
  type_code text not null references public.blocker_types (code),
  primary key (service_id, type_code)
);
comment on table public.service_blockers is 'Types of blockers that a service helps to lift.';
create index service_blockers_type_code on public.service_blockers (type_code);

alter table public.services enable row level security;
alter table public.service_blockers enable row level security;
revoke all on public.services, public.service_blockers from public, anon, authenticated, service_role;
create trigger note_change after insert or update or delete on public.services
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.service_blockers
for each row execute function private.note_change();

create view private.service_groups as
select distinct s.id as service_id, m.group_id, o.id as organization_id, o.sensitive
from public.services as s
join public.organizations as o on o.id = s.organization_id
join public.profiles as p on p.organization_id = o.id
join private.group_members as m on m.profile_id = p.id;
comment on view private.service_groups is 'Groups where the organisation that gives a service works.';

create function private.change_service(p_service uuid) returns void
language plpgsql set search_path = ''
as $$
declare
  the_organization uuid;
begin
  select s.organization_id into the_organization from public.services as s where s.id = p_service for no key update;
  if the_organization = private.my_organization() and cardinality(private.my_groups()) > 0 then
    return;
  end if;
  perform private.refuse_unless(
    exists (
      select from private.service_groups as g
      where g.service_id = p_service and not g.sensitive and g.group_id = any (private.my_groups())
    ),
    'MA404'
  );
  perform private.refuse('MA403');
end;
$$;
comment on function private.change_service(uuid) is 'Refuses to change a service of another organisation; one that the caller may not know of is not found.';

create function private.write_service(p_service uuid, p_fields jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless_keys(
    p_fields, array['name', 'description', 'contact', 'howToRefer', 'conditions', 'delay', 'types']
  );
  perform private.refuse_unless(
    not exists (select from jsonb_each(p_fields) as f where f.key <> 'types' and jsonb_typeof(f.value) <> 'string'), 'MA422'
  );
  if p_fields ? 'name' then
    perform private.refuse_unless_named(p_fields ->> 'name', 80);
  end if;
  update public.services as s set
    name = coalesce(btrim(p_fields ->> 'name'), s.name),
    description = coalesce(btrim(p_fields ->> 'description'), s.description),
    contact = coalesce(btrim(p_fields ->> 'contact'), s.contact),
    how_to_refer = coalesce(btrim(p_fields ->> 'howToRefer'), s.how_to_refer),
    conditions = coalesce(btrim(p_fields ->> 'conditions'), s.conditions),
    delay = coalesce(btrim(p_fields ->> 'delay'), s.delay),
    checked_on = private.today(),
    checked_by = private.me()
  where s.id = p_service;
  if p_fields ? 'types' then
    perform private.refuse_unless(
      jsonb_typeof(p_fields -> 'types') = 'array' and jsonb_array_length(p_fields -> 'types') between 1 and 12, 'MA422'
    );
    delete from public.service_blockers as b
    where b.service_id = p_service and not p_fields -> 'types' ? b.type_code;
    insert into public.service_blockers (service_id, type_code)
    select p_service, t.code from jsonb_array_elements_text(p_fields -> 'types') as t (code)
    on conflict do nothing;
  end if;
end;
$$;
comment on function private.write_service(uuid, jsonb) is 'Writes the fields that are there; whoever writes them checks them.';

create function public.add_service(p_id uuid, p_fields jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(cardinality(private.my_groups()) > 0, 'MA404');
  if exists (select from public.services as s where s.id = p_id and s.created_by = private.me()) then
    return;
  end if;
  perform private.refuse_unless(p_fields ? 'name' and p_fields ? 'types', 'MA422');
  insert into public.services (id, organization_id, name, created_by)
  values (p_id, private.my_organization(), coalesce(nullif(btrim(p_fields ->> 'name'), ''), '?'), private.me());
  perform private.write_service(p_id, p_fields);
end;
$$;
comment on function public.add_service(uuid, jsonb) is 'Adds a service of the caller''s organisation; called again with the same id, changes nothing.';

create function public.set_service(p_service uuid, p_changes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.change_service(p_service);
  perform private.write_service(p_service, p_changes);
end;
$$;
comment on function public.set_service(uuid, jsonb) is 'Changes the fields that are there of a service of the caller''s organisation.';

create function public.check_service(p_service uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.change_service(p_service);
  update public.services as s set checked_on = private.today(), checked_by = private.me() where s.id = p_service;
end;
$$;
comment on function public.check_service(uuid) is 'Says that what is written of a service of the caller''s organisation is right today.';

create function public.archive_service(p_service uuid, p_archived boolean) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.change_service(p_service);
  perform private.refuse_unless(p_archived is not null, 'MA422');
  update public.services as s set archived_at = case when p_archived then coalesce(s.archived_at, now()) end
  where s.id = p_service;
end;
$$;
comment on function public.archive_service(uuid, boolean) is 'Takes a service of the caller''s organisation out of the directory, or puts it back.';

create function public.list_services(p_group uuid)
returns table (
  id uuid, organization_id uuid, organization text, name text, description text, contact text, how_to_refer text,
  conditions text, delay text, types text[], checked_on date, checked_by text, mine boolean
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not p_group = any (private.my_groups()) then
    return;
  end if;
  return query
    select s.id, o.id, o.name, s.name, s.description, s.contact, s.how_to_refer, s.conditions, s.delay,
      array(
        select b.type_code from public.service_blockers as b
        join public.blocker_types as t on t.code = b.type_code
        where b.service_id = s.id order by t.position
      ),
      s.checked_on, c.first_name || ' ' || c.last_name, o.id = private.my_organization()
    from private.service_groups as g
    join public.services as s on s.id = g.service_id
    join public.organizations as o on o.id = s.organization_id
    -- Somebody who does not work in this group is not named to it.
    left join private.group_members as k on k.group_id = p_group and k.profile_id = s.checked_by
    left join public.profiles as c on c.id = k.profile_id
    where g.group_id = p_group and s.archived_at is null
      and (not g.sensitive or o.id = private.my_organization())
    order by private.plain(s.name), s.id;
end;
$$;
comment on function public.list_services(uuid) is 'The directory of a group of the caller: services of the organisations that work there, by name.';

grant execute on function public.add_service(uuid, jsonb) to authenticated;
grant execute on function public.set_service(uuid, jsonb) to authenticated;
grant execute on function public.check_service(uuid) to authenticated;
grant execute on function public.archive_service(uuid, boolean) to authenticated;
grant execute on function public.list_services(uuid) to authenticated;
