-- Commands of a meeting that runs. The row of the meeting is locked first, so that of two people who press « next » at
-- once the second asks from an item that is no longer the current one, and nothing runs beside the closing.

create function private.lead_meeting(p_meeting uuid) returns public.meeting_runs
language plpgsql set search_path = ''
as $$
declare
  the_meeting record;
  the_run public.meeting_runs;
begin
  select m.group_id, m.status into the_meeting from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless(the_meeting.group_id = any (private.my_groups()), 'MA404');
  select r.* into the_run from public.meeting_runs as r where r.meeting_id = p_meeting;
  perform private.refuse_unless(
    the_run.facilitator_id = private.me() or the_meeting.group_id = any (private.my_facilitated_groups()), 'MA403'
  );
  perform private.refuse_unless(the_meeting.status = 'running' and the_run.meeting_id is not null, 'MA409');
  return the_run;
end;
$$;
comment on function private.lead_meeting(uuid) is 'The course of a meeting that runs, for whoever leads it and the facilitators of its group; the others wait.';

create function private.set_run_item(p_run public.meeting_runs, p_item text, p_state text, p_seconds double precision) returns void
language sql volatile set search_path = ''
as $$
  insert into public.run_items as i (meeting_id, item_id, group_id, state, spent)
  values (p_run.meeting_id, p_item, p_run.group_id, coalesce(p_state, 'todo'), p_seconds)
  on conflict (meeting_id, item_id) do update
  set state = coalesce(p_state, i.state), spent = round((i.spent + p_seconds)::numeric, 3)::double precision;
$$;
comment on function private.set_run_item(public.meeting_runs, text, text, double precision) is 'Adds seconds to an item and, unless it is null, sets its state.';

