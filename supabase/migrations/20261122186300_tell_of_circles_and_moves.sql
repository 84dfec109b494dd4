-- What is told of circles, blockers and moves, and how messages that could not leave are tried again.

-- One job at most for each message, so that every plan may ask again for all those that wait.
update jobs.queue set policy = 'exclusive' where name = 'mail-send';

create function private.waiting_mails(p_now timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
begin atomic
  select s.id from public.mail_sends as s
  where s.settled_at is null and s.created_at > p_now - interval '3 days'
  order by s.created_at
  limit 1000;
end;
comment on function private.waiting_mails(timestamptz) is 'Messages that did not leave, of the last three days.';

create or replace function private.take_mail(p_mail uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message record;
  lines jsonb;
begin
  -- Held until it is settled. Another process that was given the same job fails here, and comes back later.
  select s.id, s.profile_id, s.kind, s.created_at into message
  from public.mail_sends as s where s.id = p_mail and s.settled_at is null for update nowait;
  if message.id is null then
    return null;
  end if;
  select jsonb_agg(l.line order by l.at, l.line ->> 'reference') into lines
  from (
    select min(s.created_at) as at, jsonb_build_object(
      'kind', s.kind, 'reference', s.reference, 'territory', s.territory, 'startsAt', private.iso(s.starts_at)
    ) as line
    from private.standing_notices as s
    where s.mail_id = p_mail and s.pace <> 'never'
    group by s.kind, s.reference, s.territory, s.starts_at
  ) as l;
  if lines is null then
    update public.mail_sends as s set settled_at = now(), outcome = 'empty' where s.id = p_mail;
    update public.notices as n set settled_at = now() where n.mail_id = p_mail;
    return null;
  end if;
  insert into public.mail_settings (profile_id) values (message.profile_id) on conflict do nothing;
  return (
    select jsonb_build_object(
      'id', message.id, 'to', r.email, 'language', r.language, 'token', s.token, 'kind', message.kind,
      'createdAt', private.iso(message.created_at), 'lines', lines
    )
    from private.mail_readers as r
    join public.mail_settings as s on s.profile_id = r.profile_id
    where r.profile_id = message.profile_id
  );
end;
$$;
comment on function private.take_mail(uuid) is 'What a message says, from what its reader may know now; null when it left or has nothing to say any more.';

create function private.tell_of_circle_request() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.answered_at is null then
    perform private.tell(
      r.profile_id, 'circle', new.group_id, new.case_id, 'circle_request:' || new.id, new.profile_id
    )
    from private.case_readers as r
    left join private.referents as l on l.case_id = r.case_id
    where r.case_id = new.case_id and (l.referent_id is null or l.referent_id = r.profile_id);
  elsif new.accepted is not null then
    perform private.tell(
      new.profile_id, 'circle', new.group_id, new.case_id, 'circle_answer:' || new.id, new.answered_by
    );
  end if;
  return null;
end;
$$;
comment on function private.tell_of_circle_request() is 'Tells whom a request to join waits for, then whoever asked.';
create trigger tell_of_circle_request after insert or update of answered_at on public.circle_requests
for each row execute function private.tell_of_circle_request();

create function private.tell_of_handover() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.answered_at is null then
    perform private.tell(new.to_id, 'circle', new.group_id, new.case_id, 'handover:' || new.id, new.from_id);
  elsif new.accepted is not null then
    perform private.tell(new.from_id, 'circle', new.group_id, new.case_id, 'circle_answer:' || new.id, new.to_id);
  end if;
  return null;
end;
$$;
comment on function private.tell_of_handover() is 'Tells to whom a case is offered, then whoever offered it.';
create trigger tell_of_handover after insert or update of answered_at on public.handovers
for each row execute function private.tell_of_handover();

create function private.tell_of_circle_member() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.tell(
    new.profile_id, 'circle', new.group_id, new.case_id, 'circle:' || new.id, new.added_by
  )
  where new.added_by is not null
    -- Who asked to join is told of the answer.
    and not exists (
      select from public.circle_requests as q
      where q.case_id = new.case_id and q.profile_id = new.profile_id and (q.answered_at is null or q.answered_at = now())
    );
  return null;
end;
$$;
comment on function private.tell_of_circle_member() is 'Tells whoever is invited in a circle.';
create trigger tell_of_circle_member after insert on public.circle_members
for each row execute function private.tell_of_circle_member();

create function private.tell_of_blocker() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.status <> 'lifted' then
    if tg_op = 'INSERT' or new.carrier_id is distinct from old.carrier_id then
      perform private.tell(new.carrier_id, 'work', new.group_id, new.case_id, 'blocker:' || new.id);
    end if;
  elsif tg_op = 'UPDATE' and old.status <> 'lifted' then
    perform private.tell(
      p.profile_id, 'change', new.group_id, new.case_id, 'lifted:' || new.id || ':' || private.iso(new.status_changed_at)
    )
    from (
      select l.referent_id as profile_id from private.referents as l where l.case_id = new.case_id
      union
      select new.carrier_id
    ) as p;
  end if;
  return null;
end;
$$;
comment on function private.tell_of_blocker() is 'Tells who carries a blocker, and those concerned when it is lifted.';
create trigger tell_of_blocker after insert or update of carrier_id, status on public.blockers
for each row execute function private.tell_of_blocker();

create function private.tell_of_move() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.tell(l.referent_id, 'change', new.group_id, new.case_id, 'stage:' || new.id, new.changed_by)
  from private.referents as l where l.case_id = new.case_id;
  return null;
end;
$$;
comment on function private.tell_of_move() is 'Tells the référent that their case moved.';
create trigger tell_of_move after insert on public.stage_changes
for each row execute function private.tell_of_move();

-- Whoever wants no message about agendas gets no letter of one.
create or replace function private.agenda_recipients(p_meeting uuid) returns table (email text)
language sql stable security definer set search_path = ''
as $$
  select r.email
  from public.meetings as m
  join private.group_members as g on g.group_id = m.group_id
  join private.mail_readers as r on r.profile_id = g.profile_id
  where m.id = p_meeting and r.paces ->> 'agenda' <> 'never'
  order by r.email;
$$;
comment on function private.agenda_recipients(uuid) is 'Addresses of who works in the group of a meeting and wants its letters; read by the application only.';

grant execute on function private.waiting_mails(timestamptz) to maillage_system;
