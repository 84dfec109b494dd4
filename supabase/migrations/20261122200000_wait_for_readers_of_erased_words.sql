-- Rewriting a table keeps the dead rows that some snapshot may still see, and a snapshot outlives the transactions that
-- wrote before it was taken: an old reader of any table of the database is enough.
--
-- Definer: who else is connected and what they may see is told to those who read statistics only. An owner who may not
-- is told nothing, so the erasures stay pending rather than be called done.
create function private.erasures_out_of_sight() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.id
  from public.erasures as e
  where e.purged_at is null
    and e.transaction_id < pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())
    and pg_catalog.pg_has_role('pg_read_all_stats', 'usage')
    and not exists (
      select
      from (
        select a.backend_xmin as xmin
        from pg_catalog.pg_stat_activity as a
        where a.pid <> pg_catalog.pg_backend_pid()
          and (a.datname is null or a.datname = pg_catalog.current_database())
        union all
        select s.xmin from pg_catalog.pg_replication_slots as s
      ) as held
      where pg_catalog.age(held.xmin) >= pg_catalog.age(e.transaction_id::xid)
    )
$$;
comment on function private.erasures_out_of_sight() is 'Erasures whose words the files may still hold and that no snapshot sees any more: rewriting the tables takes them away.';
revoke execute on function private.erasures_out_of_sight() from public;
grant execute on function private.erasures_out_of_sight() to maillage_system;
