import { sql, type RawBuilder } from 'kysely';
import { Refusal } from '$lib/domain/refusal';
import type { DeclineReason } from '$lib/domain/request';
import type { Tx } from './transaction';

/** Whose screens show a request. */
export interface RequestScreens {
	/** Null: asked in a meeting. */
	caseId: string | null;
	profileIds: string[];
}

export interface NewRequest {
	id: string;
	caseId: string;
	blockerId: string | null;
	/** One of these two. */
	targetId: string | null;
	organizationId: string | null;
	words: string;
	/** ISO date. */
	dueOn: string | null;
}

/**
 * Asks something of a colleague or of an organisation about a case. Again with the same id changes nothing. Throws
 * Refusal: not_found, not_allowed outside the circle, invalid for whoever may not know of the case.
 */
export async function askRequest(tx: Tx, input: NewRequest): Promise<RequestScreens> {
	return screens(
		tx,
		sql`public.ask_request(${input.id}::uuid, ${input.caseId}::uuid, ${input.blockerId}::uuid, ${input.targetId}::uuid,
			${input.organizationId}::uuid, ${input.words}, ${input.dueOn}::date)`
	);
}

/** Notes that the caller read what they are asked. Throws Refusal: not_found, not_allowed. */
export async function seeRequest(tx: Tx, id: string): Promise<RequestScreens> {
	return screens(tx, sql`public.see_request(${id}::uuid)`);
}

/** Takes a request upon the caller. Throws Refusal: not_found, not_allowed, conflict once it is over. */
export async function takeRequest(tx: Tx, id: string): Promise<RequestScreens> {
	return screens(tx, sql`public.take_request(${id}::uuid)`);
}

/** Answers what the caller is asked. Throws Refusal: not_found, not_allowed, conflict once it is over, invalid. */
export async function answerRequest(
	tx: Tx,
	{ id, answer }: { id: string; answer: string }
): Promise<RequestScreens> {
	return screens(tx, sql`public.answer_request(${id}::uuid, ${answer})`);
}

/** Says no to what the caller is asked. Throws Refusal: not_found, not_allowed, conflict once it is over, invalid. */
export async function declineRequest(
	tx: Tx,
	{ id, reason, words }: { id: string; reason: DeclineReason; words: string }
): Promise<RequestScreens> {
	return screens(tx, sql`public.decline_request(${id}::uuid, ${reason}, ${words})`);
}

/** Closes a request of the caller's, and the link of its guest. Throws Refusal: not_found, not_allowed. */
export async function closeRequest(tx: Tx, id: string): Promise<RequestScreens> {
	return screens(tx, sql`public.close_request(${id}::uuid)`);
}

/** Asks again. Throws Refusal: not_found, not_allowed, conflict after a week and for a guest. */
export async function reopenRequest(tx: Tx, id: string): Promise<RequestScreens> {
	return screens(tx, sql`public.reopen_request(${id}::uuid)`);
}

/** Reminds of a request of the caller's. Throws Refusal: not_found, not_allowed, conflict before two days. */
export async function remindRequest(tx: Tx, id: string): Promise<RequestScreens> {
	return screens(tx, sql`public.remind_request(${id}::uuid)`);
}

/** Says until when a request of the caller's waits. Throws Refusal: not_found, not_allowed, conflict once it is over. */
export async function dateRequest(
	tx: Tx,
	{ id, dueOn }: { id: string; dueOn: string | null }
): Promise<RequestScreens> {
	return screens(tx, sql`public.date_request(${id}::uuid, ${dueOn}::date)`);
}

async function screens(tx: Tx, call: RawBuilder<unknown>): Promise<RequestScreens> {
	const { rows } = await sql<{ screens: RequestScreens }>`select ${call} as screens`.execute(tx);
	if (!rows[0]) throw new Refusal('not_found');
	return rows[0].screens;
}
