-- The course of a case: what came of it, whether it lasts, the rules of its entry and how it ended.

create function private.is_placement(p_kind text) returns boolean
language sql immutable
return p_kind in (
  'training', 'certified_training', 'civic_service', 'temp_work', 'cddi', 'apprenticeship', 'fixed_term', 'permanent',
  'business_creation'
);
comment on function private.is_placement(text) is 'Whether an outcome is a job or a training, from which six months are counted.';

create table public.outcomes (
  id uuid primary key,
  case_id uuid not null,
  group_id uuid not null,
  kind text not null check (kind in (
    'training', 'certified_training', 'internship', 'immersion', 'civic_service', 'temp_work', 'cddi', 'apprenticeship',
    'fixed_term', 'permanent', 'business_creation', 'active_search', 'remobilisation'
  )),
  employer_kind text check (employer_kind in ('company', 'public', 'insertion', 'association', 'self', 'other')),
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  words text not null default '' check (length(words) <= 200),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (id, group_id),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.outcomes is 'What came of a follow-up, dated: a job, a training, a step towards one.';
create index outcomes_case_id on public.outcomes (case_id, group_id);
create index outcomes_created_by on public.outcomes (created_by);

create table public.placement_checks (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null,
  group_id uuid not null,
  outcome_id uuid not null,
  kind text not null check (kind in ('entry', 'month1', 'month3', 'month6')),
  due_on date not null,
  answer text check (answer in ('yes', 'no', 'unknown')),
  words text not null default '' check (length(words) <= 200),
  answered_at timestamptz,
  answered_by uuid references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (outcome_id, kind),
  check ((answer is null) = (answered_at is null)),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade,
  foreign key (outcome_id, group_id) references public.outcomes (id, group_id) on delete cascade
);
comment on table public.placement_checks is 'Days on which somebody asks whether a job or a training goes on: at its start, after one, three and six months.';
create index placement_checks_case_id on public.placement_checks (case_id, group_id);
create index placement_checks_outcome_id on public.placement_checks (outcome_id, group_id);
create index placement_checks_answered_by on public.placement_checks (answered_by);

create table public.cohort_rules (
  cohort text primary key check (cohort in ('youth', 'women', 'seniors')),
  min_age smallint check (min_age between 0 and 120),
  max_age smallint check (max_age between 0 and 120),
  check (min_age <= max_age)
);
comment on table public.cohort_rules is 'Ages for which each cohort is meant; null: no limit. A rule warns, a human decides.';
insert into public.cohort_rules (cohort, min_age, max_age) values ('youth', 16, 25), ('women', 18, null), ('seniors', 50, null);

create table public.schemes (
  code text primary key check (code ~ '^[a-z_]{2,40}$'),
  excludes boolean not null,
  position smallint not null unique
);
comment on table public.schemes is 'Public schemes that a person may be in. One that `excludes` follows the person by itself.';
insert into public.schemes (code, excludes, position) values
  ('youth_contract', true, 1),
  ('second_chance', true, 2),
  ('epide', true, 3),
  ('plie', false, 4),
  ('global_support', false, 5),
  ('insertion', false, 6);

create table public.case_schemes (
  id uuid primary key,
  case_id uuid not null,
  group_id uuid not null,
  scheme text not null references public.schemes (code),
  since date not null,
  until date check (until >= since),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.case_schemes is 'Schemes that the person of a case is or was in.';
create index case_schemes_case_id on public.case_schemes (case_id, group_id);
create index case_schemes_scheme on public.case_schemes (scheme);
create index case_schemes_created_by on public.case_schemes (created_by);
create unique index case_schemes_one_open on public.case_schemes (case_id, scheme) where until is null;

create table public.entry_decisions (
  id uuid primary key,
  case_id uuid not null,
  group_id uuid not null,
  rule text not null check (rule ~ '^(age|scheme:[a-z_]{2,40})$'),
  decision text not null check (decision in ('kept', 'not_followed')),
  words text not null check (length(words) between 1 and 200),
  decided_by uuid not null references public.profiles (id),
  decided_at timestamptz not null default now(),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.entry_decisions is 'What somebody decided of a rule that a case does not meet, and why. Only added to: the last one stands.';
create index entry_decisions_case_id on public.entry_decisions (case_id, group_id);
create index entry_decisions_decided_by on public.entry_decisions (decided_by);

create table public.case_closings (
  id uuid primary key,
  case_id uuid not null,
  group_id uuid not null,
  reason text not null check (reason in (
    'lasting_job', 'mainstream_services', 'moved_away', 'no_longer_wishes', 'no_news', 'other'
  )),
  outcome_id uuid,
  closed_on date not null,
  words text not null default '' check (length(words) <= 200),
  keep_until date not null check (keep_until > closed_on),
  closed_by uuid not null references public.profiles (id),
  closed_at timestamptz not null default now(),
  reopened_at timestamptz,
  reopened_by uuid references public.profiles (id),
  reopen_reason text check (length(reopen_reason) between 1 and 200),
  reopened_stage text,
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopen_reason is null)),
  check ((reopened_at is null) = (reopened_stage is null)),
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade,
  foreign key (outcome_id, group_id) references public.outcomes (id, group_id)
);
comment on table public.case_closings is 'How the follow-up of a case ended, until when it is kept, and whether it was opened again.';
create index case_closings_case_id on public.case_closings (case_id, group_id);
create index case_closings_outcome_id on public.case_closings (outcome_id, group_id);
create index case_closings_closed_by on public.case_closings (closed_by);
create index case_closings_reopened_by on public.case_closings (reopened_by);
create unique index case_closings_one_open on public.case_closings (case_id) where reopened_at is null;

create trigger note_change after insert or update or delete on public.outcomes
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.placement_checks
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.case_schemes
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.entry_decisions
for each row execute function private.note_change();
create trigger note_change after insert or update or delete on public.case_closings
for each row execute function private.note_change();

alter table public.outcomes enable row level security;
alter table public.placement_checks enable row level security;
alter table public.cohort_rules enable row level security;
alter table public.schemes enable row level security;
alter table public.case_schemes enable row level security;
alter table public.entry_decisions enable row level security;
alter table public.case_closings enable row level security;
grant select on public.outcomes, public.placement_checks, public.cohort_rules, public.schemes, public.case_schemes,
  public.entry_decisions, public.case_closings
to authenticated;

create policy "the circle sees the outcomes" on public.outcomes
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "the circle sees the checks of a placement" on public.placement_checks
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "a professional with a mandate sees the ages of the cohorts" on public.cohort_rules
for select to authenticated
using ((select cardinality(private.my_groups_of_any_role()) > 0));

create policy "a professional with a mandate sees the schemes" on public.schemes
for select to authenticated
using ((select cardinality(private.my_groups_of_any_role()) > 0));

create policy "the circle sees the schemes of a person" on public.case_schemes
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "the circle sees what was decided of an entry" on public.entry_decisions
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "the circle sees how a case was closed" on public.case_closings
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));
