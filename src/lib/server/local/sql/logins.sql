-- After the migrations, which make `maillage_system`: the second login role may become it, and nothing else.
do $$
begin
  if to_regrole('maillage_system') is not null then
    grant maillage_system to app_worker with inherit false, set true;
  end if;
end
$$;
