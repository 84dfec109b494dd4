-- What writes the journal of access, and who reads the two: the circle those of its case, administrators who, when and
-- which case, by its reference, and nothing of what is in it.

create or replace function private.document_access(name text) returns text
language plpgsql stable set search_path = ''
as $$
declare
  document record;
  meeting_status text;
begin
  select d.kind, d.subject_id, d.organization_id into document from private.parse_document_name(name) as d;
  if document.organization_id <> private.my_organization() then
    return 'none';
  end if;
  case document.kind
    when 'board', 'board-own' then
      return case when document.subject_id = any (private.my_groups()) then 'write' else 'none' end;
    when 'case', 'case-own' then
      return case when private.may_open_case(document.subject_id) then 'write' else 'none' end;
    when 'meeting' then
      -- Not left to the policies: open_document asks as the definer, for whom there are none.
      select m.status into meeting_status from public.meetings as m
      where m.id = document.subject_id and m.group_id = any (private.my_groups());
      return case when meeting_status is null then 'none' when meeting_status = 'closed' then 'read' else 'write' end;
    when 'inbox' then
      return case
        when document.subject_id = private.me() and private.my_organization() is not null then 'read'
        else 'none'
      end;
    else
      return 'none';
  end case;
end;
$$;

create function private.note_access(p_kind text, p_subject uuid, p_organization uuid) returns void
language plpgsql set search_path = ''
as $$
declare
  the_session constant uuid := private.my_session();
begin
  -- A page and its socket open a document at once: the second waits, and sees the entry of the first.
  perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', the_session, p_kind, p_subject), 0));
  insert into public.access_events (profile_id, session_id, kind, group_id, case_id, meeting_id, organization_id)
  select auth.uid(), the_session, p_kind,
    coalesce(c.group_id, m.group_id, p_subject), c.id, m.id, p_organization
  from (select p_subject as id) as s
  left join public.cases as c on p_kind in ('case', 'case-own', 'identity') and c.id = s.id
  left join public.meetings as m on p_kind = 'meeting' and m.id = s.id
  where p_kind = 'identity' or not exists (
    select from public.access_events as e
    where e.session_id = the_session and e.kind = p_kind and e.at > now() - private.journal_pause()
      and coalesce(e.case_id, e.meeting_id, e.group_id) = p_subject
  );
end;
$$;
comment on function private.note_access(text, uuid, uuid) is 'Notes that the caller opened something: a document once in a while, an identity each time.';

create function private.open_document(p_name text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  access constant text := private.document_access(p_name);
  document record;
begin
  select d.kind, d.subject_id, d.organization_id into document from private.parse_document_name(p_name) as d;
  -- One's own inbox tells nothing of anybody.
  if access <> 'none' and document.kind <> 'inbox' then
    perform private.note_access(document.kind, document.subject_id, document.organization_id);
  end if;
  return access;
end;
$$;
comment on function private.open_document(text) is 'What the caller may do with a document, which they open: noted in the same transaction. Definer: nobody writes the journal.';

create or replace function public.view_identity(p_case uuid)
returns table (first_name text, last_name text, birth_year smallint, phone text, email text)
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.group_of_my_case(p_case);
  perform private.refuse_unless(private.second_factor_proved(), 'MA403');
  perform private.note_access('identity', p_case, null);
  return query
    select p.first_name, i.last_name, p.birth_year, i.phone, i.email
    from public.cases as c
    join public.people as p on p.id = c.person_id
    left join public.person_identities as i on i.person_id = p.id
    where c.id = p_case;
end;
$$;
comment on function public.view_identity(uuid) is 'The full identity of a person, for who is in the circle and proved their second factor; the view is recorded with it.';

drop table public.identity_views;

create function private.page_size(p_limit integer) returns integer
language sql immutable
return least(greatest(coalesce(p_limit, 50), 1), 100);
comment on function private.page_size(integer) is 'How many entries one page of a journal holds.';

create function public.list_case_access(p_case uuid, p_before bigint, p_limit integer)
returns table (id bigint, at timestamptz, kind text, author jsonb)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.group_of_my_case(p_case);
  return query
    select e.id, e.at, e.kind, f.author
    from public.access_events as e
    left join private.author_facts as f on f.profile_id = e.profile_id
    where e.case_id = p_case and (p_before is null or e.id < p_before)
      and (e.organization_id is null or e.organization_id = private.my_organization())
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_case_access(uuid, bigint, integer) is 'Who opened a case, its notes or its identity, latest first, for its circle; the note of an organisation, for that organisation.';

create function public.list_case_changes(p_case uuid, p_before bigint, p_limit integer)
returns table (id bigint, at timestamptz, author jsonb, table_name text, row_id text, operation text, fields text[])
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.group_of_my_case(p_case);
  return query
    select e.id, e.at, f.author, e.table_name, e.row_id, e.operation, e.fields
    from public.change_events as e
    left join private.author_facts as f on f.profile_id = e.profile_id
    where e.case_id = p_case and (p_before is null or e.id < p_before)
      and (e.organization_id is null or e.organization_id = private.my_organization())
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_case_changes(uuid, bigint, integer) is 'Who changed which fields of a case, latest first, for its circle.';

create function public.list_access_journal(p_before bigint, p_limit integer, p_profile uuid)
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
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_access_journal(bigint, integer, uuid) is 'Who opened what, latest first, for administrators: references of cases and nothing else of them.';

create function public.list_change_journal(p_before bigint, p_limit integer, p_profile uuid)
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
    order by e.id desc
    limit private.page_size(p_limit);
end;
$$;
comment on function public.list_change_journal(bigint, integer, uuid) is 'Who changed which fields, latest first, for administrators: references of cases and nothing else of them.';

create function private.purge_journals() returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  purged integer := 0;
  deleted integer;
begin
  -- One process at a time; the others have nothing to do.
  if not pg_try_advisory_xact_lock(706173) then
    return 0;
  end if;
  delete from public.access_events as e where e.at < now() - private.journal_retention();
  get diagnostics purged = row_count;
  delete from public.change_events as e where e.at < now() - private.journal_retention();
  get diagnostics deleted = row_count;
  delete from public.session_states as s
  where s.active_at < now() - interval '1 day' and not exists (select from auth.sessions as a where a.id = s.session_id);
  return purged + deleted;
end;
$$;
comment on function private.purge_journals() is 'Deletes what the journals kept for long enough, and the states of sessions that are gone; returns how many entries. Definer: nobody deletes from the journals.';

grant execute on function private.open_document(text) to authenticated;
grant execute on function public.list_case_access(uuid, bigint, integer) to authenticated;
grant execute on function public.list_case_changes(uuid, bigint, integer) to authenticated;
grant execute on function public.list_access_journal(bigint, integer, uuid) to authenticated;
grant execute on function public.list_change_journal(bigint, integer, uuid) to authenticated;
grant execute on function private.purge_journals() to maillage_system;
