-- The tables of the follow-up. Who may do what is in the migrations that follow: until then nobody may do anything.
-- `group_id` is repeated on every row of a group and tied by composite foreign keys, so that a policy is one comparison
-- and nothing can point across groups.

revoke all on schema public from public, anon;
grant usage on schema public to authenticated;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated, service_role;

create schema private;
revoke all on schema private from public;
comment on schema private is 'Helpers of the policies and of the sync server; not exposed.';

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (length(name) between 1 and 120),
  kind text not null check (kind in ('ccas', 'local_mission', 'employment_service', 'plie', 'neighbourhood_company', 'association', 'state', 'social_centre', 'coordination')),
  sensitive boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table public.organizations is 'Employers of the professionals. The very name of a sensitive one may reveal health or justice.';

create table public.territories (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,60}$'),
  name text not null,
  commune text not null,
  official_code text not null unique,
  created_at timestamptz not null default now()
);
comment on table public.territories is 'Priority neighbourhoods (QPV) and territoires de veille active.';

create table public.groups (
  id uuid primary key default gen_random_uuid(),
  territory_id uuid not null unique references public.territories (id),
  reference_prefix text not null unique check (reference_prefix ~ '^[A-Z]{2,4}$'),
  last_reference integer not null default 0,
  meeting_interval_weeks integer not null default 6 check (meeting_interval_weeks between 1 and 26),
  created_at timestamptz not null default now()
);
comment on table public.groups is 'The operational group of one territory.';

create table public.profiles (
  id uuid primary key,
  organization_id uuid not null references public.organizations (id),
  first_name text not null check (length(first_name) between 1 and 60),
  last_name text not null check (length(last_name) between 1 and 60),
  job_title text not null default '' check (length(job_title) <= 80),
  color smallint not null default 1 check (color between 1 and 8),
  created_at timestamptz not null default now()
);
comment on table public.profiles is 'Professionals with an account; `id` is the id of auth.users.';
create index profiles_organization_id on public.profiles (organization_id);

create table public.administrators (
  profile_id uuid primary key references public.profiles (id),
  created_at timestamptz not null default now()
);
comment on table public.administrators is 'Administrators of the deployment: no access to cases by that role.';

create table public.mandates (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles (id),
  group_id uuid not null references public.groups (id),
  role text not null check (role in ('practitioner', 'facilitator', 'observer')),
  starts_at timestamptz not null default now(),
  ends_at timestamptz,
  created_at timestamptz not null default now(),
  check (ends_at is null or ends_at >= starts_at)
);
comment on table public.mandates is 'A role of a professional in a group, dated. One that has ended opens nothing.';
create index mandates_profile_id on public.mandates (profile_id);
create index mandates_group_id on public.mandates (group_id);
create unique index mandates_one_open on public.mandates (profile_id, group_id) where ends_at is null;

create table public.people (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.groups (id),
  first_name text not null check (length(first_name) between 1 and 60),
  last_initial text not null check (last_initial ~ '^[[:upper:]]$'),
  birth_year smallint not null check (birth_year between 1920 and 2100),
  created_at timestamptz not null default now(),
  unique (id, group_id)
);
comment on table public.people is 'Short identity of the people supported: first name, initial and year of birth.';
create index people_group_id on public.people (group_id);

create table public.cases (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.groups (id),
  person_id uuid not null unique,
  organization_id uuid not null references public.organizations (id),
  reference text not null check (reference ~ '^[A-Z]{2,4}-[0-9]{3,6}$'),
  cohort text not null check (cohort in ('youth', 'women', 'seniors')),
  stage text not null default 'outreach' check (stage in ('outreach', 'diagnosis', 'unblocking', 'project', 'employment', 'exit')),
  stage_since timestamptz not null default now(),
  referent_id uuid references public.profiles (id),
  last_contact_on date,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (id, group_id),
  unique (group_id, reference),
  foreign key (person_id, group_id) references public.people (id, group_id)
);
comment on table public.cases is 'One person''s follow-up in one group. `organization_id` is the organisation that opened it: before an agreement only it sees the case.';
create index cases_organization_id on public.cases (organization_id);
create index cases_referent_id on public.cases (referent_id);
create index cases_created_by on public.cases (created_by);

