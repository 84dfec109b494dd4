-- Where the parts of the follow-up say what they add to inboxes, cases and cards: one view each, so that none of them has to
-- define again what the others tell. They are empty until their part defines them.

create view private.request_items as
select null::uuid as profile_id, null::jsonb as item where false;
comment on view private.request_items is 'Requests to answer, and answers to one''s own.';

create view private.work_items as
select null::uuid as profile_id, null::jsonb as item where false;
comment on view private.work_items is 'What became of the work that one gave to somebody.';

create view private.course_items as
select null::uuid as profile_id, null::jsonb as item where false;
comment on view private.course_items is 'What the course of a case asks of its référent.';

create view private.case_requests as
select null::uuid as case_id, null::jsonb as facts where false;
comment on view private.case_requests is 'Requests about a case, as its circle sees them.';

create view private.case_work as
select null::uuid as case_id, null::jsonb as facts where false;
comment on view private.case_work is 'Blockers and actions of a case, as its circle sees them.';

create view private.case_course as
select null::uuid as case_id, null::jsonb as facts where false;
comment on view private.case_course is 'The course of a case, as its circle sees it.';

create view private.card_course as
select null::uuid as case_id, null::jsonb as facts where false;
comment on view private.card_course is 'What the course of a case adds to its card.';

create view private.card_requests as
select null::uuid as case_id, null::jsonb as facts where false;
comment on view private.card_requests is 'What the requests about a case add to its card.';

create view private.card_changes as
select null::uuid as case_id, null::jsonb as facts where false;
comment on view private.card_changes is 'What the latest change of a case adds to its card.';

grant select on private.request_items, private.work_items, private.course_items, private.case_requests, private.case_work,
  private.case_course, private.card_course, private.card_requests, private.card_changes to maillage_system;

create or replace function private.inbox_of(p_profile uuid)
returns table (items jsonb[], week jsonb[], running jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan
as $$
begin
  return query select
    array(
      select i.item
      from (
        select a.item from private.inbox_items as a where a.profile_id = p_profile
        union all
        select b.item from private.circle_items as b where b.profile_id = p_profile
        union all
        select d.item from private.decision_items as d where d.profile_id = p_profile
        union all
        select q.item from private.queue_items as q where q.profile_id = p_profile
        union all
        select r.item from private.request_items as r where r.profile_id = p_profile
        union all
        select w.item from private.work_items as w where w.profile_id = p_profile
        union all
        select c.item from private.course_items as c where c.profile_id = p_profile
      ) as i
      order by i.item ->> 'at' desc, i.item ->> 'id'
    ),
    array(
      select w.event from private.week_events as w where w.profile_id = p_profile
      order by w.event ->> 'at', w.event ->> 'href'
    ),
    array(
      select r.meeting from private.running_meetings as r where r.profile_id = p_profile
      order by r.started_at, r.meeting ->> 'meetingId'
    );
end;
$$;
