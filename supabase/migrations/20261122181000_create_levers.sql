-- What is known to help against each type of blocker: the second level of the vocabulary. Its words are in the messages.

create table public.levers (
  code text primary key check (code ~ '^[a-z_]{3,40}$'),
  type_code text not null references public.blocker_types (code),
  position smallint not null,
  offered boolean not null default true,
  unique (type_code, position)
);
comment on table public.levers is 'Vocabulary of levers: what is known to lift a type of blocker. `offered`: proposed when somebody raises one.';

insert into public.levers (code, type_code, position)
select l.code, g.type_code, l.position
from (
  values
    ('mobility', array[
      'mobility_platform', 'mobility_licence', 'mobility_garage', 'mobility_carpool', 'mobility_fare', 'mobility_route'
    ]),
    ('childcare', array['childcare_hours', 'childcare_emergency', 'childcare_mutual', 'childcare_parenting']),
    ('language', array['language_course', 'language_work', 'language_talk', 'language_plain']),
    ('housing', array['housing_request', 'housing_deposit', 'housing_condition']),
    ('health', array['health_checkup', 'health_listening', 'health_rights', 'health_adapt']),
    ('digital', array['digital_access', 'digital_workshop', 'digital_together', 'digital_equipment']),
    ('rights', array['rights_contact', 'rights_map', 'rights_relay', 'rights_status', 'rights_nearby']),
    ('budget', array['budget_simulation', 'budget_fund', 'budget_advice', 'budget_costs']),
    ('confidence', array[
      'confidence_strengths', 'confidence_mentor', 'confidence_interview', 'confidence_group', 'confidence_meeting'
    ]),
    ('qualification', array[
      'qualification_placement', 'qualification_training', 'qualification_experience', 'qualification_clause',
      'qualification_forum'
    ]),
    ('isolation', array['isolation_activity', 'isolation_network', 'isolation_outreach', 'isolation_exchange']),
    ('discrimination', array[
      'discrimination_employers', 'discrimination_skills', 'discrimination_support', 'discrimination_rights'
    ])
) as g (type_code, codes)
cross join lateral unnest(g.codes) with ordinality as l (code, position);

alter table public.levers enable row level security;
revoke all on public.levers from public, anon, authenticated, service_role;
grant select on public.levers to authenticated;

create policy "a professional with a mandate sees the levers" on public.levers
for select to authenticated
using ((select cardinality(private.my_groups_of_any_role()) > 0));

create policy "an administrator sees the levers" on public.levers
for select to authenticated
using ((select private.am_administrator()));

create trigger note_change after insert or update or delete on public.levers
for each row execute function private.note_change();

create function public.set_lever(p_code text, p_offered boolean) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_unless_administrator();
  perform private.refuse_unless(p_offered is not null, 'MA422');
  update public.levers as l set offered = p_offered where l.code = p_code;
  perform private.refuse_unless(found, 'MA404');
end;
$$;
comment on function public.set_lever(text, boolean) is 'Says whether a lever is proposed.';
grant execute on function public.set_lever(text, boolean) to authenticated;
