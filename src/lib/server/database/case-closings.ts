import { sql } from 'kysely';
import type { ClosingReason } from '$lib/domain/course';
import type { Tx } from './transaction';

export interface NewClosing {
	/** Made by whoever asks, so that asking twice closes once. */
	id: string;
	caseId: string;
	reason: ClosingReason;
	outcomeId: string | null;
	/** ISO date. */
	closedOn: string;
	words: string;
	/** Whether what remains to be done is dropped. */
	dropActions: boolean;
}

/** Ends the follow-up of a case. Throws Refusal: not_found, not_allowed outside the circle, invalid, conflict when it is closed. */
export async function closeCase(tx: Tx, input: NewClosing): Promise<void> {
	await sql`select public.close_case(${input.id}::uuid, ${input.caseId}::uuid, ${input.reason}, ${input.outcomeId}::uuid,
		${input.closedOn}::date, ${input.words}, ${input.dropActions})`.execute(tx);
}

/** Opens a closed case again, in its former stage. Throws Refusal: not_found, not_allowed for another than its référent, conflict, invalid. */
export async function reopenCase(
	tx: Tx,
	{ caseId, reason }: { caseId: string; reason: string }
): Promise<void> {
	await sql`select public.reopen_case(${caseId}::uuid, ${reason})`.execute(tx);
}
