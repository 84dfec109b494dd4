import { sql } from 'kysely';
import type { BlockerType } from '$lib/domain/blocker';
import type { Tx } from './transaction';

/** Lists the types of blockers that forms propose, in their order, for whoever has a mandate. */
export async function listOfferedBlockerTypes(tx: Tx): Promise<BlockerType[]> {
	const { rows } = await sql<{ code: BlockerType }>`
		select t.code from public.blocker_types as t where t.offered order by t.position`.execute(tx);
	return rows.map((row) => row.code);
}

/** Lists those of them that the whole group may read, in their order, for whoever has a mandate. */
export async function listGroupBlockerTypes(tx: Tx): Promise<BlockerType[]> {
	const { rows } = await sql<{ code: BlockerType }>`
		select t.code from public.blocker_types as t where t.offered and not t.restricted
		order by t.position`.execute(tx);
	return rows.map((row) => row.code);
}
