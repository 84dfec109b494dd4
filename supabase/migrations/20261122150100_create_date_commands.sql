-- Commands of meetings, for the facilitators of a group: a kind of meeting, once a day; a date cancelled, and restored.
-- A meeting planned on the day of one that was cancelled is that one: its agenda was kept, and calendars know it already.

drop function public.create_meeting(uuid, uuid, timestamptz, timestamptz, text, text);
drop function private.refuse_unless_free(uuid, uuid, timestamptz, timestamptz);

create function private.longest_meeting() returns interval
language sql immutable
return interval '12 hours';
comment on function private.longest_meeting() is 'How long a meeting may be.';

create function private.refuse_unless_facilitator(p_group uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  perform private.refuse_unless(p_group = any (private.my_facilitated_groups()), 'MA403');
  -- One at a time per group, so that two meetings cannot take the same day at once.
  perform 1 from public.groups as g where g.id = p_group for no key update;
end;
$$;
comment on function private.refuse_unless_facilitator(uuid) is 'Refuses who does not prepare the meetings of a group, and has the others who do wait.';

create function private.refuse_unless_days_apart(p_group uuid, p_kind text) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(
    not exists (
      select from public.meetings as m
      where m.group_id = p_group and m.kind = p_kind
      group by private.day_in_france(m.starts_at) having count(*) > 1
    ),
    'MA409'
  );
end;
$$;
comment on function private.refuse_unless_days_apart(uuid, text) is 'Refuses two meetings of a kind on one day, cancelled ones included: they would have the same address.';

create function private.restore_on(
  p_group uuid, p_kind text, p_starts_at timestamptz, p_ends_at timestamptz, p_place text, p_video_url text, p_series uuid
) returns uuid
language sql volatile set search_path = ''
as $$
  update public.meetings as m
  set starts_at = p_starts_at, ends_at = p_ends_at, place = p_place, video_url = p_video_url, series_id = p_series,
    detached = false, cancelled_at = null
  where m.group_id = p_group and m.kind = p_kind and m.cancelled_at is not null
    and private.day_in_france(m.starts_at) = private.day_in_france(p_starts_at)
  returning m.id;
$$;
comment on function private.restore_on(uuid, text, timestamptz, timestamptz, text, text, uuid) is 'Plans the cancelled meeting of that kind and day again; null when there is none.';

create function public.create_meeting(
  p_id uuid, p_group uuid, p_starts_at timestamptz, p_ends_at timestamptz, p_place text, p_video_url text,
  p_kind text default 'operational'
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_place constant text := btrim(coalesce(p_place, ''));
  the_link constant text := nullif(btrim(p_video_url), '');
  restored uuid;
begin
  perform private.refuse_unless_facilitator(p_group);
  if exists (select from public.meetings as m where m.id = p_id and m.group_id = p_group and m.created_by = private.me()) then
    return p_id;
  end if;
  perform private.refuse_unless(p_ends_at > p_starts_at and p_ends_at <= p_starts_at + private.longest_meeting(), 'MA422');
  restored := private.restore_on(p_group, p_kind, p_starts_at, p_ends_at, the_place, the_link, null);
  if restored is not null then
    return restored;
  end if;
  insert into public.meetings (id, group_id, kind, starts_at, ends_at, place, video_url, created_by)
  values (p_id, p_group, p_kind, p_starts_at, p_ends_at, the_place, the_link, private.me());
  perform private.refuse_unless_days_apart(p_group, p_kind);
  return p_id;
end;
$$;
comment on function public.create_meeting(uuid, uuid, timestamptz, timestamptz, text, text, text) is 'Plans a meeting and returns it; called again with the same id, changes nothing.';

create or replace function public.set_meeting(p_meeting uuid, p_changes jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
  changed record;
  statuses constant text[] := array['draft', 'sent', 'running', 'closed'];
begin
  select m.group_id into old from public.meetings as m where m.id = p_meeting;
  perform private.refuse_unless_facilitator(old.group_id);
  select m.* into old from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless_keys(p_changes, array['startsAt', 'endsAt', 'place', 'videoUrl', 'status']);
  perform private.refuse_unless(old.status <> 'closed' and old.cancelled_at is null, 'MA409');
  perform private.refuse_unless(
    not p_changes ? 'status'
      or array_position(statuses, p_changes ->> 'status') >= array_position(statuses, old.status),
    'MA422'
  );
  update public.meetings as m set
    starts_at = coalesce((p_changes ->> 'startsAt')::timestamptz, m.starts_at),
    ends_at = coalesce((p_changes ->> 'endsAt')::timestamptz, m.ends_at),
    place = case when p_changes ? 'place' then btrim(coalesce(p_changes ->> 'place', '')) else m.place end,
    video_url = case when p_changes ? 'videoUrl' then nullif(btrim(p_changes ->> 'videoUrl'), '') else m.video_url end,
    status = coalesce(p_changes ->> 'status', m.status)
  where m.id = p_meeting
  returning m.starts_at, m.ends_at, m.place, m.video_url into changed;
  perform private.refuse_unless(changed.ends_at <= changed.starts_at + private.longest_meeting(), 'MA422');
  perform private.refuse_unless_days_apart(old.group_id, old.kind);
  update public.meetings as m set detached = true
  where m.id = p_meeting and m.series_id is not null
    and changed is distinct from (old.starts_at, old.ends_at, old.place, old.video_url);
  return old.group_id;
end;
$$;
comment on function public.set_meeting(uuid, jsonb) is 'Changes the hours, place, link or status of one meeting that is neither closed nor cancelled; returns its group.';

create function private.set_cancelled(p_meeting uuid, p_cancelled_at timestamptz) returns uuid
language plpgsql set search_path = ''
as $$
declare
  the_group uuid;
begin
  select m.group_id into the_group from public.meetings as m where m.id = p_meeting;
  perform private.refuse_unless_facilitator(the_group);
  update public.meetings as m set cancelled_at = p_cancelled_at
  where m.id = p_meeting and m.status in ('draft', 'sent');
  perform private.refuse_unless(found, 'MA409');
  return the_group;
end;
$$;
comment on function private.set_cancelled(uuid, timestamptz) is 'Cancels or restores a meeting that has not begun; returns its group.';

create function public.cancel_meeting(p_meeting uuid) returns uuid
language sql volatile security definer set search_path = ''
as $$
  select private.set_cancelled(p_meeting, now());
$$;
comment on function public.cancel_meeting(uuid) is 'Cancels one date; the agenda stays. Returns the group.';

create function public.restore_meeting(p_meeting uuid) returns uuid
language sql volatile security definer set search_path = ''
as $$
  select private.set_cancelled(p_meeting, null);
$$;
comment on function public.restore_meeting(uuid) is 'Takes back that a date was cancelled; returns the group.';

grant execute on function public.create_meeting(uuid, uuid, timestamptz, timestamptz, text, text, text) to authenticated;
grant execute on function public.cancel_meeting(uuid) to authenticated;
grant execute on function public.restore_meeting(uuid) to authenticated;
