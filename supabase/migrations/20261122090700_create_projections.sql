-- What tables need of the documents. Run by the sync server in the transaction that stores an update: people write the
-- documents, so an id that does not belong to the subject of the document projects nothing and fails nothing.

create function private.project_stage(p_document text, p_case uuid, p_stage text, p_by uuid, p_at timestamptz) returns boolean
language plpgsql set search_path = ''
as $$
declare
  placed record;
begin
  select c.id, c.group_id, c.stage, c.stage_since into placed
  from public.cases as c
  where c.id = p_case
    and (
      p_document = 'board-own:' || c.group_id || ':' || c.organization_id
      or (
        p_document = 'board:' || c.group_id
        and exists (select from private.agreements_in_force as a where a.case_id = c.id)
      )
    )
  for no key update;
  if placed.id is null or placed.stage = p_stage
    or p_stage not in ('outreach', 'diagnosis', 'unblocking', 'project', 'employment', 'exit') then
    return false;
  end if;
  update public.cases as c set stage = p_stage, stage_since = greatest(p_at, placed.stage_since) where c.id = p_case;
  insert into public.stage_changes (case_id, group_id, from_stage, to_stage, changed_by, changed_at)
  values (
    p_case, placed.group_id, placed.stage, p_stage,
    (select p.id from public.profiles as p where p.id = p_by), greatest(p_at, placed.stage_since)
  );
  return true;
end;
$$;
comment on function private.project_stage(text, uuid, text, uuid, timestamptz) is 'A card of that board moved; true when its case changed stage.';

create function private.project_mentions(p_document text, p_mentions jsonb) returns uuid[]
language plpgsql set search_path = ''
as $$
declare
  document record;
  targets uuid[];
  gone uuid[];
begin
  select d.kind, d.organization_id,
    coalesce(c.group_id, m.group_id) as group_id, c.id as case_id, m.id as meeting_id
  into document
  from private.parse_document_name(p_document) as d
  left join public.cases as c on d.kind in ('case', 'case-own') and c.id = d.subject_id
  left join public.meetings as m on d.kind = 'meeting' and m.id = d.subject_id;
  if document.group_id is null then
    return '{}';
  end if;

  with removed as (
    delete from public.mentions as n
    where n.document_name = p_document
      and n.id not in (select (e.mention ->> 'id')::uuid from jsonb_array_elements(p_mentions) as e (mention))
    returning n.target_id
  )
  select coalesce(array_agg(r.target_id), '{}') into gone from removed as r;

  with given as (
    select distinct on (e.mention ->> 'id') (e.mention ->> 'id')::uuid as id, (e.mention ->> 'targetId')::uuid as target_id,
      (e.mention ->> 'authorId')::uuid as author_id, left(e.mention ->> 'excerpt', 300) as excerpt
    from jsonb_array_elements(p_mentions) as e (mention)
    order by e.mention ->> 'id'
  ),
  allowed as (
    select g.id, g.target_id, coalesce(k.author_id, a.id) as author_id, case when document.meeting_id is not null or (
      exists (select from private.case_readers as r where r.case_id = document.case_id and r.profile_id = g.target_id)
      and (document.organization_id is null or document.organization_id = t.organization_id)
    ) then g.excerpt end as excerpt
    from given as g
    join private.group_members as f on f.group_id = document.group_id and f.profile_id = g.target_id
    join public.profiles as t on t.id = g.target_id
    left join public.profiles as a on a.id = g.author_id
    left join public.mentions as k on k.id = g.id
    left join private.case_subjects as c on c.case_id = document.case_id
    where coalesce(k.author_id, a.id) is not null
      and (document.case_id is null or c.shared or c.organization_id = t.organization_id)
  ),
  stored as (
    insert into public.mentions as n (id, group_id, case_id, meeting_id, organization_id, document_name, author_id, target_id, excerpt)
    select a.id, document.group_id, document.case_id, document.meeting_id, document.organization_id, p_document,
      a.author_id, a.target_id, a.excerpt
    from allowed as a
    on conflict (id) do update set excerpt = excluded.excerpt
    where n.document_name = excluded.document_name and n.target_id = excluded.target_id
      and n.excerpt is distinct from excluded.excerpt
    returning n.target_id
  )
  select coalesce(array_agg(distinct c.target_id), '{}') into targets
  from (select s.target_id from stored as s union select g.target_id from unnest(gone) as g (target_id)) as c;
  return targets;
end;
$$;
comment on function private.project_mentions(text, jsonb) is 'The mentions that a document holds now; returns the people whose inbox changed.';

create function private.project_agenda(p_meeting uuid, p_items jsonb) returns uuid[]
language plpgsql set search_path = ''
as $$
declare
  meeting record;
  before uuid[];
  after uuid[];
begin
  select m.id, m.group_id into meeting
  from public.meetings as m where m.id = p_meeting and m.status <> 'closed';
  if meeting.id is null then
    return '{}';
  end if;
  before := array(select i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null);

  delete from public.agenda_items as i
  where i.meeting_id = p_meeting
    and i.item_id not in (select e.item ->> 'itemId' from jsonb_array_elements(p_items) as e (item));

  insert into public.agenda_items as i (meeting_id, item_id, group_id, kind, case_id, title, question, minutes, rank)
  select distinct on (e.item ->> 'itemId') p_meeting, e.item ->> 'itemId', meeting.group_id, e.item ->> 'kind', c.id,
    left(e.item ->> 'title', 200), left(e.item ->> 'question', 200),
    least(greatest(coalesce((e.item ->> 'minutes')::numeric, 0), 0), 600)::smallint, (e.item ->> 'rank')::smallint
  from jsonb_array_elements(p_items) as e (item)
  left join public.cases as c on c.id = (e.item ->> 'caseId')::uuid and c.group_id = meeting.group_id
    and exists (select from private.agreements_in_force as a where a.case_id = c.id)
  where length(e.item ->> 'itemId') between 1 and 80
    and (e.item ->> 'caseId' is null or c.id is not null)
  order by e.item ->> 'itemId', (e.item ->> 'rank')::smallint
  on conflict (meeting_id, item_id) do update
  set kind = excluded.kind, case_id = excluded.case_id, title = excluded.title, question = excluded.question,
    minutes = excluded.minutes, rank = excluded.rank
  where (i.kind, i.case_id, i.title, i.question, i.minutes, i.rank)
    is distinct from (excluded.kind, excluded.case_id, excluded.title, excluded.question, excluded.minutes, excluded.rank);

  after := array(select i.case_id from public.agenda_items as i where i.meeting_id = p_meeting and i.case_id is not null);
  return array(
    (select b.id from unnest(before) as b (id) except select a.id from unnest(after) as a (id))
    union
    (select a.id from unnest(after) as a (id) except select b.id from unnest(before) as b (id))
  );
end;
$$;
comment on function private.project_agenda(uuid, jsonb) is 'The agenda of a meeting as its document holds it; returns the cases that came or left.';
