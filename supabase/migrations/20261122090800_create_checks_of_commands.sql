-- What the commands share. A command is one function per verb in `public`, `security definer` because nobody may write
-- the tables otherwise, and says no with: MA404 not found, MA403 not allowed, MA409 conflict, MA422 invalid.
-- Something one may not see is not found.

create function private.refuse(p_state text) returns void
language plpgsql set search_path = ''
as $$
begin
  raise exception 'refused' using errcode = p_state;
end;
$$;
comment on function private.refuse(text) is 'Says no to a command.';

create function private.refuse_unless(p_condition boolean, p_state text) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_condition is not true then
    perform private.refuse(p_state);
  end if;
end;
$$;
comment on function private.refuse_unless(boolean, text) is 'Says no unless the condition is true.';

create function private.group_of_my_case(p_case uuid) returns uuid
language plpgsql set search_path = ''
as $$
declare
  found record;
begin
  select c.group_id, c.organization_id into found from public.cases as c where c.id = p_case;
  if private.may_open_case(p_case) then
    return found.group_id;
  end if;
  perform private.refuse_unless(
    p_case = any (private.my_shared_cases())
      or (found.group_id = any (private.my_groups()) and found.organization_id = private.my_organization()),
    'MA404'
  );
  perform private.refuse('MA403');
end;
$$;
comment on function private.group_of_my_case(uuid) is 'The group of a case whose circle the caller is in; refuses otherwise.';

create function private.refuse_unless_reader(p_case uuid, p_profile uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(
    p_profile is null
      or exists (select from private.case_readers as r where r.case_id = p_case and r.profile_id = p_profile),
    'MA422'
  );
end;
$$;
comment on function private.refuse_unless_reader(uuid, uuid) is 'Refuses to entrust something of a case to somebody who may not open it.';

create function private.refuse_unless_keys(p_changes jsonb, p_keys text[]) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(jsonb_typeof(p_changes) = 'object', 'MA422');
  perform private.refuse_unless(
    not exists (select from jsonb_object_keys(p_changes) as k (key) where k.key <> all (p_keys)), 'MA422'
  );
end;
$$;
comment on function private.refuse_unless_keys(jsonb, text[]) is 'Refuses changes of anything else than these fields.';

create function private.refuse_unless_in_group(p_group uuid, p_organizations uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(cardinality(p_organizations) between 1 and 50, 'MA422');
  perform private.refuse_unless(
    not exists (
      select from unnest(p_organizations) as o (id)
      where o.id is null or not exists (
        select from private.group_members as m
        join public.profiles as p on p.id = m.profile_id
        where m.group_id = p_group and p.organization_id = o.id
      )
    ),
    'MA422'
  );
end;
$$;
comment on function private.refuse_unless_in_group(uuid, uuid[]) is 'Refuses an agreement for organisations that do not work in the group.';

create function private.end_circle_of_others(p_case uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  update public.circle_members as k set ends_at = now()
  from public.profiles as p
  where k.case_id = p_case and k.ends_at is null and p.id = k.profile_id
    and not exists (
      select from private.case_organizations as o where o.case_id = p_case and o.organization_id = p.organization_id
    );
  update public.cases as c set referent_id = null
  where c.id = p_case and c.referent_id is not null and not exists (
    select from public.circle_members as k
    where k.case_id = p_case and k.profile_id = c.referent_id and k.ends_at is null
  );
end;
$$;
comment on function private.end_circle_of_others(uuid) is 'Ends the circle memberships that no agreement allows any more; a référent among them leaves the case without one.';
