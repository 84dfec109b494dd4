import { sql } from 'kysely';
import type { InboxFacts, InboxItem, RunningMeeting, WeekEvent } from '$lib/domain/inbox';
import type { Tx } from './transaction';

/** What waits for one professional, their week and the meetings that run, read as the system: each text only if they may still read it. */
export async function inboxFacts(
	tx: Tx,
	profileId: string
): Promise<InboxFacts & { running: RunningMeeting[] }> {
	const { rows } = await sql<{
		items: InboxItem[];
		week: WeekEvent[];
		running: RunningMeeting[];
	}>`
		select to_jsonb(i.items) as items, to_jsonb(i.week) as week, to_jsonb(i.running) as running
		from private.inbox_of(${profileId}::uuid) as i`.execute(tx);
	return rows[0] ?? { items: [], week: [], running: [] };
}
