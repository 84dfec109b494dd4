-- A case that changes is drawn again where it was decided upon and for whoever does what was: the sync server asks.

grant select on public.decisions to maillage_system;
