-- A request that was answered waits for nobody, and what was told is forgotten as journals are.

create or replace function private.is_over(p_profile uuid, p_key text) returns boolean
language sql stable security definer set search_path = ''
return case
  when split_part(p_key, ':', 2) !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then false
  else case split_part(p_key, ':', 1)
    when 'action' then exists (
      select from public.actions as a
      where a.id = split_part(p_key, ':', 2)::uuid and a.status in ('done', 'dropped')
    )
    when 'blocker' then exists (
      select from public.blockers as b
      where b.id = split_part(p_key, ':', 2)::uuid
        and (b.status = 'lifted' or b.carrier_id is distinct from p_profile)
    )
    when 'request' then exists (
      select from public.requests as r
      where r.id = split_part(p_key, ':', 2)::uuid and r.author_id <> p_profile
        and r.state in ('answered', 'declined', 'closed')
    )
    when 'circle_request' then not exists (
      select from private.open_requests as q where q.id = split_part(p_key, ':', 2)::uuid
    )
    when 'handover' then not exists (
      select from private.open_handovers as h where h.id = split_part(p_key, ':', 2)::uuid
    )
    else false
  end
end;

create or replace function private.note_morning(p_day date) returns void
language plpgsql set search_path = ''
as $$
begin
  delete from public.notices as n where n.settled_at is not null and n.created_at < now() - private.journal_retention();
  delete from public.mail_sends as s where s.settled_at is not null and s.created_at < now() - private.journal_retention();
  delete from public.mail_days as d where d.planned_at < now() - private.journal_retention();

  -- Once on its day, then each week that it is late.
  insert into public.notices (profile_id, kind, group_id, case_id, key)
  select r.profile_id, 'due', c.group_id, c.id,
    'due:' || (i.item ->> 'id') || ':' || (i.item ->> 'dueOn') || ':' || (p_day - (i.item ->> 'dueOn')::date) / 7
  from private.mail_readers as r
  cross join lateral private.inbox_of(r.profile_id) as o
  cross join lateral unnest(o.items) as i (item)
  join public.territories as t on t.slug = i.item ->> 'territory'
  join public.groups as g on g.territory_id = t.id
  join public.cases as c on c.group_id = g.id and c.reference = i.item -> 'case' ->> 'reference'
  where i.item ->> 'doneAt' is null and (i.item ->> 'dueOn')::date <= p_day
  on conflict (profile_id, key) do nothing;

  insert into public.notices (profile_id, kind, group_id, meeting_id, key)
  select m.profile_id, 'agenda', w.group_id, w.id, 'meeting:' || w.id
  from public.meetings as w
  join private.group_members as m on m.group_id = w.group_id
  where w.status in ('draft', 'sent') and w.cancelled_at is null
    and private.day_in_france(w.starts_at) between p_day + 1 and p_day + 3
  on conflict (profile_id, key) do nothing;
end;
$$;
comment on function private.note_morning(date) is 'Forgets what was told long ago, then notes what is due, and the meetings of the next three days.';
