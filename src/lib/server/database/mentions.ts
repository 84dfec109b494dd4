import { sql } from 'kysely';
import type { Tx } from './transaction';

/**
 * Says that the caller did what a mention of them asked, or takes it back; returns its case when they may read it.
 * Throws Refusal('not_found') for a mention of somebody else.
 */
export async function finishMention(
	tx: Tx,
	{ mentionId, done }: { mentionId: string; done: boolean }
): Promise<{ caseId: string | null }> {
	await sql`select public.finish_mention(${mentionId}::uuid, ${done})`.execute(tx);
	const { rows } = await sql<{ caseId: string | null }>`
		select m.case_id as "caseId" from public.mentions as m where m.id = ${mentionId}::uuid`.execute(tx);
	return { caseId: rows[0]?.caseId ?? null };
}
