import { sql } from 'kysely';
import type { AgreementForm } from '$lib/domain/case';
import type { Tx } from './transaction';

export interface NewAgreement {
	id: string;
	caseId: string;
	form: AgreementForm;
	/** ISO date, today at the latest. */
	givenOn: string;
	organizationIds: readonly string[];
}

/**
 * Records that the person agreed, in place of the agreement before it: the case is shared with the group, and its circle
 * keeps only people of the organisations named. Throws Refusal: not_found, not_allowed, invalid.
 */
export async function recordAgreement(tx: Tx, input: NewAgreement): Promise<void> {
	await sql`select public.record_agreement(${input.id}::uuid, ${input.caseId}::uuid, ${input.form},
		${input.givenOn}::date, ${[...input.organizationIds]}::uuid[])`.execute(tx);
}

/** Records that the person took their word back, for one organisation or for all (null). Throws Refusal: not_found, not_allowed, conflict when there is nothing to withdraw. */
export async function withdrawAgreement(
	tx: Tx,
	{ caseId, organizationId }: { caseId: string; organizationId: string | null }
): Promise<void> {
	await sql`select public.withdraw_agreement(${caseId}::uuid, ${organizationId}::uuid)`.execute(tx);
}
