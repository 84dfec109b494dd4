import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '$lib/domain/refusal';
import type { RequestScreens } from './requests';
import type { Tx } from './transaction';

const TOKEN_BYTES = 32;

/** A new secret for the link of a guest, and the hash that is all the database keeps of it. */
export function newGuestToken(): { token: string; tokenHash: Buffer } {
	const token = randomBytes(TOKEN_BYTES).toString('base64url');
	return { token, tokenHash: hashGuestToken(token) };
}

/** The hash by which the link of a guest is found. */
export function hashGuestToken(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

export interface GuestRequest {
	id: string;
	caseId: string;
	blockerId: string | null;
	email: string;
	/** The question as the guest reads it. */
	words: string;
	/** ISO date. */
	dueOn: string | null;
	tokenHash: Buffer;
}

/**
 * Asks one thing of somebody without account; the link works for seven days, once. Throws Refusal: not_found, not_allowed
 * outside the circle, conflict for an id that is taken, invalid, too_many_tries after twenty in a day.
 */
export async function inviteGuest(
	tx: Tx,
	input: GuestRequest
): Promise<RequestScreens & { email: string }> {
	const { rows } = await sql<{ asked: RequestScreens & { email: string } }>`
		select public.invite_guest(${input.id}::uuid, ${input.caseId}::uuid, ${input.blockerId}::uuid, ${input.email},
			${input.words}, ${input.dueOn}::date, ${input.tokenHash}::bytea) as asked`.execute(tx);
	if (!rows[0]) throw new Refusal('not_found');
	return rows[0].asked;
}

/** What the page of a link says. */
export interface FoundGuestLink {
	/** First name of whoever asks. */
	asker: string;
	/** Null when its very name would say too much. */
	organization: string | null;
	words: string;
}

/** As the system, for a visitor: the question of a link; null, alike, for one that is unknown, answered, revoked or over. */
export async function findGuestLink(tx: Tx, tokenHash: Buffer): Promise<FoundGuestLink | null> {
	const { rows } = await sql<FoundGuestLink>`
		select g.asker, g.organization, g.words from private.find_guest_link(${tokenHash}::bytea) as g`.execute(
		tx
	);
	return rows[0] ?? null;
}

/** As the system: takes the one answer of a guest. Throws Refusal: not_found for a link that does not work, invalid. */
export async function answerGuestLink(
	tx: Tx,
	{ tokenHash, answer, declined }: { tokenHash: Buffer; answer: string; declined: boolean }
): Promise<RequestScreens> {
	const { rows } = await sql<{ screens: RequestScreens }>`
		select private.answer_guest_link(${tokenHash}::bytea, ${answer}, ${declined}) as screens`.execute(
		tx
	);
	if (!rows[0]) throw new Refusal('not_found');
	return rows[0].screens;
}
