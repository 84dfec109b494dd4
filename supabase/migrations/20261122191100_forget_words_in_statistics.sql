-- The statistics of the planner on what is searched are the words themselves, that an erasure could not reach.
alter table public.document_texts alter column words set statistics 0;
