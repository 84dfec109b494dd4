-- Who may open a shared document. Asked as the caller on every opening, and again whenever access may have changed.

create function private.parse_document_name(name text, out kind text, out subject_id uuid, out organization_id uuid)
language plpgsql immutable set search_path = ''
as $$
declare
  id constant text := '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
begin
  if name ~ ('^(board|case|meeting|inbox):' || id || '$') or name ~ ('^(board-own|case-own):' || id || ':' || id || '$') then
    kind := split_part(name, ':', 1);
    subject_id := split_part(name, ':', 2)::uuid;
    organization_id := nullif(split_part(name, ':', 3), '')::uuid;
  end if;
end;
$$;
comment on function private.parse_document_name(text) is 'The parts of a document name; nulls when it is not one.';

create function private.document_access(name text) returns text
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
      -- Under the policies of the caller: no row for somebody without a mandate.
      select m.status into meeting_status from public.meetings as m where m.id = document.subject_id;
      return case when meeting_status is null then 'none' when meeting_status = 'closed' then 'read' else 'write' end;
    when 'inbox' then
      return case
        when document.subject_id = auth.uid() and private.my_organization() is not null then 'read'
        else 'none'
      end;
    else
      return 'none';
  end case;
end;
$$;
comment on function private.document_access(text) is 'What the caller may do with a document: none, read or write.';

create function private.document_subject_exists(name text) returns boolean
language sql stable set search_path = ''
as $$
  select case d.kind
      when 'board' then exists (select from public.groups as g where g.id = d.subject_id)
      when 'board-own' then exists (select from public.groups as g where g.id = d.subject_id)
      when 'case' then exists (select from public.cases as c where c.id = d.subject_id)
      when 'case-own' then exists (select from public.cases as c where c.id = d.subject_id)
      when 'meeting' then exists (select from public.meetings as m where m.id = d.subject_id)
      when 'inbox' then exists (select from public.profiles as p where p.id = d.subject_id)
      else false
    end
    and (d.organization_id is null or exists (select from public.organizations as o where o.id = d.organization_id))
  from private.parse_document_name(name) as d;
$$;
comment on function private.document_subject_exists(text) is 'Whether a document has something to be about.';

create function private.alive_sessions(ids uuid[]) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id
  from auth.sessions as s
  join auth.users as u on u.id = s.user_id
  where s.id = any (ids)
    and (s.not_after is null or s.not_after > now())
    and (u.banned_until is null or u.banned_until <= now())
    and u.deleted_at is null;
$$;
comment on function private.alive_sessions(uuid[]) is 'Sessions that have not ended. Definer: the schema of the sign-in service is out of reach of the sync server.';

grant execute on function private.parse_document_name(text) to authenticated;
grant execute on function private.document_access(text) to authenticated;
