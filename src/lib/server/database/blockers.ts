import { sql } from 'kysely';
import type { Blocker, BlockerOrigin, BlockerType } from '$lib/domain/blocker';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewBlocker {
	/** Made by whoever asks, so that asking twice adds one. */
	id: string;
	caseId: string;
	type: BlockerType;
	detail: string;
	carrierId: string | null;
	origin?: BlockerOrigin | null;
	/** Made of words of a note. */
	fromNote?: boolean;
}

/** Adds a blocker. Throws Refusal: not_found, not_allowed outside the circle, invalid. */
export async function addBlocker(tx: Tx, input: NewBlocker): Promise<void> {
	await sql`select public.add_blocker(${input.id}::uuid, ${input.caseId}::uuid, ${input.type}, ${input.detail},
		${input.carrierId}::uuid, ${input.origin ?? null}, ${input.fromNote ?? false})`.execute(tx);
}

/** Only the fields that are there change. `liftedBy` stays only while the status is `lifted`. */
export type BlockerChanges = Partial<
	Pick<Blocker, 'status' | 'detail' | 'carrierId' | 'liftedBy' | 'origin'>
>;

/** Changes a blocker and returns its case. Throws Refusal: not_found, not_allowed, invalid. */
export async function setBlocker(
	tx: Tx,
	{ blockerId, changes }: { blockerId: string; changes: BlockerChanges }
): Promise<Touched> {
	return caseOf(
		await sql<Touched>`
		select public.set_blocker(${blockerId}::uuid, ${JSON.stringify(changes)}::jsonb) as "caseId"`.execute(
			tx
		)
	);
}

/** Takes on a blocker that the caller was given, and returns its case. Throws Refusal: not_found, not_allowed for another carrier. */
export async function acceptBlocker(tx: Tx, blockerId: string): Promise<Touched> {
	return caseOf(
		await sql<Touched>`select public.accept_blocker(${blockerId}::uuid) as "caseId"`.execute(tx)
	);
}

export interface BlockerReturn {
	/** Made by whoever asks, so that asking twice hands it back once. */
	id: string;
	blockerId: string;
	/** 1 to 200 characters, for whoever entrusted it. */
	word: string;
}

/**
 * Hands a blocker back to whoever entrusted it, and returns its case. Throws Refusal: not_found, not_allowed for another
 * carrier, conflict when nobody entrusted it, invalid.
 */
export async function returnBlocker(
	tx: Tx,
	{ id, blockerId, word }: BlockerReturn
): Promise<Touched> {
	return caseOf(
		await sql<Touched>`
		select public.return_blocker(${id}::uuid, ${blockerId}::uuid, ${word}) as "caseId"`.execute(tx)
	);
}

/** Notes that the caller read what became of a blocker that they entrusted, and returns its case. Throws Refusal('not_found'). */
export async function openBlockerAnswer(tx: Tx, id: string): Promise<Touched> {
	return caseOf(
		await sql<Touched>`select public.open_blocker_answer(${id}::uuid) as "caseId"`.execute(tx)
	);
}

interface Touched {
	caseId: string;
}

function caseOf({ rows }: { rows: Touched[] }): Touched {
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}
