create function public.find_colleagues_by_email(p_group uuid, p_emails text[]) returns table (profile_id uuid, email text)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(cardinality(p_emails) <= 5000, 'MA422');
  return query
    select p.id, lower(u.email::text)
    from private.group_members as m
    join public.profiles as p on p.id = m.profile_id
    join auth.users as u on u.id = p.id
    where m.group_id = p_group and p.organization_id = private.my_organization()
      and lower(u.email::text) in (select lower(e.address) from unnest(p_emails) as e (address));
end;
$$;
comment on function public.find_colleagues_by_email(uuid, text[]) is 'Who, of the caller''s organisation in a group, has one of these addresses: a file names its référents by them. Gives back nothing that was not asked.';
grant execute on function public.find_colleagues_by_email(uuid, text[]) to authenticated;
