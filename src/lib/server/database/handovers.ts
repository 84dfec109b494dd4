import { sql } from 'kysely';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewHandover {
	/** Made by whoever offers, so that offering twice offers once. */
	id: string;
	caseId: string;
	toId: string;
	/** 200 characters; may be empty. */
	word: string;
}

/**
 * Offers a case to its next référent, of its circle: nothing changes until they accept. Throws Refusal: not_found,
 * not_allowed for another than the référent while there is one, invalid for somebody who is not in the circle, conflict
 * while another offer waits.
 */
export async function offerHandover(
	tx: Tx,
	{ id, caseId, toId, word }: NewHandover
): Promise<void> {
	await sql`select public.offer_handover(${id}::uuid, ${caseId}::uuid, ${toId}::uuid, ${word})`.execute(
		tx
	);
}

/**
 * Takes over a case that was offered to the caller, or says no with a word, and returns the case. Throws Refusal:
 * not_found, not_allowed for another, conflict when it was answered, taken back or is nothing any more.
 */
export async function answerHandover(
	tx: Tx,
	{ handoverId, accept, word }: { handoverId: string; accept: boolean; word: string }
): Promise<{ caseId: string }> {
	const { rows } = await sql<{ caseId: string }>`
		select public.answer_handover(${handoverId}::uuid, ${accept}, ${word}) as "caseId"`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}

/** Takes the caller's own offer back, and returns the case. Throws Refusal: not_found, not_allowed, conflict when it was answered. */
export async function cancelHandover(tx: Tx, handoverId: string): Promise<{ caseId: string }> {
	const { rows } = await sql<{ caseId: string }>`
		select public.cancel_handover(${handoverId}::uuid) as "caseId"`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}
