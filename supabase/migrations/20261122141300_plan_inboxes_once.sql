-- The views of an inbox take longer to plan than to run: in a function with one plan for everybody, each connection plans
-- them once.

create function private.inbox_of(p_profile uuid)
returns table (items jsonb[], week jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan
as $$
begin
  return query select
    array(
      select i.item
      from (
        select a.item from private.inbox_items as a where a.profile_id = p_profile
        union all
        select b.item from private.circle_items as b where b.profile_id = p_profile
      ) as i
      order by i.item ->> 'at' desc, i.item ->> 'id'
    ),
    array(
      select w.event from private.week_events as w where w.profile_id = p_profile
      order by w.event ->> 'at', w.event ->> 'href'
    );
end;
$$;
comment on function private.inbox_of(uuid) is 'What waits for one professional, and their week.';

grant execute on function private.inbox_of(uuid) to maillage_system;
