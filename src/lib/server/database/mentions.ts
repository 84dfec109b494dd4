import { sql } from 'kysely';
import type { Tx } from './transaction';

/** Says that the caller did what a mention of them asked, or takes it back. Throws Refusal('not_found') for a mention of somebody else. */
export async function finishMention(
	tx: Tx,
	{ mentionId, done }: { mentionId: string; done: boolean }
): Promise<void> {
	await sql`select public.finish_mention(${mentionId}::uuid, ${done})`.execute(tx);
}
