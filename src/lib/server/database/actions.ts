import { sql } from 'kysely';
import type { Action } from '$lib/domain/action';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewAction {
	/** Made by whoever asks, so that asking twice adds one. */
	id: string;
	caseId: string;
	label: string;
	/** Null without an organisation either: the person does it. */
	ownerId: string | null;
	organizationId?: string | null;
	/** ISO date. */
	dueOn: string | null;
	/** One about a restricted blocker always is. */
	reserved: boolean;
	blockerId: string | null;
	/** The words of a note, or the page of the case. */
	origin?: 'case' | 'note';
}

/** Adds an action. Throws Refusal: not_found, not_allowed outside the circle, invalid. */
export async function addAction(tx: Tx, input: NewAction): Promise<void> {
	// An action about a blocker comes from it, unless words of a note made it.
	const origin = input.origin === 'note' ? 'note' : null;
	await sql`select public.add_action(${input.id}::uuid, ${input.caseId}::uuid, ${input.label}, ${input.ownerId}::uuid,
		${input.dueOn}::date, ${input.reserved}, ${input.blockerId}::uuid, ${input.organizationId ?? null}::uuid,
		${origin}::text)`.execute(tx);
}

/** Only the fields that are there change. */
export type ActionChanges = Partial<
	Pick<
		Action,
		| 'label'
		| 'status'
		| 'ownerId'
		| 'organizationId'
		| 'dueOn'
		| 'reserved'
		| 'blockerId'
		| 'dropReason'
		| 'dropWord'
	>
> & {
	/** To whoever it is given. */
	word?: string;
};

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

/**
 * Gives an action back to whoever gave it, with a word, and returns its case. Throws Refusal: not_found, not_allowed for
 * somebody else's, conflict when nobody is left to take it back.
 */
export async function handBackAction(
	tx: Tx,
	{ actionId, word }: { actionId: string; word: string }
): Promise<{ caseId: string }> {
	const { rows } = await sql<{ caseId: string }>`
		select public.hand_back_action(${actionId}::uuid, ${word}) as "caseId"`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}
