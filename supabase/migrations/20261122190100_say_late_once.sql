-- What is late on the review queue is what is late everywhere else.

create or replace view private.agenda_case_dates as
select c.case_id, jsonb_build_object(
  -- Restricted ones count too: a date does not tell which.
  'stuckSince', (
    select min(private.day_in_france(b.status_changed_at)) from public.blockers as b
    where b.case_id = c.case_id and b.status <> 'lifted'
  ),
  'askedSince', (
    select min(w.since) from private.waiting_requests as w where w.case_id = c.case_id and w.own_organization_id is null
  ),
  'lateSince', (
    select min(s.due_on) from private.action_states as s where s.case_id = c.case_id and s.late
  ),
  'employedSince', case when c.stage = 'employment' then private.day_in_france(c.stage_since) end
) as facts
from private.case_subjects as c;
