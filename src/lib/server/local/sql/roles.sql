-- The roles that a Supabase database already has, and the login roles of the application and of its sign-in service.
-- Roles belong to the whole cluster: this runs once per cluster, but may run again.

do $$
begin
  if to_regrole('anon') is null then
    create role anon nologin noinherit;
  end if;
  if to_regrole('authenticated') is null then
    create role authenticated nologin noinherit;
  end if;
  if to_regrole('service_role') is null then
    create role service_role nologin noinherit bypassrls;
  end if;
  if to_regrole('app_server') is null then
    create role app_server login noinherit;
  end if;
  if to_regrole('app_worker') is null then
    create role app_worker login noinherit;
  end if;
  if to_regrole('app_auth') is null then
    create role app_auth login;
  end if;
end
$$;

-- A login role may become these roles for a transaction, and has no right of its own.
grant anon, authenticated to app_server with inherit false, set true;
