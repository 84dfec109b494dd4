-- A small fictional territory for `supabase db reset`: no account, no person. The demonstration group is loaded by
-- `npm run demo` in local mode.

insert into public.organizations (name, kind, sensitive) values
  ('Régie de quartier des Tilleuls', 'neighbourhood_company', false),
  ('Mission locale de Valmarin', 'local_mission', false),
  ('CCAS de Valmarin', 'ccas', false),
  ('France Travail Valmarin', 'employment_service', false);

insert into public.territories (slug, name, commune, official_code) values
  ('les-tilleuls', 'Les Tilleuls', 'Valmarin', 'QN09901M');

insert into public.groups (territory_id, reference_prefix)
select t.id, 'VT'
from public.territories as t
where t.slug = 'les-tilleuls';
