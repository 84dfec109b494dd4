-- Whoever is given an action is told, however it came to them.

create function private.tell_of_action() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.tell(
    r.profile_id, 'work', new.group_id, new.case_id, 'action:' || new.id || ':' || private.iso(new.given_at),
    coalesce(private.author(), new.from_id, new.created_by)
  )
  from private.action_recipients as r where r.action_id = new.id and r.reason <> 'left';
  return null;
end;
$$;
comment on function private.tell_of_action() is 'Tells those whom a new owner of an action concerns.';

create trigger tell_of_action after insert or update of owner_id, owner_organization_id on public.actions
for each row when (new.status in ('todo', 'in_progress', 'stuck')) execute function private.tell_of_action();
