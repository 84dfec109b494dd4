-- A move that is taken back reads the course of its case, as the system that projects it.

grant select on public.stage_changes to maillage_system;
