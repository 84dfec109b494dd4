-- Opening a case: person, reference, circle, agreement and first blockers, all or nothing.

create function public.create_case(
  p_id uuid, p_group uuid, p_first_name text, p_last_initial text, p_birth_year integer, p_cohort text, p_stage text,
  p_referent uuid, p_blockers text[], p_agreement_form text, p_agreement_given_on date, p_agreement_organizations uuid[],
  p_identity jsonb
) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  me constant uuid := auth.uid();
  my_organization constant uuid := private.my_organization();
  known record;
  the_reference text;
  the_person uuid;
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(p_id is not null, 'MA422');

  -- One at a time per group, so that references have no gap and a repeated call finds the first.
  perform 1 from public.groups as g where g.id = p_group for no key update;
  select c.reference, c.created_by, c.group_id into known from public.cases as c where c.id = p_id;
  if known.reference is not null then
    perform private.refuse_unless(known.created_by = me and known.group_id = p_group, 'MA409');
    return known.reference;
  end if;

  perform private.refuse_unless(p_stage in ('outreach', 'diagnosis', 'unblocking', 'project', 'employment'), 'MA422');
  perform private.refuse_unless(p_birth_year between 1920 and extract(year from private.today()), 'MA422');
  perform private.refuse_unless(
    p_referent is null or exists (
      select from private.group_members as m
      join public.profiles as p on p.id = m.profile_id
      where m.group_id = p_group and m.profile_id = p_referent
        and (p.organization_id = my_organization
          or (p_agreement_form is not null and p.organization_id = any (p_agreement_organizations)))
    ),
    'MA422'
  );

  update public.groups as g set last_reference = g.last_reference + 1 where g.id = p_group
  returning g.reference_prefix || '-' || lpad(g.last_reference::text, greatest(3, length(g.last_reference::text)), '0') into the_reference;
  insert into public.people (group_id, first_name, last_initial, birth_year)
  values (p_group, btrim(p_first_name), upper(btrim(p_last_initial)), p_birth_year)
  returning id into the_person;
  insert into public.cases (id, group_id, person_id, organization_id, reference, cohort, stage, referent_id, created_by)
  values (p_id, p_group, the_person, my_organization, the_reference, p_cohort, p_stage, coalesce(p_referent, me), me);

  insert into public.circle_members (case_id, group_id, profile_id, reason, added_by)
  select p_id, p_group, k.profile_id, k.reason, me
  from (
    select me as profile_id, 'creator' as reason
    union all
    select p_referent, 'referent' where p_referent <> me
  ) as k;
  if p_agreement_form is not null then
    perform public.record_agreement(gen_random_uuid(), p_id, p_agreement_form, p_agreement_given_on, p_agreement_organizations);
  end if;
  insert into public.blockers (case_id, group_id, type_code, created_by)
  select p_id, p_group, t.code, me
  from (select distinct b.code from unnest(p_blockers) as b (code)) as t;
  if p_identity is not null then
    perform public.set_identity(p_id, p_identity);
  end if;
  return the_reference;
end;
$$;
comment on function public.create_case(uuid, uuid, text, text, integer, text, text, uuid, text[], text, date, uuid[], jsonb) is 'Opens a case and returns its reference; called again with the same id by the same person, changes nothing.';

create function public.count_similar_people(p_group uuid, p_first_name text, p_birth_year integer) returns integer
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  return (
    select count(*) from public.people as p
    where p.group_id = p_group and p.birth_year = p_birth_year
      and private.plain(p.first_name) = private.plain(p_first_name)
  );
end;
$$;
comment on function public.count_similar_people(uuid, text, integer) is 'How many people of a group have this first name and year of birth, whoever follows them: a count and nothing else.';

create function public.find_case(p_group uuid, p_reference text)
returns table (case_id uuid, access text, outline jsonb)
language sql stable security definer set search_path = ''
as $$
  select c.case_id,
    case when private.may_open_case(c.case_id) then 'circle' else 'outline' end,
    jsonb_build_object(
      'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort, 'stage', c.stage,
      'referentId', c.referent_id, 'blockers', coalesce(b.blockers, '[]')
    )
  from private.case_subjects as c
  left join private.masked_blockers as b on b.case_id = c.case_id
  where c.group_id = p_group and c.reference = p_reference
    and c.group_id = any ((select private.my_groups())::uuid[])
    and (c.shared or c.organization_id = (select private.my_organization()));
$$;
comment on function public.find_case(uuid, text) is 'A case by its reference: what the whole group may know of it, and whether the caller is in its circle.';

grant execute on function public.create_case(uuid, uuid, text, text, integer, text, text, uuid, text[], text, date, uuid[], jsonb) to authenticated;
grant execute on function public.count_similar_people(uuid, text, integer) to authenticated;
grant execute on function public.find_case(uuid, text) to authenticated;
