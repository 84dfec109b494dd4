import { sql } from 'kysely';
import type { Action } from '$lib/domain/action';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewAction {
	/** Made by whoever asks, so that asking twice adds one. */
	id: string;
	caseId: string;
	label: string;
	/** Null: the person does it. */
	ownerId: string | null;
	/** ISO date. */
	dueOn: string | null;
	/** One about a restricted blocker always is. */
	reserved: boolean;
	blockerId: string | null;
}

/** Adds an action. Throws Refusal: not_found, not_allowed outside the circle, invalid. */
export async function addAction(tx: Tx, input: NewAction): Promise<void> {
	await sql`select public.add_action(${input.id}::uuid, ${input.caseId}::uuid, ${input.label}, ${input.ownerId}::uuid,
		${input.dueOn}::date, ${input.reserved}, ${input.blockerId}::uuid)`.execute(tx);
}

/** Only the fields that are there change. */
export type ActionChanges = Partial<
	Pick<Action, 'label' | 'status' | 'ownerId' | 'dueOn' | 'reserved' | 'blockerId'>
>;

/** Changes an action and returns its case. Throws Refusal: not_found, not_allowed, invalid. */
export async function setAction(
	tx: Tx,
	{ actionId, changes }: { actionId: string; changes: ActionChanges }
): Promise<{ caseId: string }> {
	const { rows } = await sql<{ caseId: string }>`
		select public.set_action(${actionId}::uuid, ${JSON.stringify(changes)}::jsonb) as "caseId"`.execute(
		tx
	);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}
