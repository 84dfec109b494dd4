-- Minutes as they may be read now, whatever was sealed: names of today, and nothing of a case that is no longer shared.

create function private.case_name(p_case uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'reference', c.reference, 'initials', upper(left(p.first_name, 1)) || '. ' || upper(p.last_initial) || '.'
  )
  from public.cases as c join public.people as p on p.id = c.person_id where c.id = p_case;
$$;
comment on function private.case_name(uuid) is 'How minutes call a case.';

create function private.named_decisions(p_decisions jsonb, p_hidden uuid[]) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(
    (d.decision - 'caseId') || jsonb_build_object('status', private.decision_status((d.decision ->> 'id')::uuid))
      || coalesce(private.case_name((d.decision ->> 'caseId')::uuid), '{"reference": null, "initials": null}')
    order by d.place
  ), '[]')
  from jsonb_array_elements(p_decisions) with ordinality as d (decision, place)
  where d.decision ->> 'caseId' is null or (d.decision ->> 'caseId')::uuid <> all (p_hidden);
$$;
comment on function private.named_decisions(jsonb, uuid[]) is 'Decisions with how far they are today, without those on cases that are no longer shared.';

create function private.hidden_cases(p_content jsonb) returns uuid[]
language sql stable set search_path = ''
as $$
  select coalesce(array_agg(s.id), '{}') from (
    select distinct (e.value ->> 'caseId')::uuid as id
    from jsonb_array_elements((p_content -> 'items') || (p_content -> 'decisions')) as e
    where e.value ->> 'caseId' is not null
  ) as s
  where not exists (select from private.agreements_in_force as a where a.case_id = s.id);
$$;
comment on function private.hidden_cases(jsonb) is 'Cases of minutes that are no longer shared with the group.';

create function private.named_items(p_items jsonb, p_hidden uuid[]) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(
    case
      when e.item ->> 'caseId' is not null and (e.item ->> 'caseId')::uuid = any (p_hidden) then jsonb_build_object(
        'id', 'withdrawn:' || e.place, 'kind', 'case', 'withdrawn', true, 'title', '', 'question', '', 'notes', '',
        'minutes', 0, 'seconds', 0, 'state', 'todo', 'carried', null, 'reference', null, 'initials', null
      )
      else (e.item - 'caseId' - 'organizationIds') || '{"withdrawn": false}'
        || coalesce(private.case_name((e.item ->> 'caseId')::uuid), '{"reference": null, "initials": null}')
    end || jsonb_build_object('rank', e.place, 'mine', e.item -> 'organizationIds' ? private.my_organization()::text)
    order by e.place
  ), '[]')
  from jsonb_array_elements(p_items) with ordinality as e (item, place);
$$;
comment on function private.named_items(jsonb, uuid[]) is 'Items of minutes; of a case that is no longer shared, nothing but its rank. `mine`: it concerns the organisation of the caller.';

create function private.without_cases(p_text text, p_hidden uuid[]) returns text
language plpgsql stable set search_path = ''
as $$
declare
  said text;
  result text := p_text;
begin
  -- Letters, digits, hyphens and spaces only: no word of a regular expression, or of JSON, is among them.
  for said in
    select unnest(array[c.reference, p.first_name || ' ' || p.last_initial])
    from public.cases as c join public.people as p on p.id = c.person_id where c.id = any (p_hidden)
  loop
    if said ~ '^[[:alnum:] -]+$' then
      result := regexp_replace(result, '\m' || said || '\M', '…', 'g');
    end if;
  end loop;
  return result;
end;
$$;
comment on function private.without_cases(text, uuid[]) is 'A text in which cases that are no longer shared are not called by their reference or short name.';

create function private.people_of_minutes(p_group uuid, p_employers jsonb, p_ids uuid[]) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(p.id, jsonb_build_object(
    'name', btrim(p.first_name || ' ' || p.last_name), 'organization', case when o.sensitive then null else o.name end,
    'role', (select g.role from private.group_members as g where g.group_id = p_group and g.profile_id = p.id),
    'mine', o.id = private.my_organization()
  )), '{}')
  from public.profiles as p
  join public.organizations as o on o.id = coalesce((p_employers ->> p.id::text)::uuid, p.organization_id)
  where p.id = any (p_ids) or p_employers ? p.id::text;
$$;
comment on function private.people_of_minutes(uuid, jsonb, uuid[]) is 'Who is in minutes: the names of today, the employers of that day. A sensitive organisation is not named.';

create function private.names_of_group(p_group uuid, p_employers jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'professionals', (
      select coalesce(jsonb_agg(jsonb_build_array(p.first_name, p.last_name)), '[]') from public.profiles as p
      where p_employers ? p.id::text or exists (
        select from public.mandates as m where m.group_id = p_group and m.profile_id = p.id
      )
    ),
    'people', (
      select coalesce(jsonb_agg(distinct jsonb_build_array(p.first_name, p.last_initial)), '[]')
      from public.people as p where p.group_id = p_group
    )
  );
$$;
comment on function private.names_of_group(uuid, jsonb) is 'Names that a text for readers outside the group must not hold.';

create function private.previous_meeting(p_meeting uuid) returns uuid
language sql stable set search_path = ''
as $$
  select b.id from public.meetings as m
  join public.meetings as b on b.group_id = m.group_id and b.kind = m.kind and b.starts_at < m.starts_at
  where m.id = p_meeting and b.status = 'closed' and b.cancelled_at is null
  order by b.starts_at desc limit 1;
