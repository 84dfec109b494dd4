-- Accounts as administrators keep them. Addresses and sign-ins belong to the sign-in service: only these functions read
-- them, which is why they are of the definer.

create function public.list_accounts()
returns table (
  id uuid, first_name text, last_name text, email text, job_title text, organization_id uuid, organization text,
  administrator boolean, second_factor boolean, banned_until timestamptz, last_seen_at timestamptz,
  created_at timestamptz, mandates jsonb
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  return query
    select p.id, p.first_name, p.last_name, u.email::text, p.job_title, o.id, o.name,
      exists (select from public.administrators as a where a.profile_id = p.id),
      exists (select from auth.mfa_factors as f where f.user_id = p.id and f.status = 'verified'),
      case when u.banned_until > now() then u.banned_until end,
      greatest(
        u.last_sign_in_at, (select max(s.active_at) from public.session_states as s where s.profile_id = p.id)
      ),
      p.created_at,
      coalesce(
        (
          select jsonb_agg(
            jsonb_build_object(
              'id', m.id, 'groupId', m.group_id, 'territory', t.name, 'role', m.role,
              'startsAt', private.iso(m.starts_at), 'endsAt', private.iso(m.ends_at)
            )
            order by t.name, m.starts_at
          )
          from public.mandates as m
          join public.groups as g on g.id = m.group_id
          join public.territories as t on t.id = g.territory_id
          where m.profile_id = p.id and (m.ends_at is null or m.ends_at > now())
        ),
        '[]'
      )
    from public.profiles as p
    join public.organizations as o on o.id = p.organization_id
    left join auth.users as u on u.id = p.id
    order by private.plain(p.last_name), private.plain(p.first_name), p.id;
end;
$$;
comment on function public.list_accounts() is 'Everybody who has an account, with their address and the mandates that are not over, for administrators.';

create function public.set_account(p_profile uuid, p_changes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless_keys(p_changes, array['organizationId', 'jobTitle']);
  -- Another employer may open other cases: nobody gives that to themself.
  perform private.refuse_unless(not p_changes ? 'organizationId' or p_profile is distinct from auth.uid(), 'MA403');
  update public.profiles as p set
    organization_id = case when p_changes ? 'organizationId' then (p_changes ->> 'organizationId')::uuid else p.organization_id end,
    job_title = case when p_changes ? 'jobTitle' then btrim(coalesce(p_changes ->> 'jobTitle', '')) else p.job_title end
  where p.id = p_profile;
  perform private.refuse_unless(found, 'MA404');
  if p_changes ? 'organizationId' then
    perform private.hand_back_work(p_profile, array(
      select k.case_id from public.circle_members as k
      where k.profile_id = p_profile and (k.ends_at is null or k.ends_at > now())
        and not exists (
          select from private.case_organizations as o
          where o.case_id = k.case_id and o.organization_id = (p_changes ->> 'organizationId')::uuid
        )
    ));
  end if;
end;
$$;
comment on function public.set_account(uuid, jsonb) is 'Changes somebody''s employer or job; they leave the circles that the new employer may not read.';

create function public.grant_administrator(p_profile uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(exists (select from public.profiles as p where p.id = p_profile), 'MA404');
  insert into public.administrators (profile_id) values (p_profile) on conflict (profile_id) do nothing;
end;
$$;
comment on function public.grant_administrator(uuid) is 'Makes somebody an administrator; once more changes nothing.';

create function public.end_administrator(p_profile uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform 1 from public.administrators as a order by a.profile_id for update;
  -- Asked again once the others have finished: two administrators who end each other leave one.
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(
    exists (select from public.administrators as a where a.profile_id = p_profile), 'MA404'
  );
  perform private.refuse_unless(
    exists (
      select from public.administrators as a
      join auth.users as u on u.id = a.profile_id
      where a.profile_id <> p_profile and u.deleted_at is null and (u.banned_until is null or u.banned_until <= now())
    ),
    'MA409'
  );
  delete from public.administrators as a where a.profile_id = p_profile;
end;
$$;
comment on function public.end_administrator(uuid) is 'Takes administration from somebody; never from the last one who can sign in.';

create function public.record_access_review(p_ended uuid[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  ended jsonb := '[]';
  mandate uuid;
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(cardinality(p_ended) <= 1000, 'MA422');
  for mandate in select distinct e.id from unnest(p_ended) as e (id) order by e.id loop
    ended := ended || private.close_mandate(mandate);
  end loop;
  insert into public.access_reviews (reviewed_by, accounts, ended_mandates)
  values (auth.uid(), (select count(*) from public.profiles), jsonb_array_length(ended));
  return ended;
end;
$$;
comment on function public.record_access_review(uuid[]) is 'Ends these mandates, all or none, and records that access was reviewed; returns whose they were, and where.';

grant execute on function public.list_accounts() to authenticated;
grant execute on function public.set_account(uuid, jsonb) to authenticated;
grant execute on function public.grant_administrator(uuid) to authenticated;
grant execute on function public.end_administrator(uuid) to authenticated;
grant execute on function public.record_access_review(uuid[]) to authenticated;
