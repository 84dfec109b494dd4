-- Invitations: made by administrators for anybody, by facilitators for members and observers of their own groups. One
-- works for seven days, once, and as long as whoever made it could make it again.

create view private.invitation_states as
select i.id as invitation_id, i.token_hash,
  case
    when i.accepted_at is not null then 'accepted'
    when i.revoked_at is not null then 'revoked'
    when i.expires_at <= now() then 'expired'
    when exists (
      select from auth.users as u
      where u.id = i.invited_by and (u.banned_until > now() or u.deleted_at is not null)
    ) then 'expired'
    when exists (select from public.administrators as a where a.profile_id = i.invited_by) then 'open'
    when i.role <> 'facilitator' and exists (
      select from private.mandates_in_force as m
      where m.profile_id = i.invited_by and m.group_id = i.group_id and m.role = 'facilitator'
    ) then 'open'
    else 'expired'
  end as state
from public.invitations as i;
comment on view private.invitation_states is 'What became of each invitation: open, accepted, revoked, or expired, as when its author may no longer invite.';

create function private.refuse_unless_inviter(p_group uuid, p_role text) returns void
language plpgsql set search_path = ''
as $$
begin
  if private.am_administrator() then
    return;
  end if;
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(p_group = any (private.my_facilitated_groups()), 'MA403');
  perform private.refuse_unless(p_role is distinct from 'facilitator', 'MA403');
end;
$$;
comment on function private.refuse_unless_inviter(uuid, text) is 'Refuses who may not invite somebody into a group for a role.';

create function private.invitation_letter(p_invitation uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'email', i.email, 'territory', t.name, 'role', i.role, 'inviter', p.first_name || ' ' || p.last_name,
    'days', private.invitation_days()
  )
  from public.invitations as i
  join public.groups as g on g.id = i.group_id
  join public.territories as t on t.id = g.territory_id
  join public.profiles as p on p.id = i.invited_by
  where i.id = p_invitation;
$$;
comment on function private.invitation_letter(uuid) is 'What the e-mail of an invitation says; no organisation, whose name may be sensitive.';