create table public.person_identities (
  person_id uuid primary key,
  case_id uuid not null,
  group_id uuid not null,
  last_name text check (length(last_name) <= 80),
  phone text check (length(phone) <= 30),
  email text check (length(email) <= 120),
  updated_at timestamptz not null default now(),
  foreign key (person_id, group_id) references public.people (id, group_id) on delete cascade,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.person_identities is 'Full identity and contact, kept apart; read through a function that records the view.';
create index person_identities_case_id on public.person_identities (case_id, group_id);

create table public.identity_views (
  id bigint generated always as identity primary key,
  case_id uuid not null,
  group_id uuid not null,
  profile_id uuid not null references public.profiles (id),
  viewed_at timestamptz not null default now(),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.identity_views is 'Who looked at a full identity, and when. Append-only.';
create index identity_views_case_id on public.identity_views (case_id, group_id);
create index identity_views_profile_id on public.identity_views (profile_id);

create table public.agreements (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null,
  group_id uuid not null,
  form text not null check (form in ('oral', 'signed')),
  given_on date not null,
  expires_on date not null check (expires_on > given_on),
  withdrawn_at timestamptz,
  replaced_at timestamptz,
  recorded_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (id, group_id),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.agreements is 'The person''s word that named organisations may read. A case is shared while one is in force.';
create unique index agreements_one_open on public.agreements (case_id) where withdrawn_at is null and replaced_at is null;
create index agreements_case_id on public.agreements (case_id, group_id);
create index agreements_recorded_by on public.agreements (recorded_by);

create table public.agreement_organizations (
  agreement_id uuid not null,
  group_id uuid not null,
  organization_id uuid not null references public.organizations (id),
  form text check (form in ('oral', 'signed')),
  given_on date,
  withdrawn_at timestamptz,
  primary key (agreement_id, organization_id),
  foreign key (agreement_id, group_id) references public.agreements (id, group_id) on delete cascade
);
comment on table public.agreement_organizations is 'The organisations that an agreement names. `form` and `given_on` are set when one was named after the others.';
create index agreement_organizations_agreement_id on public.agreement_organizations (agreement_id, group_id);
create index agreement_organizations_organization_id on public.agreement_organizations (organization_id);

create table public.circle_members (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null,
  group_id uuid not null,
  profile_id uuid not null references public.profiles (id),
  reason text not null default '' check (length(reason) <= 200),
  added_by uuid references public.profiles (id),
  starts_at timestamptz not null default now(),
  ends_at timestamptz,
  check (ends_at is null or ends_at >= starts_at),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.circle_members is 'Who may read the notes of a case, dated.';
create unique index circle_members_one_open on public.circle_members (case_id, profile_id) where ends_at is null;
create index circle_members_case_id on public.circle_members (case_id, group_id);
create index circle_members_profile_id on public.circle_members (profile_id);
create index circle_members_added_by on public.circle_members (added_by);

create table public.stage_changes (
  id bigint generated always as identity primary key,
  case_id uuid not null,
  group_id uuid not null,
  from_stage text not null,
  to_stage text not null,
  changed_by uuid references public.profiles (id),
  changed_at timestamptz not null default now(),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.stage_changes is 'The course of a case, projected from the board.';
create index stage_changes_case_id on public.stage_changes (case_id, group_id);
create index stage_changes_changed_by on public.stage_changes (changed_by);

create table public.blocker_types (
  code text primary key,
  family text not null check (family in ('living', 'rights', 'skills', 'person', 'society')),
  restricted boolean not null default false,
  position smallint not null unique
);
comment on table public.blocker_types is 'Vocabulary of blockers: twelve types under five families. A restricted one is named inside the circle only.';

create table public.blockers (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null,
  group_id uuid not null,
  type_code text not null references public.blocker_types (code),
  status text not null default 'open' check (status in ('open', 'in_progress', 'stuck', 'lifted')),
  detail text not null default '' check (length(detail) <= 200),
  carrier_id uuid references public.profiles (id),
  lifted_by text check (length(lifted_by) <= 200),
  status_changed_at timestamptz not null default now(),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (id, group_id),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.blockers is 'What stands between the person and a job.';
create index blockers_case_id on public.blockers (case_id, group_id);
create index blockers_type_code on public.blockers (type_code);
create index blockers_carrier_id on public.blockers (carrier_id);
create index blockers_created_by on public.blockers (created_by);

create table public.actions (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null,
  group_id uuid not null,
  blocker_id uuid,
  label text not null check (length(label) between 1 and 200),
  status text not null default 'todo' check (status in ('todo', 'in_progress', 'stuck', 'done', 'dropped')),
  owner_id uuid references public.profiles (id),
  due_on date,
  reserved boolean not null default false,
  done_at timestamptz,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade,
  foreign key (blocker_id, group_id) references public.blockers (id, group_id)
);
comment on table public.actions is 'What somebody will do for a case. `owner_id` null: the person does it.';
create index actions_case_id on public.actions (case_id, group_id);
create index actions_blocker_id on public.actions (blocker_id, group_id);
create index actions_owner_id on public.actions (owner_id);
create index actions_created_by on public.actions (created_by);

create table public.meetings (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.groups (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  place text not null default '' check (length(place) <= 120),
  video_url text check (video_url ~ '^https://' and length(video_url) <= 300),
  status text not null default 'draft' check (status in ('draft', 'sent', 'running', 'closed')),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (id, group_id)
);
comment on table public.meetings is 'Meetings of a group.';
create index meetings_group_id on public.meetings (group_id, starts_at);
create index meetings_created_by on public.meetings (created_by);

create table public.agenda_items (
  meeting_id uuid not null,
  item_id text not null check (length(item_id) <= 80),
  group_id uuid not null,
  kind text not null,
  case_id uuid,
  title text not null default '',
  question text not null default '',
  minutes smallint not null default 0,
  rank smallint not null,
  primary key (meeting_id, item_id),
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.agenda_items is 'The agenda of a meeting, projected from its document.';
create index agenda_items_case_id on public.agenda_items (case_id, group_id);
create index agenda_items_meeting_id on public.agenda_items (meeting_id, group_id);

create table public.mentions (
  id uuid primary key,
  group_id uuid not null references public.groups (id),
  case_id uuid,
  meeting_id uuid,
  organization_id uuid references public.organizations (id),
  document_name text not null,
  author_id uuid not null references public.profiles (id),
  target_id uuid not null references public.profiles (id),
  excerpt text check (length(excerpt) <= 300),
  created_at timestamptz not null default now(),
  done_at timestamptz,
  check (num_nonnulls(case_id, meeting_id) = 1),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade,
  foreign key (meeting_id, group_id) references public.meetings (id, group_id) on delete cascade
);
comment on table public.mentions is 'Somebody called in a note or an agenda, projected from the document. `excerpt` is null when the target could not read it, `organization_id` set for an organisation''s own note.';
create index mentions_group_id on public.mentions (group_id);
create index mentions_case_id on public.mentions (case_id, group_id);
create index mentions_meeting_id on public.mentions (meeting_id, group_id);
create index mentions_author_id on public.mentions (author_id);
create index mentions_target_id on public.mentions (target_id);
create index mentions_organization_id on public.mentions (organization_id);
create index mentions_document_name on public.mentions (document_name);

create table public.documents (
  id bigint generated always as identity primary key,
  name text not null unique,
  kind text not null check (kind in ('board', 'board-own', 'case', 'case-own', 'meeting', 'inbox')),
  epoch integer not null default 1 check (epoch >= 1),
  seq bigint not null default 0,
  created_at timestamptz not null default now()
);
comment on table public.documents is 'The head of each shared document: `seq` is that of its last stored update, gap-free per document and epoch.';

create table public.document_updates (
  document_id bigint not null references public.documents (id) on delete cascade,
  epoch integer not null,
  seq bigint not null,
  content bytea not null,
  author_id uuid references public.profiles (id),
  created_at timestamptz not null default now(),
  primary key (document_id, epoch, seq)
);
comment on table public.document_updates is 'Append-only log of Yjs updates not yet compacted. `author_id` null: the server.';
create index document_updates_author_id on public.document_updates (author_id);

create table public.document_snapshots (
  document_id bigint primary key references public.documents (id) on delete cascade,
  epoch integer not null,
  seq bigint not null,
  state bytea not null,
  created_at timestamptz not null default now()
);
comment on table public.document_snapshots is 'State of a document with every update up to `seq` applied and deleted text gone.';

create table public.document_texts (
  document_id bigint primary key references public.documents (id) on delete cascade,
  group_id uuid not null references public.groups (id),
  case_id uuid,
  organization_id uuid references public.organizations (id),
  plain_text text not null,
  updated_at timestamptz not null default now(),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.document_texts is 'Plain text of the notes, projected for search.';
create index document_texts_group_id on public.document_texts (group_id);
create index document_texts_case_id on public.document_texts (case_id, group_id);
create index document_texts_organization_id on public.document_texts (organization_id);

insert into public.blocker_types (code, family, restricted, position) values
  ('mobility', 'living', false, 1),
  ('childcare', 'living', false, 2),
  ('language', 'skills', false, 3),
  ('housing', 'living', false, 4),
  ('health', 'person', true, 5),
  ('digital', 'skills', false, 6),
  ('rights', 'rights', false, 7),
  ('budget', 'rights', false, 8),
  ('confidence', 'person', false, 9),
  ('qualification', 'skills', false, 10),
  ('isolation', 'person', false, 11),
  ('discrimination', 'society', false, 12);
