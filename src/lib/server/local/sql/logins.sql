-- After the migrations, which make `maillage_system`: the second login role may become it, and nothing else.
grant maillage_system to app_worker with inherit false, set true;