create function public.create_invitation(
  p_id uuid, p_email text, p_organization uuid, p_group uuid, p_role text, p_token_hash bytea
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  address constant text := lower(btrim(p_email));
begin
  perform private.refuse_unless_inviter(p_group, p_role);
  perform private.refuse_unless(p_organization = any (private.my_known_organizations()), 'MA422');
  -- One at a time per inviter, so that the count is right.
  perform 1 from public.profiles as p where p.id = auth.uid() for no key update;
  perform private.refuse_unless(
    (
      select count(*) from public.invitations as i
      where i.invited_by = auth.uid() and i.created_at > now() - interval '1 day'
    ) < private.invitations_per_day(),
    'MA429'
  );
  update public.invitations as i set revoked_at = now()
  from private.invitation_states as s
  where i.email = address and i.group_id = p_group and s.invitation_id = i.id and s.state = 'expired';
  insert into public.invitations (id, email, organization_id, group_id, role, token_hash, invited_by, expires_at)
  values (
    p_id, address, p_organization, p_group, p_role, p_token_hash, auth.uid(),
    now() + make_interval(days => private.invitation_days())
  );
  return private.invitation_letter(p_id);
end;
$$;
comment on function public.create_invitation(uuid, text, uuid, uuid, text, bytea) is 'Invites an address into a group, whether or not it has an account; returns what its e-mail says. One open invitation per address and group.';

create function private.lock_invitation(p_invitation uuid) returns public.invitations
language plpgsql set search_path = ''
as $$
declare
  locked public.invitations;
begin
  select i.* into locked from public.invitations as i where i.id = p_invitation for no key update;
  perform private.refuse_unless(
    private.am_administrator() or locked.group_id = any (private.my_facilitated_groups()), 'MA404'
  );
  perform private.refuse_unless(locked.id is not null, 'MA404');
  perform private.refuse_unless_inviter(locked.group_id, locked.role);
  return locked;
end;
$$;
comment on function private.lock_invitation(uuid) is 'An invitation that the caller could have made, for a change.';

create function public.renew_invitation(p_id uuid, p_token_hash bytea) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.invitations := private.lock_invitation(p_id);
begin
  perform private.refuse_unless(old.accepted_at is null and old.revoked_at is null, 'MA409');
  update public.invitations as i set
    token_hash = p_token_hash, invited_by = auth.uid(),
    expires_at = now() + make_interval(days => private.invitation_days())
  where i.id = p_id;
  return private.invitation_letter(p_id);
end;
$$;
comment on function public.renew_invitation(uuid, bytea) is 'Gives an invitation a new link and seven more days, in the name of whoever asks; the link before it is dead. Returns what its e-mail says.';

create function public.revoke_invitation(p_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.invitations := private.lock_invitation(p_id);
begin
  perform private.refuse_unless(old.accepted_at is null, 'MA409');
  update public.invitations as i set revoked_at = now() where i.id = p_id and i.revoked_at is null;
end;
$$;
comment on function public.revoke_invitation(uuid) is 'Makes the link of an invitation dead; once more changes nothing.';

create function public.list_invitations(p_group uuid)
returns table (
  id uuid, email text, organization text, role text, territory text, invited_by text, created_at timestamptz,
  expires_at timestamptz, state text
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  if p_group is null then
    perform private.refuse_unless_administrator();
  else
    perform private.refuse_unless_inviter(p_group, null);
  end if;
  return query
    select i.id, i.email, o.name, i.role, t.name, p.first_name || ' ' || p.last_name, i.created_at, i.expires_at, s.state
    from public.invitations as i
    join private.invitation_states as s on s.invitation_id = i.id
    join public.groups as g on g.id = i.group_id
    join public.territories as t on t.id = g.territory_id
    join public.profiles as p on p.id = i.invited_by
    left join public.organizations as o
      on o.id = i.organization_id and o.id = any ((select private.my_known_organizations())::uuid[])
    where p_group is null or i.group_id = p_group
    order by i.created_at desc, i.id;
end;
$$;
comment on function public.list_invitations(uuid) is 'Invitations of a group for those who may invite there, or with null of all groups for administrators. An organisation whose name they may not know is null.';

-- The link: whoever holds it is asked nothing else, so what does not work is the same nothing for all. Definer: run by the
-- system for visitors who have no account.

create function private.find_invitation(p_token_hash bytea)
returns table (id uuid, email text, organization text, territory text, role text, inviter text, has_account boolean)
language sql stable security definer set search_path = ''
as $$
  select i.id, i.email, o.name, t.name, i.role, p.first_name || ' ' || p.last_name,
    exists (select from auth.users as u where lower(u.email) = i.email)
  from public.invitations as i
  join private.invitation_states as s on s.invitation_id = i.id and s.state = 'open'
  join public.organizations as o on o.id = i.organization_id
  join public.groups as g on g.id = i.group_id
  join public.territories as t on t.id = g.territory_id
  join public.profiles as p on p.id = i.invited_by
  where i.token_hash = p_token_hash;
$$;
comment on function private.find_invitation(bytea) is 'The open invitation of a link, for whoever holds the link.';

create function private.take_invitation(p_token_hash bytea, p_profile uuid) returns public.invitations
language plpgsql set search_path = ''
as $$
declare
  taken public.invitations;
begin
  -- Locked before its state is read: of two people who use a link at once, or one who revokes it, one waits and sees.
  perform 1 from public.invitations as i where i.token_hash = p_token_hash for no key update;
  select i.* into taken
  from public.invitations as i
  join private.invitation_states as s on s.invitation_id = i.id and s.state = 'open'
  where i.token_hash = p_token_hash
    and exists (select from auth.users as u where u.id = p_profile and lower(u.email) = i.email);
  perform private.refuse_unless(taken.id is not null, 'MA404');
  return taken;
end;
$$;
comment on function private.take_invitation(bytea, uuid) is 'The open invitation of a link to the address of somebody, locked; not found otherwise.';

create function private.enter_by_invitation(p_invitation public.invitations, p_profile uuid) returns uuid
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_second_mandate(p_profile, p_invitation.group_id);
  insert into public.mandates (profile_id, group_id, role) values (p_profile, p_invitation.group_id, p_invitation.role);
  update public.invitations as i set accepted_at = now(), accepted_by = p_profile where i.id = p_invitation.id;
  return p_invitation.group_id;
end;
$$;
comment on function private.enter_by_invitation(public.invitations, uuid) is 'The mandate that an invitation gives, once; returns its group.';

create function private.accept_invitation(
  p_token_hash bytea, p_profile uuid, p_first_name text, p_last_name text, p_job_title text
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  taken constant public.invitations := private.take_invitation(p_token_hash, p_profile);
begin
  perform private.refuse_unless_named(p_first_name, 60);
  perform private.refuse_unless_named(p_last_name, 60);
  perform private.refuse_unless(length(btrim(coalesce(p_job_title, ''))) <= 80, 'MA422');
  perform private.refuse_unless(not exists (select from public.profiles as p where p.id = p_profile), 'MA409');
  insert into public.profiles (id, organization_id, first_name, last_name, job_title, color)
  values (
    p_profile, taken.organization_id, btrim(p_first_name), btrim(p_last_name), btrim(coalesce(p_job_title, '')),
    (select count(*) from public.mandates as m where m.group_id = taken.group_id) % 8 + 1
  );
  return private.enter_by_invitation(taken, p_profile);
end;
$$;
comment on function private.accept_invitation(bytea, uuid, text, text, text) is 'Makes the profile and the mandate of a new account whose address was invited; returns its group.';

create function public.join_by_invitation(p_token_hash bytea) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  taken public.invitations;
begin
  perform private.refuse_unless(private.my_organization() is not null, 'MA404');
  taken := private.take_invitation(p_token_hash, auth.uid());
  -- Nobody gives a mandate to themself, not even through a letter.
  perform private.refuse_unless(taken.invited_by <> auth.uid(), 'MA403');
  return private.enter_by_invitation(taken, auth.uid());
end;
$$;
comment on function public.join_by_invitation(bytea) is 'Enters a group by the invitation sent to one''s own address; one keeps one''s employer. Returns the group.';

grant execute on function public.create_invitation(uuid, text, uuid, uuid, text, bytea) to authenticated;
grant execute on function public.renew_invitation(uuid, bytea) to authenticated;
grant execute on function public.revoke_invitation(uuid) to authenticated;
grant execute on function public.list_invitations(uuid) to authenticated;
grant execute on function public.join_by_invitation(bytea) to authenticated;
grant execute on function private.find_invitation(bytea) to maillage_system;
grant execute on function private.accept_invitation(bytea, uuid, text, text, text) to maillage_system;
