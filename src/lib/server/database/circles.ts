import { sql } from 'kysely';
import type { AgreementForm } from '$lib/domain/case';
import type { Tx } from './transaction';

export interface NewCircleMember {
	caseId: string;
	profileId: string;
	reason: string;
	/** The person's word for an organisation that the agreement does not name yet; null when it is named. */
	agreed: { form: AgreementForm; on: string } | null;
}

/**
 * Invites a colleague into the circle of a case. Throws Refusal: not_found, not_allowed outside the circle, conflict when
 * the case is not shared and they are of another organisation, invalid without the person's word or without a mandate.
 */
export async function addCircleMember(tx: Tx, input: NewCircleMember): Promise<void> {
	await sql`select public.add_circle_member(${input.caseId}::uuid, ${input.profileId}::uuid, ${input.reason},
		${input.agreed?.form ?? null}, ${input.agreed?.on ?? null}::date)`.execute(tx);
}

/** Takes somebody out of the circle: oneself, or another for the référent. Throws Refusal: conflict for the référent, who hands over first. */
export async function leaveCircle(
	tx: Tx,
	{ caseId, profileId }: { caseId: string; profileId: string }
): Promise<void> {
	await sql`select public.leave_circle(${caseId}::uuid, ${profileId}::uuid)`.execute(tx);
}

/** Hands a case over; whoever receives it enters the circle. Throws Refusal: not_allowed for another than the référent, invalid when they may not read it. */
export async function setReferent(
	tx: Tx,
	{ caseId, profileId }: { caseId: string; profileId: string }
): Promise<void> {
	await sql`select public.set_referent(${caseId}::uuid, ${profileId}::uuid)`.execute(tx);
}
