import { sql } from 'kysely';
import type { Tx } from './transaction';

/**
 * Says that the caller did what a mention of them asked, or takes it back; returns its case, null for one in an agenda.
 * Throws Refusal('not_found') for a mention of somebody else.
 */
export async function finishMention(
	tx: Tx,
	{ mentionId, done }: { mentionId: string; done: boolean }
): Promise<{ caseId: string | null }> {
	const { rows } = await sql<{ caseId: string | null }>`
		select public.finish_mention(${mentionId}::uuid, ${done}) as "caseId"`.execute(tx);
	return { caseId: rows[0]?.caseId ?? null };
}
