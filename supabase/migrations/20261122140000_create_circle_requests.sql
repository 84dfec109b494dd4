-- What waits for somebody's word: to enter a circle, and to take a case over. A case keeps its référent until the next one
-- accepts; a request opens nothing until somebody of the circle does.

create table public.circle_requests (
  id uuid primary key,
  case_id uuid not null,
  group_id uuid not null,
  profile_id uuid not null references public.profiles (id),
  reason text not null check (length(reason) between 1 and 200),
  created_at timestamptz not null default now(),
  answered_at timestamptz,
  answered_by uuid references public.profiles (id),
  accepted boolean,
  word text not null default '' check (length(word) <= 200),
  seen_at timestamptz,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.circle_requests is 'Who asked to join a circle, and what was answered. `accepted` null once answered: taken back. `seen_at`: they opened the answer.';
create unique index circle_requests_one_open on public.circle_requests (case_id, profile_id) where answered_at is null;
create index circle_requests_case_id on public.circle_requests (case_id, group_id);
create index circle_requests_profile_id on public.circle_requests (profile_id);
create index circle_requests_answered_by on public.circle_requests (answered_by);

create table public.handovers (
  id uuid primary key,
  case_id uuid not null,
  group_id uuid not null,
  from_id uuid not null references public.profiles (id),
  to_id uuid not null references public.profiles (id) check (to_id <> from_id),
  word text not null default '' check (length(word) <= 200),
  created_at timestamptz not null default now(),
  answered_at timestamptz,
  accepted boolean,
  answer text not null default '' check (length(answer) <= 200),
  seen_at timestamptz,
  foreign key (case_id, group_id) references public.cases (id, group_id) on delete cascade
);
comment on table public.handovers is 'Cases offered to their next référent, and what was answered. `accepted` null once answered: taken back, or nothing any more.';
create unique index handovers_one_open on public.handovers (case_id) where answered_at is null;
create index handovers_case_id on public.handovers (case_id, group_id);
create index handovers_from_id on public.handovers (from_id);
create index handovers_to_id on public.handovers (to_id);

alter table public.circle_requests enable row level security;
alter table public.handovers enable row level security;
revoke all on public.circle_requests, public.handovers from public, anon, authenticated, service_role;
grant select on public.circle_requests, public.handovers to authenticated;

create policy "the circle sees who asks to join" on public.circle_requests
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create policy "the circle sees to whom a case is offered" on public.handovers
for select to authenticated
using (case_id = any ((select private.my_circle_cases())::uuid[]));

create view private.referents as
select c.id as case_id, c.group_id, c.referent_id
from public.cases as c
join private.case_readers as r on r.case_id = c.id and r.profile_id = c.referent_id;
comment on view private.referents is 'The référent of each case that has one: one who lost their access is none any more.';

create view private.open_requests as
select r.id, r.case_id, r.group_id, r.profile_id, r.reason, r.created_at,
  exists (
    select from private.case_organizations as o
    where o.case_id = r.case_id and o.organization_id = p.organization_id
  ) as named
from public.circle_requests as r
join private.group_members as m on m.group_id = r.group_id and m.profile_id = r.profile_id
join public.profiles as p on p.id = r.profile_id
join public.cases as c on c.id = r.case_id
where r.answered_at is null
  and (
    c.organization_id = p.organization_id
    or exists (select from private.agreements_in_force as a where a.case_id = r.case_id)
  );
comment on view private.open_requests is 'Requests to answer, of people who may still know of the case; `named`: the agreement names their organisation already.';

create view private.open_handovers as
select h.id, h.case_id, h.group_id, h.from_id, h.to_id, h.word, h.created_at
from public.handovers as h
where h.answered_at is null
  and (
    select count(*) from private.case_readers as r where r.case_id = h.case_id and r.profile_id in (h.from_id, h.to_id)
  ) = 2
  and not exists (
    select from private.referents as f where f.case_id = h.case_id and f.referent_id <> h.from_id
  );
comment on view private.open_handovers is 'Offers to answer: of the référent, or of somebody of the circle when there is none, to somebody of the circle.';

create function private.close_circle_requests() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.circle_requests as r set answered_at = now(), answered_by = new.added_by, accepted = true
  where r.case_id = new.case_id and r.profile_id = new.profile_id and r.answered_at is null;
  return null;
end;
$$;
comment on function private.close_circle_requests() is 'Whoever enters a circle waits for nothing any more. Definer: nobody may write the requests.';

create trigger close_circle_requests after insert on public.circle_members
for each row execute function private.close_circle_requests();

grant select on private.referents, private.open_requests, private.open_handovers to maillage_system;
grant select on public.circle_requests, public.handovers to maillage_system;
