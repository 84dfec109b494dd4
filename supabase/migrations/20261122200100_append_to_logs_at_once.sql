-- The log of documents, appended to in one statement whose plan each connection keeps: people who write together make
-- some sixty writes per second and room.
create function private.append_updates(
  p_documents bigint[],
  p_epochs integer[],
  p_afters bigint[],
  p_contents bytea[],
  p_authors uuid[]
) returns table (seq bigint, behind boolean)
language plpgsql volatile set search_path = ''
as $$
begin
  return query
  with given as materialized (
    select g.document_id, g.epoch, g.after, g.content, g.author_id, g.position,
      row_number() over (partition by g.document_id, g.epoch order by g.position) as nth,
      count(*) over (partition by g.document_id, g.epoch) as total
    from unnest(p_documents, p_epochs, p_afters, p_contents, p_authors)
      with ordinality as g (document_id, epoch, after, content, author_id, position)
  ),
  locked as materialized (
    -- In one order for everybody, so that two writers never wait for each other.
    select d.id, d.epoch, d.seq from public.documents as d
    where d.id = any (p_documents)
    order by d.id for no key update
  ),
  placed as materialized (
    select g.*, l.seq as head, coalesce(g.after <> l.seq, false) as behind
    from given as g
    left join locked as l on l.id = g.document_id and l.epoch = g.epoch
  ),
  moved as (
    update public.documents as d set seq = p.head + p.total
    from placed as p
    where d.id = p.document_id and p.nth = 1 and p.head is not null and not p.behind
  ),
  stored as (
    insert into public.document_updates (document_id, epoch, seq, content, author_id)
    select p.document_id, p.epoch, p.head + p.nth, p.content, p.author_id
    from placed as p where p.head is not null and not p.behind
  )
  select case when not p.behind then p.head + p.nth end, p.behind
  from placed as p
  order by p.position;
end;
$$;
comment on function private.append_updates(bigint[], integer[], bigint[], bytea[], uuid[]) is 'Appends updates of documents, those of each in the order given. Out, one row each: its seq, gap-free per document and epoch; null where the epoch is over, or where the log is no longer at `after` (null: wherever it is): `behind`, and nothing of that document is stored.';
revoke execute on function private.append_updates(bigint[], integer[], bigint[], bytea[], uuid[]) from public;
grant execute on function private.append_updates(bigint[], integer[], bigint[], bytea[], uuid[]) to maillage_system;
