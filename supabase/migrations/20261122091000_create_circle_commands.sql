-- The person's word, and who follows them.

create function public.record_agreement(p_id uuid, p_case uuid, p_form text, p_given_on date, p_organizations uuid[]) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
begin
  if exists (select from public.agreements as a where a.id = p_id and a.case_id = p_case and a.recorded_by = auth.uid()) then
    return p_id;
  end if;
  perform private.refuse_unless(
    p_given_on <= private.today() and p_given_on + make_interval(months => private.agreement_months()) > private.today(), 'MA422'
  );
  perform private.refuse_unless_in_group(the_group, p_organizations);

  update public.agreements as a set replaced_at = now()
  where a.case_id = p_case and a.withdrawn_at is null and a.replaced_at is null;
  insert into public.agreements (id, case_id, group_id, form, given_on, expires_on, recorded_by)
  values (
    p_id, p_case, the_group, p_form, p_given_on,
    (p_given_on + make_interval(months => private.agreement_months()))::date, auth.uid()
  );
  insert into public.agreement_organizations (agreement_id, group_id, organization_id)
  select distinct p_id, the_group, o.id from unnest(p_organizations) as o (id);
  perform private.end_circle_of_others(p_case);
  return p_id;
end;
$$;
comment on function public.record_agreement(uuid, uuid, text, date, uuid[]) is 'Records that the person agreed, in place of the agreement before it; the circle keeps only people of the organisations named.';

create function public.withdraw_agreement(p_case uuid, p_organization uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_agreement uuid;
begin
  perform private.group_of_my_case(p_case);
  select a.agreement_id into the_agreement from private.agreements_in_force as a where a.case_id = p_case;
  perform private.refuse_unless(the_agreement is not null, 'MA409');
  if p_organization is null then
    update public.agreements as a set withdrawn_at = now() where a.id = the_agreement;
  else
    update public.agreement_organizations as o set withdrawn_at = now()
    where o.agreement_id = the_agreement and o.organization_id = p_organization and o.withdrawn_at is null;
    perform private.refuse_unless(found, 'MA409');
  end if;
  perform private.end_circle_of_others(p_case);
end;
$$;
comment on function public.withdraw_agreement(uuid, uuid) is 'Records that the person takes their word back, for one organisation or, with null, for all: their people lose access at once.';

create function public.add_circle_member(p_case uuid, p_profile uuid, p_reason text, p_agreed_form text, p_agreed_on date) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
  their_organization uuid;
  the_agreement uuid;
begin
  select p.organization_id into their_organization
  from private.group_members as m
  join public.profiles as p on p.id = m.profile_id
  where m.group_id = the_group and m.profile_id = p_profile;
  perform private.refuse_unless(their_organization is not null, 'MA422');

  if not exists (
    select from private.case_organizations as o where o.case_id = p_case and o.organization_id = their_organization
  ) then
    -- Somebody of a new organisation reads only with the person's word for it.
    select a.agreement_id into the_agreement from private.agreements_in_force as a where a.case_id = p_case;
    perform private.refuse_unless(the_agreement is not null, 'MA409');
    perform private.refuse_unless(p_agreed_form is not null and p_agreed_on <= private.today(), 'MA422');
    insert into public.agreement_organizations as o (agreement_id, group_id, organization_id, form, given_on)
    values (the_agreement, the_group, their_organization, p_agreed_form, p_agreed_on)
    on conflict (agreement_id, organization_id) do update
    set form = excluded.form, given_on = excluded.given_on, withdrawn_at = null;
  end if;

  update public.circle_members as k set ends_at = now()
  where k.case_id = p_case and k.profile_id = p_profile and k.ends_at > now();
  insert into public.circle_members (case_id, group_id, profile_id, reason, added_by)
  values (p_case, the_group, p_profile, btrim(coalesce(p_reason, '')), auth.uid())
  on conflict (case_id, profile_id) where ends_at is null do nothing;
end;
$$;
comment on function public.add_circle_member(uuid, uuid, text, text, date) is 'Invites a colleague into the circle; from an organisation that the agreement does not name, with the person''s word for it.';

create function public.leave_circle(p_case uuid, p_profile uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_referent uuid;
begin
  perform private.group_of_my_case(p_case);
  select c.referent_id into the_referent from public.cases as c where c.id = p_case for no key update;
  perform private.refuse_unless(p_profile = auth.uid() or the_referent = auth.uid(), 'MA403');
  perform private.refuse_unless(the_referent is distinct from p_profile, 'MA409');
  update public.circle_members as k set ends_at = now()
  where k.case_id = p_case and k.profile_id = p_profile and (k.ends_at is null or k.ends_at > now());
  perform private.refuse_unless(found, 'MA422');
end;
$$;
comment on function public.leave_circle(uuid, uuid) is 'Takes oneself, or for the référent somebody else, out of the circle. The référent hands the case over first.';

create function public.set_referent(p_case uuid, p_profile uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
  the_referent uuid;
begin
  select c.referent_id into the_referent from public.cases as c where c.id = p_case for no key update;
  perform private.refuse_unless(
    the_referent is null or the_referent = auth.uid() or not exists (
      select from private.case_readers as r where r.case_id = p_case and r.profile_id = the_referent
    ),
    'MA403'
  );
  perform private.refuse_unless(
    exists (
      select from private.group_members as m
      join public.profiles as p on p.id = m.profile_id
      join private.case_organizations as o on o.case_id = p_case and o.organization_id = p.organization_id
      where m.group_id = the_group and m.profile_id = p_profile
    ),
    'MA422'
  );
  insert into public.circle_members (case_id, group_id, profile_id, reason, added_by)
  values (p_case, the_group, p_profile, 'referent', auth.uid())
  on conflict (case_id, profile_id) where ends_at is null do nothing;
  update public.cases as c set referent_id = p_profile where c.id = p_case;
end;
$$;
comment on function public.set_referent(uuid, uuid) is 'Hands the case over to somebody who may read it; done by its référent, or by anyone of the circle when there is none.';

grant execute on function public.record_agreement(uuid, uuid, text, date, uuid[]) to authenticated;
grant execute on function public.withdraw_agreement(uuid, uuid) to authenticated;
grant execute on function public.add_circle_member(uuid, uuid, text, text, date) to authenticated;
grant execute on function public.leave_circle(uuid, uuid) to authenticated;
grant execute on function public.set_referent(uuid, uuid) to authenticated;
