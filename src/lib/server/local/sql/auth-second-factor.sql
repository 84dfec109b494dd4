-- What a second factor needs of Supabase Auth's schema, and what Supabase Auth does not keep.

create unique index mfa_factors_user_friendly_name_unique
  on auth.mfa_factors (friendly_name, user_id) where trim(friendly_name) <> '';

-- Without `ip_address`: no address of anybody is kept. A challenge lives five minutes and is never copied.
create table auth.mfa_challenges (
  id uuid primary key,
  factor_id uuid not null references auth.mfa_factors (id) on delete cascade,
  created_at timestamptz not null,
  verified_at timestamptz
);
create index mfa_challenges_factor_id_idx on auth.mfa_challenges (factor_id);

-- The last step of thirty seconds whose code was used: Supabase Auth takes a code twice.
create table local_auth.factor_steps (
  factor_id uuid primary key references auth.mfa_factors (id) on delete cascade,
  last_step bigint not null
);

-- Wrong codes of an account: Supabase Auth counts them by address only.
create table local_auth.factor_tries (
  user_id uuid not null references auth.users (id) on delete cascade,
  tried_at timestamptz not null
);
create index factor_tries_user_id_idx on local_auth.factor_tries (user_id);

grant select, insert, update, delete on auth.mfa_challenges, local_auth.factor_steps, local_auth.factor_tries to app_auth;
