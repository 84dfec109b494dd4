import { sql } from 'kysely';
import type { BlockerType } from '$lib/domain/blocker';
import type { Lever, LeverCode } from '$lib/domain/lever';
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

/** Lists the levers, by type and in their order, for whoever has a mandate or administers. */
export async function listLevers(tx: Tx): Promise<Lever[]> {
	const { rows } = await sql<Lever>`
		select l.code, l.type_code as type, l.offered from public.levers as l
		order by l.type_code, l.position`.execute(tx);
	return rows;
}

/** Says whether a lever is proposed. Throws Refusal('not_found') for whoever does not administer. */
export async function setLever(
	tx: Tx,
	{ code, offered }: { code: LeverCode; offered: boolean }
): Promise<void> {
	await sql`select public.set_lever(${code}, ${offered})`.execute(tx);
}