$$;
comment on function private.previous_meeting(uuid) is 'The last closed meeting of that kind before this one.';

create function public.read_minutes(p_meeting uuid, p_version integer, p_names boolean) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  the_meeting record;
  the_closing record;
  content jsonb;
  earlier jsonb;
  hidden uuid[];
  written jsonb;
begin
  select m.id, m.group_id, m.kind, m.status, m.starts_at, t.name as territory into the_meeting
  from public.meetings as m
  join public.groups as g on g.id = m.group_id
  join public.territories as t on t.id = g.territory_id
  where m.id = p_meeting;
  perform private.refuse_unless(the_meeting.group_id = any (private.my_groups()), 'MA404');
  select c.number, c.content into the_closing from public.meeting_closings as c
  where c.meeting_id = p_meeting and c.sealed_at is not null
    and case when p_version is null then c.reopened_at is null else c.number = p_version end;
  perform private.refuse_unless(p_version is null or the_closing.number is not null, 'MA404');
  content := coalesce(the_closing.content, private.minutes_content(p_meeting));
  earlier := private.decisions_of(private.previous_meeting(p_meeting));
  hidden := private.hidden_cases(jsonb_build_object('items', content -> 'items', 'decisions', (content -> 'decisions') || earlier));
  written := (content - 'items' - 'decisions' - 'employers') || jsonb_build_object(
    'meetingId', the_meeting.id, 'groupId', the_meeting.group_id, 'kind', the_meeting.kind, 'status', the_meeting.status,
    'territory', the_meeting.territory, 'version', the_closing.number,
    'items', private.named_items(content -> 'items', hidden),
    'decisions', private.named_decisions(content -> 'decisions', hidden),
    'previous', private.named_decisions(earlier, hidden),
    'addenda', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', a.id, 'text', a.text, 'at', private.iso(a.created_at), 'authorId', a.author_id
      ) order by a.created_at, a.id)
      from public.meeting_addenda as a where a.meeting_id = p_meeting
    ), '[]'),
    'versions', coalesce((
      select jsonb_agg(jsonb_build_object(
        'number', c.number, 'sealedAt', private.iso(c.sealed_at), 'reopenedAt', private.iso(c.reopened_at), 'reason', c.reason
      ) order by c.number)
      from public.meeting_closings as c where c.meeting_id = p_meeting and c.sealed_at is not null
    ), '[]'),
    'next', (
      select jsonb_build_object('startsAt', private.iso(n.starts_at), 'endsAt', private.iso(n.ends_at), 'place', n.place)
      from public.meetings as n
      where n.group_id = the_meeting.group_id and n.kind = the_meeting.kind and n.starts_at > the_meeting.starts_at
        and n.cancelled_at is null and n.status <> 'closed'
      order by n.starts_at limit 1
    )
  );
  written := private.without_cases(written::text, hidden)::jsonb;
  return written || jsonb_build_object(
    'people', private.people_of_minutes(the_meeting.group_id, content -> 'employers', array(
      select (d.value ->> 'ownerId')::uuid from jsonb_array_elements((written -> 'previous') || (written -> 'decisions')) as d
      union select (a.value ->> 'authorId')::uuid from jsonb_array_elements(written -> 'addenda') as a
    )),
    'names', case when p_names then private.names_of_group(the_meeting.group_id, content -> 'employers') end
  );
end;
$$;
comment on function public.read_minutes(uuid, integer, boolean) is 'Minutes of a meeting of the caller''s groups: the version in force or the one asked for, or what the tables hold until it is closed. With the names that readers outside the group must not find in them, if asked.';
grant execute on function public.read_minutes(uuid, integer, boolean) to authenticated;

create function public.list_decisions(p_group uuid, p_before uuid, p_limit integer, p_kind text, p_status text) returns setof jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.refuse_unless(p_group = any (private.my_groups()), 'MA404');
  return query
    select jsonb_build_object(
      'id', d.id, 'kind', d.kind, 'label', d.label, 'dueOn', d.due_on, 'status', s.status,
      'owner', case when d.owner_id is not null then
        private.people_of_minutes(p_group, '{}', array[d.owner_id]) -> d.owner_id::text end,
      'meetingId', d.meeting_id, 'meetingKind', m.kind, 'heldOn', private.day_in_france(m.starts_at),
      'at', private.iso(d.created_at), 'address', private.meeting_address(m.starts_at, m.kind)
    ) || coalesce(private.case_name(d.case_id), '{"reference": null, "initials": null}')
    from public.decisions as d
    join public.meetings as m on m.id = d.meeting_id
    cross join lateral (select private.decision_status(d.id) as status) as s
    left join public.decisions as b on b.id = p_before and b.group_id = p_group
    where d.group_id = p_group
      and (d.case_id is null or exists (select from private.agreements_in_force as a where a.case_id = d.case_id))
      and (p_kind is null or d.kind = p_kind) and (p_status is null or s.status = p_status)
      and (p_before is null or (d.created_at, d.id) < (b.created_at, b.id))
    order by d.created_at desc, d.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_decisions(uuid, uuid, integer, text, text) is 'What a group decided, latest first, without cases that are no longer shared.';
grant execute on function public.list_decisions(uuid, uuid, integer, text, text) to authenticated;
