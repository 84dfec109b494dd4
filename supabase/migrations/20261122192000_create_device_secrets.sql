-- What was typed without a network waits on the device of its author, under a key that only their session is given.

create table public.device_secrets (
  profile_id uuid primary key references public.profiles (id) on delete cascade,
  secret text not null default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
);
comment on table public.device_secrets is 'From which the pages of a professional make the key of what their devices keep. Handed to their signed-in pages, and held in memory only.';
alter table public.device_secrets enable row level security;
revoke all on public.device_secrets from public, anon, authenticated, service_role;
grant select, insert on public.device_secrets to maillage_system;
