import { sql } from 'kysely';
import type { AgreementForm } from '$lib/domain/case';
import { Refusal } from '$lib/domain/refusal';
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

/**
 * Becomes the référent of a case that has none. Throws Refusal: not_allowed for another than oneself, who is offered the
 * case instead, conflict when somebody leads it already.
 */
export async function setReferent(
	tx: Tx,
	{ caseId, profileId }: { caseId: string; profileId: string }
): Promise<void> {
	await sql`select public.set_referent(${caseId}::uuid, ${profileId}::uuid)`.execute(tx);
}

export interface NewCircleRequest {
	/** Made by whoever asks, so that asking twice asks once. */
	id: string;
	caseId: string;
	/** 1 to 200 characters. */
	reason: string;
}

/** Asks the circle of a case to be let in. Throws Refusal: not_found, invalid, conflict when one is in it or has asked already. */
export async function askToJoinCircle(
	tx: Tx,
	{ id, caseId, reason }: NewCircleRequest
): Promise<void> {
	await sql`select public.ask_to_join_circle(${id}::uuid, ${caseId}::uuid, ${reason})`.execute(tx);
}

/** Takes the caller's own request back and returns its case. Throws Refusal('not_found') for that of another, or one answered already. */
export async function cancelCircleRequest(tx: Tx, id: string): Promise<{ caseId: string }> {
	return caseOf(
		await sql<Touched>`select public.cancel_circle_request(${id}::uuid) as "caseId"`.execute(tx)
	);
}

export interface CircleAnswer {
	requestId: string;
	accept: boolean;
	/** For whoever asked, when it is no; 200 characters. */
	word?: string;
	/** The person's word for an organisation that the agreement does not name yet; null when it is named. */
	agreed: { form: AgreementForm; on: string } | null;
}

/**
 * Answers a request to join a circle, and returns its case. Throws Refusal: not_found, not_allowed outside the circle,
 * conflict when it was answered or taken back; when accepted, those of `addCircleMember`.
 */
export async function answerCircleRequest(
	tx: Tx,
	{ requestId, accept, word = '', agreed }: CircleAnswer
): Promise<{ caseId: string }> {
	return caseOf(
		await sql<Touched>`select public.answer_circle_request(${requestId}::uuid, ${accept}, ${word},
			${agreed?.form ?? null}, ${agreed?.on ?? null}::date) as "caseId"`.execute(tx)
	);
}

/** Notes that the caller opened the answer to their own request or offer, and returns its case. Throws Refusal('not_found'). */
export async function openCircleAnswer(tx: Tx, id: string): Promise<{ caseId: string }> {
	return caseOf(
		await sql<Touched>`select public.open_circle_answer(${id}::uuid) as "caseId"`.execute(tx)
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
