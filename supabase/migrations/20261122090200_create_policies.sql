-- Who reads what. Nothing is written through these tables: every change goes through a function per verb, so there is no
-- policy and no grant for insert, update or delete. A table without a policy here is not read by people at all:
-- identities, views of identities, documents and their log.

alter table public.organizations enable row level security;
alter table public.territories enable row level security;
alter table public.groups enable row level security;
alter table public.profiles enable row level security;
alter table public.administrators enable row level security;
alter table public.mandates enable row level security;
alter table public.people enable row level security;
alter table public.cases enable row level security;
alter table public.person_identities enable row level security;
alter table public.identity_views enable row level security;
alter table public.agreements enable row level security;
alter table public.agreement_organizations enable row level security;
alter table public.circle_members enable row level security;
alter table public.stage_changes enable row level security;
alter table public.blocker_types enable row level security;
alter table public.blockers enable row level security;
alter table public.actions enable row level security;
alter table public.meetings enable row level security;
alter table public.agenda_items enable row level security;
alter table public.mentions enable row level security;
alter table public.documents enable row level security;
alter table public.document_updates enable row level security;
alter table public.document_snapshots enable row level security;
alter table public.document_texts enable row level security;

revoke all on all tables in schema public from public, anon, authenticated, service_role;

grant select on public.organizations, public.territories, public.groups, public.administrators, public.mandates,
  public.people, public.cases, public.agreements, public.agreement_organizations, public.circle_members,
  public.stage_changes, public.blocker_types, public.blockers, public.actions, public.meetings,
  public.agenda_items, public.mentions
to authenticated;
-- Without `organization_id`: two colleagues with the same sensitive employer must not be told apart from the others.
grant select (id, first_name, last_name, job_title, color, created_at) on public.profiles to authenticated;

create policy "a professional sees the organisations they may know" on public.organizations
for select to authenticated
using (id = any ((select private.my_known_organizations())::uuid[]));

create policy "a member or an observer sees their groups" on public.groups
for select to authenticated
using (id = any ((select private.my_groups_of_any_role())::uuid[]));

create policy "an administrator sees every group" on public.groups
for select to authenticated
using ((select private.am_administrator()));

create policy "whoever sees a group sees its territory" on public.territories
for select to authenticated
using (id in (select g.territory_id from public.groups as g));

create policy "a professional sees themself" on public.profiles
for select to authenticated
using (id = (select auth.uid()));

create policy "a member sees the colleagues of their groups" on public.profiles
for select to authenticated
using (id = any ((select private.my_colleagues())::uuid[]));

create policy "an administrator sees every profile" on public.profiles
for select to authenticated
using ((select private.am_administrator()));

create policy "an administrator sees the administrators" on public.administrators
for select to authenticated
using ((select private.am_administrator()));

create policy "a professional sees their own mandates" on public.mandates
for select to authenticated
using (profile_id = (select auth.uid()));

create policy "a member sees the mandates of their groups" on public.mandates
for select to authenticated
using (group_id = any ((select private.my_groups())::uuid[]));

create policy "an administrator sees every mandate" on public.mandates
for select to authenticated
using ((select private.am_administrator()));

create policy "a member sees the cases shared with their group" on public.cases
for select to authenticated
using (
  group_id = any ((select private.my_groups())::uuid[])
  and id = any ((select private.my_shared_cases())::uuid[])
);

create policy "a member sees the cases that their organisation opened" on public.cases
for select to authenticated
using (
  group_id = any ((select private.my_groups())::uuid[])
  and organization_id = (select private.my_organization())
);

create policy "whoever sees a case sees the short identity of its person" on public.people
for select to authenticated
using (
  group_id = any ((select private.my_groups())::uuid[])
  and id in (select c.person_id from public.cases as c)
);

create policy "the circle sees the agreements of a case" on public.agreements
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "whoever sees an agreement sees the organisations it names" on public.agreement_organizations
for select to authenticated
using (agreement_id in (select a.id from public.agreements as a));

create policy "the circle sees its members" on public.circle_members
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "the circle sees the course of a case" on public.stage_changes
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "a professional with a mandate sees the vocabulary" on public.blocker_types
for select to authenticated
using ((select cardinality(private.my_groups_of_any_role()) > 0));

create policy "the circle sees the blockers" on public.blockers
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "the circle sees the actions" on public.actions
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "a member sees the meetings of their groups" on public.meetings
for select to authenticated
using (group_id = any ((select private.my_groups())::uuid[]));

create policy "a member sees the agendas of their groups" on public.agenda_items
for select to authenticated
using (
  group_id = any ((select private.my_groups())::uuid[])
  and (case_id is null or case_id in (select c.id from public.cases as c))
);

create policy "the author and the target see a mention that they may read" on public.mentions
for select to authenticated
using (id = any ((select private.my_mentions())::uuid[]));
