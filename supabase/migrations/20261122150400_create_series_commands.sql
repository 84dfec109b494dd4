-- Commands of series, for the facilitators of a group: their dates are proposed by the page, and planned here.

create function private.refuse_unless_dates(p_dates date[]) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(
    cardinality(p_dates) between 1 and 60
      and (
        select count(distinct d.day) = count(*) and bool_and(d.day between private.today() and private.today() + 800)
        from unnest(p_dates) as d (day)
      ),
    'MA422'
  );
end;
$$;
comment on function private.refuse_unless_dates(date[]) is 'Refuses dates that are past, far away, twice there, none or too many.';

create function private.refuse_unless_series(p_settings jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless_keys(p_settings, array['weeks', 'start', 'end', 'place', 'videoUrl']);
  perform private.refuse_unless(p_settings ?& array['weeks', 'start', 'end', 'place', 'videoUrl'], 'MA422');
end;
$$;
comment on function private.refuse_unless_series(jsonb) is 'Refuses settings of a series that are not whole.';

create function private.plan_dates(p_series uuid, p_dates date[]) returns void
language plpgsql set search_path = ''
as $$
declare
  s record;
  planned date;
begin
  select e.* into s from public.meeting_series as e where e.id = p_series;
  foreach planned in array p_dates loop
    continue when private.restore_on(
      s.group_id, s.kind, (planned + s.starts_time) at time zone 'Europe/Paris',
      (planned + s.ends_time) at time zone 'Europe/Paris', s.place, s.video_url, s.id
    ) is not null;
    insert into public.meetings (group_id, kind, series_id, starts_at, ends_at, place, video_url, created_by)
    values (
      s.group_id, s.kind, s.id, (planned + s.starts_time) at time zone 'Europe/Paris',
      (planned + s.ends_time) at time zone 'Europe/Paris', s.place, s.video_url, private.me()
    );
  end loop;
  perform private.refuse_unless_days_apart(s.group_id, s.kind);
end;
$$;
comment on function private.plan_dates(uuid, date[]) is 'Plans meetings of a series on these days.';

create function public.create_meeting_series(
  p_id uuid, p_group uuid, p_kind text, p_settings jsonb, p_dates date[]
) returns uuid
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_facilitator(p_group);
  if exists (select from public.meeting_series as s where s.id = p_id and s.group_id = p_group and s.created_by = private.me()) then
    return p_id;
  end if;
  perform private.refuse_unless_series(p_settings);
  perform private.refuse_unless_dates(p_dates);
  perform private.refuse_unless(
    not exists (
      select from public.meeting_series as s where s.group_id = p_group and s.kind = p_kind and s.ended_at is null
    ),
    'MA409'
  );
  insert into public.meeting_series (id, group_id, kind, weeks, starts_time, ends_time, place, video_url, created_by)
  values (
    p_id, p_group, p_kind, (p_settings ->> 'weeks')::smallint, (p_settings ->> 'start')::time, (p_settings ->> 'end')::time,
    btrim(p_settings ->> 'place'), nullif(btrim(p_settings ->> 'videoUrl'), ''), private.me()
  );
  perform private.plan_dates(p_id, p_dates);
  return p_id;
end;
$$;
comment on function public.create_meeting_series(uuid, uuid, text, jsonb, date[]) is 'Opens the series of a kind, one at a time, and plans its first dates; called again with the same id, changes nothing.';

create function private.open_series(p_series uuid) returns uuid
language plpgsql set search_path = ''
as $$
declare
  s record;
begin
  select e.group_id into s from public.meeting_series as e where e.id = p_series;
  perform private.refuse_unless_facilitator(s.group_id);
  select e.group_id, e.ended_at into s from public.meeting_series as e where e.id = p_series for no key update;
  perform private.refuse_unless(s.ended_at is null, 'MA409');
  return s.group_id;
end;
$$;
comment on function private.open_series(uuid) is 'The group of a series that the caller may change; refuses otherwise.';

create function public.set_meeting_series(p_series uuid, p_from date, p_settings jsonb, p_dates date[]) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.open_series(p_series);
  moved integer;
begin
  perform private.refuse_unless_series(p_settings);
  perform private.refuse_unless_dates(p_dates);
  perform private.refuse_unless(p_from >= private.today(), 'MA422');
  update public.meeting_series as s set
    weeks = (p_settings ->> 'weeks')::smallint, starts_time = (p_settings ->> 'start')::time,
    ends_time = (p_settings ->> 'end')::time, place = btrim(p_settings ->> 'place'),
    video_url = nullif(btrim(p_settings ->> 'videoUrl'), '')
  where s.id = p_series;
  -- The meetings to come take the new days in order, with their agendas. When there are fewer days, the last meetings are
  -- cancelled on days that are left, so that none has the address of another.
  with coming as (
    select m.id, private.day_in_france(m.starts_at) as day, row_number() over (order by m.starts_at) as rank
    from public.meetings as m
    where m.series_id = p_series and m.status in ('draft', 'sent') and m.cancelled_at is null and not m.detached
      and private.day_in_france(m.starts_at) >= p_from
  ),
  days as (
    select d.day, row_number() over (order by d.day) as rank, false as cancelled from unnest(p_dates) as d (day)
    union all
    select c.day, cardinality(p_dates) + row_number() over (order by c.day desc), true
    from coming as c where c.day <> all (p_dates)
  ),
  changed as (
    update public.meetings as m set
      starts_at = (y.day + s.starts_time) at time zone 'Europe/Paris',
      ends_at = (y.day + s.ends_time) at time zone 'Europe/Paris',
      place = s.place, video_url = s.video_url,
      cancelled_at = case when y.cancelled then now() end
    from coming as c
    join days as y on y.rank = c.rank
    join public.meeting_series as s on s.id = p_series
    where m.id = c.id
    returning y.cancelled
  )
  select count(*) into moved from changed as c where not c.cancelled;
  perform private.plan_dates(p_series, array(
    select d.day from unnest(p_dates) as d (day) order by d.day offset moved
  ));
  return the_group;
end;
$$;
comment on function public.set_meeting_series(uuid, date, jsonb, date[]) is 'Changes a series from a day on: its meetings to come, but those that were changed by themselves or cancelled, take these days. Returns the group.';

create function public.end_meeting_series(p_series uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.open_series(p_series);
begin
  update public.meeting_series as s set ended_at = now() where s.id = p_series;
  update public.meetings as m set cancelled_at = now()
  where m.series_id = p_series and m.status in ('draft', 'sent') and m.cancelled_at is null and m.starts_at > now();
  return the_group;
end;
$$;
comment on function public.end_meeting_series(uuid) is 'Ends a series: its dates to come are cancelled. Returns the group.';

grant execute on function public.create_meeting_series(uuid, uuid, text, jsonb, date[]) to authenticated;
grant execute on function public.set_meeting_series(uuid, date, jsonb, date[]) to authenticated;
grant execute on function public.end_meeting_series(uuid) to authenticated;