create function private.count_time(p_run public.meeting_runs, p_at timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_run.item_id is not null and p_run.since is not null then
    perform private.set_run_item(
      p_run, p_run.item_id, null, round(greatest(extract(epoch from p_at - p_run.since), 0), 3)::double precision
    );
  end if;
end;
$$;
comment on function private.count_time(public.meeting_runs, timestamptz) is 'Adds to the current item the time since it became current or the pause ended.';

create function private.refuse_unless_on_agenda(p_meeting uuid, p_item text) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse_unless(
    exists (select from public.agenda_items as i where i.meeting_id = p_meeting and i.item_id = p_item), 'MA404'
  );
end;
$$;
comment on function private.refuse_unless_on_agenda(uuid, text) is 'Refuses an item that the agenda does not hold.';

create function private.make_current(p_run public.meeting_runs, p_item text) returns void
language plpgsql set search_path = ''
as $$
declare
  the_moment constant timestamptz := clock_timestamp();
begin
  if p_item is not null then
    perform private.refuse_unless_on_agenda(p_run.meeting_id, p_item);
  end if;
  perform private.count_time(p_run, the_moment);
  -- Whoever comes back to what was postponed looks at it after all.
  update public.run_items as i set state = 'todo'
  where i.meeting_id = p_run.meeting_id and i.item_id = p_item and i.state = 'postponed';
  update public.meeting_runs as r
  set item_id = p_item, since = case when r.since is not null then the_moment end
  where r.meeting_id = p_run.meeting_id;
end;
$$;
comment on function private.make_current(public.meeting_runs, text) is 'Leaves the current item for another of the agenda, or for none; a pause goes on.';

create function public.start_meeting(p_meeting uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_meeting record;
begin
  select m.group_id into the_meeting from public.meetings as m where m.id = p_meeting;
  perform private.refuse_unless_facilitator(the_meeting.group_id);
  select m.group_id, m.status, m.cancelled_at into the_meeting
  from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless(the_meeting.status <> 'closed' and the_meeting.cancelled_at is null, 'MA409');
  insert into public.meeting_runs (meeting_id, group_id, facilitator_id, item_id)
  values (
    p_meeting, the_meeting.group_id, private.me(),
    (select i.item_id from public.agenda_items as i where i.meeting_id = p_meeting order by i.rank, i.item_id limit 1)
  )
  on conflict (meeting_id) do nothing;
  update public.meetings as m set status = 'running' where m.id = p_meeting and m.status <> 'running';
  return the_meeting.group_id;
end;
$$;
comment on function public.start_meeting(uuid) is 'Begins a meeting with its first item; one that runs stays as it is. Returns its group.';

create function public.go_to_item(p_meeting uuid, p_from text, p_to text, p_done boolean) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  the_run constant public.meeting_runs := private.lead_meeting(p_meeting);
begin
  if the_run.item_id is distinct from p_from then
    return false;
  end if;
  if p_from is distinct from p_to then
    perform private.make_current(the_run, p_to);
  end if;
  if p_done and p_from is not null then
    perform private.set_run_item(the_run, p_from, 'done', 0);
  end if;
  return true;
end;
$$;
comment on function public.go_to_item(uuid, text, text, boolean) is 'Makes an item current, unless another one than the asker saw is; says whether it did.';

create function public.pause_meeting(p_meeting uuid, p_paused boolean) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_run constant public.meeting_runs := private.lead_meeting(p_meeting);
  the_moment constant timestamptz := clock_timestamp();
begin
  if p_paused then
    perform private.count_time(the_run, the_moment);
  end if;
  update public.meeting_runs as r set since = case when not p_paused then coalesce(r.since, the_moment) end
  where r.meeting_id = p_meeting;
end;
$$;
comment on function public.pause_meeting(uuid, boolean) is 'Stops or continues the time of the current item.';

create function public.extend_item(p_meeting uuid, p_item text, p_total integer) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_run constant public.meeting_runs := private.lead_meeting(p_meeting);
begin
  perform private.refuse_unless_on_agenda(p_meeting, p_item);
  perform private.set_run_item(the_run, p_item, null, 0);
  update public.run_items as i set extra = greatest(i.extra, p_total)
  where i.meeting_id = p_meeting and i.item_id = p_item;
end;
$$;
comment on function public.extend_item(uuid, text, integer) is 'Gives an item minutes up to a total besides those planned, so that asking twice gives them once.';

create function public.postpone_item(p_meeting uuid, p_item text, p_to text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_run constant public.meeting_runs := private.lead_meeting(p_meeting);
begin
  perform private.refuse_unless_on_agenda(p_meeting, p_item);
  if the_run.item_id = p_item then
    perform private.refuse_unless(p_to is distinct from p_item, 'MA422');
    perform private.make_current(the_run, p_to);
  end if;
  perform private.set_run_item(the_run, p_item, 'postponed', 0);
end;
$$;
comment on function public.postpone_item(uuid, text, text) is 'Leaves an item for another meeting; from the current one, goes on to another.';

create function public.restore_item(p_meeting uuid, p_item text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lead_meeting(p_meeting);
  update public.run_items as i set state = 'todo' where i.meeting_id = p_meeting and i.item_id = p_item;
end;
$$;
comment on function public.restore_item(uuid, text) is 'Puts an item back among those to do.';

create function public.hand_over_facilitation(p_meeting uuid, p_to uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_run constant public.meeting_runs := private.lead_meeting(p_meeting);
begin
  perform private.refuse_unless(
    exists (select from private.group_members as m where m.group_id = the_run.group_id and m.profile_id = p_to), 'MA422'
  );
  update public.meeting_runs as r set facilitator_id = p_to where r.meeting_id = p_meeting;
end;
$$;
comment on function public.hand_over_facilitation(uuid, uuid) is 'Has somebody who works in the group lead from now on.';

create function public.take_facilitation(p_meeting uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_run constant public.meeting_runs := private.lead_meeting(p_meeting);
begin
  update public.meeting_runs as r set facilitator_id = private.me() where r.meeting_id = the_run.meeting_id;
end;
$$;
comment on function public.take_facilitation(uuid) is 'Has the caller lead from now on, also when whoever led is gone.';

grant execute on function public.start_meeting(uuid) to authenticated;
grant execute on function public.go_to_item(uuid, text, text, boolean) to authenticated;
grant execute on function public.pause_meeting(uuid, boolean) to authenticated;
grant execute on function public.extend_item(uuid, text, integer) to authenticated;
grant execute on function public.postpone_item(uuid, text, text) to authenticated;
grant execute on function public.restore_item(uuid, text) to authenticated;
grant execute on function public.hand_over_facilitation(uuid, uuid) to authenticated;
grant execute on function public.take_facilitation(uuid) to authenticated;

-- A meeting runs once it is started, and is closed once it is ended: whoever changes its hours does neither.
create or replace function public.set_meeting(p_meeting uuid, p_changes jsonb) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
  changed record;
begin
  select m.group_id into old from public.meetings as m where m.id = p_meeting;
  perform private.refuse_unless_facilitator(old.group_id);
  select m.* into old from public.meetings as m where m.id = p_meeting for no key update;
  perform private.refuse_unless_keys(p_changes, array['startsAt', 'endsAt', 'place', 'videoUrl', 'status']);
  perform private.refuse_unless(old.status <> 'closed' and old.cancelled_at is null, 'MA409');
  perform private.refuse_unless(
    not p_changes ? 'status' or p_changes ->> 'status' = old.status
      or (old.status = 'draft' and p_changes ->> 'status' = 'sent'),
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
comment on function public.set_meeting(uuid, jsonb) is 'Changes the hours, place or link of one meeting that is neither closed nor cancelled, or sends it; returns its group.';
