-- What documents and the sync server read of closings.

grant execute on function private.previous_meeting(uuid) to maillage_system;
