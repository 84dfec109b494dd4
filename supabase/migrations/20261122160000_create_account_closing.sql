-- What an administrator needs for somebody who lost a device: their sessions end. And the journals by period.

create function public.end_sessions_of(p_profile uuid) returns uuid[]
language plpgsql security definer set search_path = ''
as $$
declare
  ended uuid[];
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(exists (select from public.profiles as p where p.id = p_profile), 'MA404');
  with gone as (
    delete from auth.sessions as s where s.user_id = p_profile returning s.id
  )
  select array_agg(g.id) into ended from gone as g;
  return coalesce(ended, '{}');
end;
$$;
comment on function public.end_sessions_of(uuid) is 'Signs somebody out everywhere, by an administrator; returns their sessions. Definer: sessions belong to the sign-in service.';

drop function public.list_access_journal(bigint, integer, uuid);
create function public.list_access_journal(p_before bigint, p_limit integer, p_profile uuid, p_from timestamptz, p_until timestamptz)
returns table (id bigint, at timestamptz, kind text, author jsonb, territory text, reference text)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  return query
    select e.id, e.at, e.kind, f.author, t.name, c.reference
    from public.access_events as e
    left join private.author_facts as f on f.profile_id = e.profile_id
    left join public.groups as g on g.id = e.group_id
    left join public.territories as t on t.id = g.territory_id
    left join public.cases as c on c.id = e.case_id
    where (p_before is null or e.id < p_before) and (p_profile is null or e.profile_id = p_profile)
      and (p_from is null or e.at >= p_from) and (p_until is null or e.at < p_until)
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_access_journal(bigint, integer, uuid, timestamptz, timestamptz) is 'Who opened what, latest first, for administrators: references of cases and nothing else of them.';

drop function public.list_change_journal(bigint, integer, uuid);
create function public.list_change_journal(p_before bigint, p_limit integer, p_profile uuid, p_from timestamptz, p_until timestamptz)
returns table (
  id bigint, at timestamptz, author jsonb, table_name text, operation text, fields text[], territory text, reference text
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  return query
    select e.id, e.at, f.author, e.table_name, e.operation, e.fields, t.name, c.reference
    from public.change_events as e
    left join private.author_facts as f on f.profile_id = e.profile_id
    left join public.groups as g on g.id = e.group_id
    left join public.territories as t on t.id = g.territory_id
    left join public.cases as c on c.id = e.case_id
    where (p_before is null or e.id < p_before) and (p_profile is null or e.profile_id = p_profile)
      and (p_from is null or e.at >= p_from) and (p_until is null or e.at < p_until)
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_change_journal(bigint, integer, uuid, timestamptz, timestamptz) is 'Who changed which fields, latest first, for administrators: references of cases and nothing else of them.';

grant execute on function public.end_sessions_of(uuid) to authenticated;
grant execute on function public.list_access_journal(bigint, integer, uuid, timestamptz, timestamptz) to authenticated;
grant execute on function public.list_change_journal(bigint, integer, uuid, timestamptz, timestamptz) to authenticated;
