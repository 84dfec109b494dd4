-- Requests: what somebody asks of a colleague or of an organisation, by a mention in a text or about a blocker, and what
-- becomes of it. A mention is in the text only as long as the text says it; its request lives on, without the words.

alter table public.mentions
  alter column target_id drop not null,
  add column target_organization_id uuid references public.organizations (id),
  add constraint mentions_one_target check (num_nonnulls(target_id, target_organization_id) = 1);
comment on column public.mentions.target_organization_id is 'The organisation that is called, when it is not one person.';
create index mentions_target_organization_id on public.mentions (target_organization_id);

create table public.requests (
  id uuid primary key,
  group_id uuid not null references public.groups (id),
  case_id uuid,
  meeting_id uuid,
  blocker_id uuid,
  own_organization_id uuid references public.organizations (id),
  document_name text,
  author_id uuid not null references public.profiles (id),
  target_id uuid references public.profiles (id),
  target_organization_id uuid references public.organizations (id),
  words text check (length(words) between 1 and 300),
  due_on date,
  state text not null default 'asked' check (state in ('asked', 'seen', 'taken', 'answered', 'declined', 'closed')),
  taken_by uuid references public.profiles (id),
  answered_by uuid references public.profiles (id),
  answer text check (length(answer) between 1 and 1000),
  decline_reason text check (decline_reason in ('not_my_role', 'no_capacity', 'missing_information', 'other')),
  created_at timestamptz not null default now(),
  asked_at timestamptz not null default now(),
  seen_at timestamptz,
  taken_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  reminded_at timestamptz,
  removed_at timestamptz,
  check (num_nonnulls(case_id, meeting_id) = 1),
  check (num_nonnulls(target_id, target_organization_id) <= 1),
  check (blocker_id is null or case_id is not null),
  check (own_organization_id is null or case_id is not null),
  check ((state in ('answered', 'declined')) <= (answered_at is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  unique (id, group_id),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade,
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade,
  foreign key (blocker_id, group_id) references public.blockers (id, group_id) on delete set null (blocker_id)
);
comment on table public.requests is 'What is asked of a colleague, an organisation or a guest, with its life. `own_organization_id`: asked in the note of one organisation. `document_name`: of a mention. `asked_at`: or asked again. `removed_at`: its words left the text.';
create index requests_group_id on public.requests (group_id);
create index requests_case_id on public.requests (case_id, group_id);
create index requests_meeting_id on public.requests (meeting_id, group_id);
create index requests_blocker_id on public.requests (blocker_id, group_id);
create index requests_own_organization_id on public.requests (own_organization_id);
create index requests_author_id on public.requests (author_id);
create index requests_target_id on public.requests (target_id);
create index requests_target_organization_id on public.requests (target_organization_id);
create index requests_taken_by on public.requests (taken_by);
create index requests_answered_by on public.requests (answered_by);
create index requests_waiting on public.requests (case_id) where state in ('asked', 'seen', 'taken');

alter table public.requests enable row level security;
revoke all on public.requests from public, anon, authenticated, service_role;
grant select on public.requests to authenticated;
grant select on public.requests to maillage_system;

create policy "the circle sees what is asked about a case" on public.requests
for select to authenticated
using (
  case_id = any ((select private.my_circle_cases())::uuid[])
  and (own_organization_id is null or own_organization_id = (select private.my_organization()))
);

create policy "a member sees what is asked in the meetings of their groups" on public.requests
for select to authenticated
using (meeting_id is not null and group_id = any ((select private.my_groups())::uuid[]));

-- What is asked in the note of one organisation is not told in the history of the case; nor who has read what.
create trigger note_request after insert on public.requests
for each row when (new.own_organization_id is null) execute function private.note_change();
create trigger note_change_of_request after update on public.requests
for each row when (
  new.own_organization_id is null
  and (new.state <> old.state and new.state <> 'seen' or new.due_on is distinct from old.due_on)
)
execute function private.note_change();

create view private.waiting_requests as
select r.id, r.group_id, r.case_id, r.meeting_id, r.own_organization_id,
  private.day_in_france(coalesce(r.taken_at, r.asked_at)) as since
from public.requests as r
where r.state in ('asked', 'seen', 'taken');
comment on view private.waiting_requests is 'Requests without answer, and since when nobody said anything.';

create view private.request_targets as
select r.id as request_id, r.group_id, r.case_id, r.meeting_id, r.own_organization_id, r.target_id as profile_id, true as called
from public.requests as r
where r.target_id is not null
union all
select r.id, r.group_id, r.case_id, r.meeting_id, r.own_organization_id, p.id, false
from public.requests as r
join public.profiles as p on p.organization_id = r.target_organization_id and p.id <> r.author_id;
comment on view private.request_targets is 'Of whom something is asked: one person (`called`), or everybody of an organisation, whatever they may know now.';

create view private.request_people as
select t.request_id, t.profile_id, s.reads, t.called or s.reads as acts
from private.request_targets as t
join private.group_members as m on m.group_id = t.group_id and m.profile_id = t.profile_id
join public.profiles as p on p.id = t.profile_id
left join private.case_subjects as c on c.case_id = t.case_id
cross join lateral (
  select t.meeting_id is not null or coalesce((
    select true from private.case_readers as k
    where k.case_id = t.case_id and k.profile_id = t.profile_id
      and (t.own_organization_id is null or t.own_organization_id = p.organization_id)
    limit 1
  ), false) as reads
) as s
where t.case_id is null or c.shared or c.organization_id = p.organization_id;
comment on view private.request_people is 'Who is told of a request now, whether they may read its words, and whether they may answer it.';

create function private.called_by_mention(p_group uuid, p_case uuid, p_own uuid, p_author uuid, p_organization uuid) returns boolean
language sql stable set search_path = ''
return exists (
  select from public.organizations as o
  join public.profiles as p on p.organization_id = o.id and p.id is distinct from p_author
  join private.group_members as m on m.group_id = p_group and m.profile_id = p.id
  left join private.case_subjects as c on c.case_id = p_case
  where o.id = p_organization
    and (p_own is null or p_own = o.id)
    and (p_case is null or c.shared or c.organization_id = o.id)
    -- The very name of a sensitive one tells something of the person, unless the circle works with it.
    and (not o.sensitive or exists (
      select from private.case_readers as r where r.case_id = p_case and r.profile_id = p.id
    ))
);
comment on function private.called_by_mention(uuid, uuid, uuid, uuid, uuid) is 'Whether an organisation may be called to a case or a meeting: somebody of it works in the group and may know of it.';

create function private.make_request_of_mention() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    update public.requests as r set words = null, removed_at = now()
    where r.id = old.id and r.document_name = old.document_name and r.removed_at is null;
    return null;
  end if;
  insert into public.requests as r (
    id, group_id, case_id, meeting_id, own_organization_id, document_name, author_id, target_id, target_organization_id,
    words, created_at, asked_at
  )
  values (
    new.id, new.group_id, new.case_id, new.meeting_id, new.organization_id, new.document_name, new.author_id, new.target_id,
    new.target_organization_id, nullif(new.excerpt, ''), new.created_at, new.created_at
  )
  on conflict (id) do update set words = excluded.words, removed_at = null
  where r.document_name = excluded.document_name
    and (r.words is distinct from excluded.words or r.removed_at is not null);
  if tg_op = 'INSERT' then
    perform private.tell(t.profile_id, 'mention', new.group_id, new.case_id, 'request:' || new.id, new.author_id)
    from private.request_people as t where t.request_id = new.id;
  end if;
  return null;
end;
$$;
comment on function private.make_request_of_mention() is 'A mention asks something, once: the request has its id, its words as long as the text has them, and stays when the text goes. Definer: the system writes mentions and no request.';

insert into public.requests (
  id, group_id, case_id, meeting_id, own_organization_id, document_name, author_id, target_id, words, state, created_at,
  asked_at, answered_by, answered_at
)
select n.id, n.group_id, n.case_id, n.meeting_id, n.organization_id, n.document_name, n.author_id, n.target_id,
  nullif(n.excerpt, ''), case when n.done_at is null then 'asked' else 'answered' end, n.created_at, n.created_at,
  case when n.done_at is not null then n.target_id end, n.done_at
from public.mentions as n;

create trigger make_request after insert or update or delete on public.mentions
for each row execute function private.make_request_of_mention();

create or replace view private.mention_readers as
select m.id as mention_id, p.id as profile_id
from public.mentions as m
join public.profiles as p on p.id in (m.author_id, m.target_id) or p.organization_id = m.target_organization_id
where exists (
    select from private.case_readers as r
    where r.case_id = m.case_id and r.profile_id = p.id
      and (m.organization_id is null or m.organization_id = p.organization_id)
  )
  or (m.meeting_id is not null and exists (
    select from private.mandates_in_force as f
    where f.group_id = m.group_id and f.profile_id = p.id and f.role in ('practitioner', 'facilitator')
  ));

create or replace function private.project_mentions(p_document text, p_mentions jsonb) returns uuid[]
language plpgsql set search_path = ''
as $$
declare
  document record;
  changed uuid[];
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
    returning n.id
  )
  select coalesce(array_agg(r.id), '{}') into gone from removed as r;

  with given as (
    select distinct on (e.mention ->> 'id') (e.mention ->> 'id')::uuid as id,
      case when e.mention ->> 'targetKind' = 'organization' then null else (e.mention ->> 'targetId')::uuid end as target_id,
      case when e.mention ->> 'targetKind' = 'organization' then (e.mention ->> 'targetId')::uuid end as target_organization_id,
      (e.mention ->> 'authorId')::uuid as author_id, left(e.mention ->> 'excerpt', 300) as excerpt
    from jsonb_array_elements(p_mentions) as e (mention)
    order by e.mention ->> 'id'
  ),
  allowed as (
    select g.id, g.target_id, g.target_organization_id, coalesce(k.author_id, a.id) as author_id,
      case when document.meeting_id is not null or g.target_organization_id is not null or (
        exists (select from private.case_readers as r where r.case_id = document.case_id and r.profile_id = g.target_id)
        and (document.organization_id is null or document.organization_id = t.organization_id)
      ) then g.excerpt end as excerpt
    from given as g
    left join private.group_members as f on f.group_id = document.group_id and f.profile_id = g.target_id
    left join public.profiles as t on t.id = f.profile_id
    left join public.profiles as a on a.id = g.author_id
    left join public.mentions as k on k.id = g.id
    left join private.case_subjects as c on c.case_id = document.case_id
    where coalesce(k.author_id, a.id) is not null
      and case
        when g.target_organization_id is not null then private.called_by_mention(
          document.group_id, document.case_id, document.organization_id, coalesce(k.author_id, a.id), g.target_organization_id
        )
        else t.id is not null and (document.case_id is null or c.shared or c.organization_id = t.organization_id)
      end
  ),
  stored as (
    insert into public.mentions as n (
      id, group_id, case_id, meeting_id, organization_id, document_name, author_id, target_id, target_organization_id, excerpt
    )
    select a.id, document.group_id, document.case_id, document.meeting_id, document.organization_id, p_document,
      a.author_id, a.target_id, a.target_organization_id, a.excerpt
    from allowed as a
    on conflict (id) do update set excerpt = excluded.excerpt
    where n.document_name = excluded.document_name
      and (n.target_id, n.target_organization_id)
        is not distinct from (excluded.target_id, excluded.target_organization_id)
      and n.excerpt is distinct from excluded.excerpt
    returning n.id
  )
  select coalesce(array_agg(s.id), '{}') into changed from stored as s;
  return array(
    select distinct t.profile_id from private.request_targets as t where t.request_id = any (changed || gone)
  );
end;
$$;

grant select on private.waiting_requests, private.request_targets, private.request_people to maillage_system;
grant execute on function private.called_by_mention(uuid, uuid, uuid, uuid, uuid) to maillage_system;
