-- What boards, inboxes and searches cost somebody who works in twenty groups of five hundred cases; what they answer does
-- not change. The words of a note are kept, not made again for each that is compared; an inbox is read from its person on.

drop index public.document_texts_words;
alter table public.document_texts
  add column words tsvector generated always as (private.search_words(plain_text)) stored;
comment on column public.document_texts.words is 'What the text is searched by.';
create index document_texts_words on public.document_texts using gin (words);

create index blockers_not_lifted on public.blockers (group_id, case_id) where status <> 'lifted';

create or replace function private.find_in_notes(p_key text) returns table (case_id uuid)
language plpgsql stable security definer set search_path = ''
as $$
declare
  my_organization constant uuid := private.my_organization();
  my_cases constant uuid[] := private.my_circle_cases();
begin
  return query
    select distinct t.case_id
    from public.document_texts as t
    where t.words @@ private.search_prefixes(p_key) and t.case_id = any (my_cases)
      and (t.organization_id is null or t.organization_id = my_organization);
end;
$$;

create or replace function private.find_by_name(p_key text) returns table (case_id uuid, why text)
language plpgsql stable security definer set search_path = ''
as $$
declare
  my_groups constant uuid[] := private.my_groups();
  my_organization constant uuid := private.my_organization();
  -- « vt 018 », « vt18 » or « 18 »: the prefix of a group, and a number.
  asked constant text[] := regexp_match(p_key, '^([a-z]{2,4})? ?([0-9]{1,6})$');
begin
  return query
    select f.id, f.why
    from (
      select c.id, c.organization_id, 'name' as why
      from public.people as p
      join public.cases as c on c.person_id = p.id
      where p.group_id = any (my_groups) and length(p_key) > 1
        and private.search_key(p.first_name || ' ' || p.last_initial) ~>=~ p_key
        and private.search_key(p.first_name || ' ' || p.last_initial) ~<~ (p_key || chr(1114109))
      union all
      select r.id, r.organization_id, 'reference'
      from public.groups as g
      cross join lateral (
        select d.id, d.organization_id from public.cases as d
        where d.group_id = g.id and d.reference = g.reference_prefix || '-' || lpad(asked[2], 3, '0')
        union
        select d.id, d.organization_id from public.cases as d
        where d.group_id = g.id and asked[1] is not null
          and d.reference ~>=~ (g.reference_prefix || '-' || asked[2])
          and d.reference ~<~ (g.reference_prefix || '-' || asked[2] || '~')
      ) as r
      where asked is not null and g.id = any (my_groups)
        and (asked[1] is null or g.reference_prefix = upper(asked[1]))
    ) as f
    -- Not `exists`: PostgreSQL would list every agreement to look up a few.
    where f.organization_id = my_organization
      or (select true from private.agreements_in_force as a where a.case_id = f.id limit 1);
end;
$$;

-- `r.profile_id`, not the référent of the case, which is the same: the readers of every case would be gone through.
create or replace view private.inbox_items as
select r.profile_id, jsonb_build_object(
  'id', 'agreement:' || c.case_id, 'kind', 'agreement', 'territory', c.slug, 'case', c.subject, 'author', null,
  'text', null, 'at', private.iso(c.created_at),
  'dueOn', coalesce(c.expires_on, (c.created_at at time zone 'Europe/Paris')::date + private.agreement_delay()),
  'href', c.href, 'doneAt', null
) as item
from private.case_addresses as c
join private.case_readers as r on r.case_id = c.case_id and r.profile_id = c.referent_id
where not c.shared or c.expires_on <= private.today() + private.agreement_notice();

-- One look-up for each request that is told: without `limit`, every case and every request would be joined first.
create or replace view private.request_places as
select r.id as request_id, coalesce(c.slug, d.slug) as slug, c.subject,
  case when r.document_name is not null then 'mention' else 'request' end as kind,
  coalesce(c.href, d.href) || case
    when r.document_name is not null then '#mention-' || r.id
    when r.blocker_id is not null then '#blocker-' || r.blocker_id
    else '#request-' || r.id
  end as href,
  jsonb_build_object(
    'state', r.state, 'removed', r.removed_at is not null, 'toOrganization', r.target_organization_id is not null,
    'toGuest', num_nonnulls(r.target_id, r.target_organization_id) = 0,
    'since', private.day_in_france(coalesce(r.taken_at, r.asked_at)),
    'mayRemindAt', private.iso(coalesce(r.reminded_at, r.asked_at) + private.reminder_pause()),
    'reminded', r.reminded_at is not null, 'declineReason', r.decline_reason,
    'takenBy', (select p.first_name from public.profiles as p where p.id = r.taken_by)
  ) as life
from public.requests as r
left join lateral (
  select a.slug, a.subject, a.href from private.case_addresses as a where a.case_id = r.case_id limit 1
) as c on true
left join lateral (
  select a.slug, a.href from private.meeting_addresses as a where a.meeting_id = r.meeting_id limit 1
) as d on true;
