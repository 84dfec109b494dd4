import { sql } from 'kysely';
import type { Tx } from './transaction';

/** As the system: the secret from which a professional's pages make the key of what their devices keep. Made the first time. */
export async function deviceSecret(tx: Tx, profileId: string): Promise<string> {
	const { rows } = await sql<{ secret: string }>`
		with made as (
			insert into public.device_secrets (profile_id) values (${profileId}) on conflict do nothing returning secret
		)
		select m.secret from made as m
		union all
		select s.secret from public.device_secrets as s where s.profile_id = ${profileId}`.execute(tx);
	const [row] = rows;
	// Another page made it at the same time: it is there now.
	return row ? row.secret : deviceSecret(tx, profileId);
}
