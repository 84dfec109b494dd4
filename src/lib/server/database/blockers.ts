import { sql } from 'kysely';
import type { Blocker, BlockerType } from '$lib/domain/blocker';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewBlocker {
	/** Made by whoever asks, so that asking twice adds one. */
	id: string;
	caseId: string;
	type: BlockerType;
	detail: string;
	carrierId: string | null;
}

/** Adds a blocker. Throws Refusal: not_found, not_allowed outside the circle, invalid. */
export async function addBlocker(tx: Tx, input: NewBlocker): Promise<void> {
	await sql`select public.add_blocker(${input.id}::uuid, ${input.caseId}::uuid, ${input.type}, ${input.detail},
		${input.carrierId}::uuid)`.execute(tx);
}

/** Only the fields that are there change. `liftedBy` stays only while the status is `lifted`. */
export type BlockerChanges = Partial<Pick<Blocker, 'status' | 'detail' | 'carrierId' | 'liftedBy'>>;

/** Changes a blocker and returns its case. Throws Refusal: not_found, not_allowed, invalid. */
export async function setBlocker(
	tx: Tx,
	{ blockerId, changes }: { blockerId: string; changes: BlockerChanges }
): Promise<{ caseId: string }> {
	const { rows } = await sql<{ caseId: string }>`
		select public.set_blocker(${blockerId}::uuid, ${JSON.stringify(changes)}::jsonb) as "caseId"`.execute(
		tx
	);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}
