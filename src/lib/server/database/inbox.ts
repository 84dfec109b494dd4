import { sql } from 'kysely';
import type { InboxFacts, InboxItem, WeekEvent } from '$lib/domain/inbox';
import type { Tx } from './transaction';

/** What waits for one professional and their week, read as the system: each text only if they may still read it. */
export async function inboxFacts(tx: Tx, profileId: string): Promise<InboxFacts> {
	const { rows } = await sql<{ items: InboxItem[]; week: WeekEvent[] }>`
		select i.items, i.week from private.inbox_of(${profileId}::uuid) as i`.execute(tx);
	return rows[0] ?? { items: [], week: [] };
}
