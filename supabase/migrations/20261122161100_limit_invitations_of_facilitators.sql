-- A colleague sees what their organisation did not share yet: a facilitator adds one only to an organisation that works in
-- their group already. Others are for administrators, who know who works where.

create function private.works_in_group(p_organization uuid, p_group uuid) returns boolean
language sql stable set search_path = ''
return exists (
  select from private.group_members as m
  join public.profiles as p on p.id = m.profile_id
  where m.group_id = p_group and p.organization_id = p_organization
);
comment on function private.works_in_group(uuid, uuid) is 'Whether somebody of an organisation works in a group now.';

create or replace view private.invitation_states as
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
    when i.role <> 'facilitator' and private.works_in_group(i.organization_id, i.group_id) and exists (
      select from private.mandates_in_force as m
      where m.profile_id = i.invited_by and m.group_id = i.group_id and m.role = 'facilitator'
    ) then 'open'
    else 'expired'
  end as state
from public.invitations as i;

create or replace function public.create_invitation(
  p_id uuid, p_email text, p_organization uuid, p_group uuid, p_role text, p_token_hash bytea
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  address constant text := lower(btrim(p_email));
begin
  perform private.refuse_unless_inviter(p_group, p_role);
  perform private.refuse_unless(p_organization = any (private.my_known_organizations()), 'MA422');
  perform private.refuse_unless(private.am_administrator() or private.works_in_group(p_organization, p_group), 'MA422');
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

create or replace function public.renew_invitation(p_id uuid, p_token_hash bytea) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  old constant public.invitations := private.lock_invitation(p_id);
begin
  perform private.refuse_unless(old.accepted_at is null and old.revoked_at is null, 'MA409');
  perform private.refuse_unless(
    private.am_administrator() or private.works_in_group(old.organization_id, old.group_id), 'MA403'
  );
  update public.invitations as i set
    token_hash = p_token_hash, invited_by = auth.uid(),
    expires_at = now() + make_interval(days => private.invitation_days())
  where i.id = p_id;
  return private.invitation_letter(p_id);
end;
$$;
