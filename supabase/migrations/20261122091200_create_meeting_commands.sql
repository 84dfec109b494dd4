-- Meetings: planned by the facilitators of a group, one per day in France because their address is the day.

create function private.refuse_unless_free(p_group uuid, p_meeting uuid, p_starts_at timestamptz, p_ends_at timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(p_ends_at > p_starts_at and p_ends_at <= p_starts_at + interval '12 hours', 'MA422');
  -- One at a time per group, so that two meetings cannot take the same day at once.
  perform 1 from public.groups as g where g.id = p_group for no key update;
  perform private.refuse_unless(
    not exists (
      select from public.meetings as m
      where m.group_id = p_group and m.id <> p_meeting
        and (m.starts_at at time zone 'Europe/Paris')::date = (p_starts_at at time zone 'Europe/Paris')::date
    ),
    'MA409'
  );
end;
$$;
comment on function private.refuse_unless_free(uuid, uuid, timestamptz, timestamptz) is 'Refuses impossible hours and a second meeting on the same day.';

create function public.create_meeting(
  p_id uuid, p_group uuid, p_starts_at timestamptz, p_ends_at timestamptz, p_place text, p_video_url text
) returns uuid
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(p_group = any (private.my_facilitated_groups()), 'MA403');
  if exists (select from public.meetings as m where m.id = p_id and m.group_id = p_group and m.created_by = auth.uid()) then
    return p_id;
  end if;
  perform private.refuse_unless_free(p_group, p_id, p_starts_at, p_ends_at);
  insert into public.meetings (id, group_id, starts_at, ends_at, place, video_url, created_by)
  values (p_id, p_group, p_starts_at, p_ends_at, btrim(coalesce(p_place, '')), nullif(btrim(p_video_url), ''), auth.uid());
  return p_id;
end;
$$;
comment on function public.create_meeting(uuid, uuid, timestamptz, timestamptz, text, text) is 'Plans a meeting; called again with the same id, changes nothing.';

create function public.set_meeting(p_meeting uuid, p_changes jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
  statuses constant text[] := array['draft', 'sent', 'running', 'closed'];
begin
  select m.group_id, m.starts_at, m.ends_at, m.status into old from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless(old.group_id = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(old.group_id = any (private.my_facilitated_groups()), 'MA403');
  perform private.refuse_unless_keys(p_changes, array['startsAt', 'endsAt', 'place', 'videoUrl', 'status']);
  perform private.refuse_unless(old.status <> 'closed', 'MA409');
  perform private.refuse_unless(
    not p_changes ? 'status'
      or array_position(statuses, p_changes ->> 'status') >= array_position(statuses, old.status),
    'MA422'
  );
  perform private.refuse_unless_free(
    old.group_id, p_meeting,
    coalesce((p_changes ->> 'startsAt')::timestamptz, old.starts_at), coalesce((p_changes ->> 'endsAt')::timestamptz, old.ends_at)
  );
  update public.meetings as m set
    starts_at = coalesce((p_changes ->> 'startsAt')::timestamptz, m.starts_at),
    ends_at = coalesce((p_changes ->> 'endsAt')::timestamptz, m.ends_at),
    place = case when p_changes ? 'place' then btrim(coalesce(p_changes ->> 'place', '')) else m.place end,
    video_url = case when p_changes ? 'videoUrl' then nullif(btrim(p_changes ->> 'videoUrl'), '') else m.video_url end,
    status = coalesce(p_changes ->> 'status', m.status)
  where m.id = p_meeting;
  return old.group_id;
end;
$$;
comment on function public.set_meeting(uuid, jsonb) is 'Changes the hours, place, link or status of a meeting that is not closed; returns its group.';

create function public.list_meeting_dates(p_group uuid)
returns table (meeting_id uuid, starts_at timestamptz, ends_at timestamptz, held_on date, status text)
language sql stable security definer set search_path = ''
as $$
  select m.id, m.starts_at, m.ends_at, (m.starts_at at time zone 'Europe/Paris')::date, m.status
  from public.meetings as m
  where m.group_id = p_group and p_group = any (private.my_groups_of_any_role())
  order by m.starts_at;
$$;
comment on function public.list_meeting_dates(uuid) is 'When a group meets: all that an observer may know of a meeting.';

grant execute on function public.create_meeting(uuid, uuid, timestamptz, timestamptz, text, text) to authenticated;
grant execute on function public.set_meeting(uuid, jsonb) to authenticated;
grant execute on function public.list_meeting_dates(uuid) to authenticated;
