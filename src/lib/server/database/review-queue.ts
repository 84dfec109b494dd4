import { sql } from 'kysely';
import type { Tx } from './transaction';

/**
 * Leaves a case for another meeting, with a word to `askerId` who proposed it. Throws Refusal: not_found, not_allowed for
 * another than a facilitator, conflict once it is closed or cancelled, invalid for an asker of another group.
 */
export async function skipCase(
	tx: Tx,
	{
		meetingId,
		caseId,
		askerId,
		word
	}: { meetingId: string; caseId: string; askerId: string | null; word: string }
): Promise<void> {
	await sql`select public.skip_case(${meetingId}::uuid, ${caseId}::uuid, ${askerId}::uuid, ${word})`.execute(
		tx
	);
}

/** Puts a case back in the review queue of a meeting. Throws Refusal: not_found, not_allowed. */
export async function unskipCase(
	tx: Tx,
	{ meetingId, caseId }: { meetingId: string; caseId: string }
): Promise<void> {
	await sql`select public.unskip_case(${meetingId}::uuid, ${caseId}::uuid)`.execute(tx);
}

/** Notes that the caller read why their proposal waits; returns its case. Throws Refusal('not_found') for that of somebody else. */
export async function openSkip(tx: Tx, skipId: string): Promise<{ caseId: string | null }> {
	const { rows } = await sql<{ caseId: string }>`
		select public.open_skip(${skipId}::uuid) as "caseId"`.execute(tx);
	return { caseId: rows[0]?.caseId ?? null };
}

/**
 * Notes that the agenda is sent as `fingerprint` says it is; false when it was sent so already. Throws Refusal: not_found,
 * not_allowed for another than a facilitator, conflict once it began or when it was sent today, invalid while a case has
 * no question.
 */
export async function sendAgenda(
	tx: Tx,
	{ meetingId, fingerprint }: { meetingId: string; fingerprint: string }
): Promise<boolean> {
	const { rows } = await sql<{ sent: boolean }>`
		select public.send_agenda(${meetingId}::uuid, ${fingerprint}) as sent`.execute(tx);
	return rows[0]?.sent ?? false;
}

/** Addresses to which the agenda of a meeting goes, read as the system. */
export async function agendaRecipients(tx: Tx, meetingId: string): Promise<string[]> {
	const { rows } = await sql<{ email: string }>`
		select r.email from private.agenda_recipients(${meetingId}::uuid) as r`.execute(tx);
	return rows.map(({ email }) => email);
}
