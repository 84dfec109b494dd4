-- The views of an inbox join more tables than PostgreSQL puts in order by itself: with a larger limit it begins with what waits
-- for the person. Planned once per connection.

alter function private.inbox_of(uuid) set join_collapse_limit = 10;
alter function private.inbox_of(uuid) set from_collapse_limit = 10;
