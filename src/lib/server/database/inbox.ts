import { sql } from 'kysely';
import type { InboxFacts, InboxItem, WeekEvent } from '$lib/domain/inbox';
import type { Tx } from './transaction';

/** What waits for one professional and their week, read as the system: each text only if they may still read it. */
export async function inboxFacts(tx: Tx, profileId: string): Promise<InboxFacts> {
	const { rows } = await sql<{ items: InboxItem[]; week: WeekEvent[] }>`
		select
			array(
				select i.item
				from (
					select a.item from private.inbox_items as a where a.profile_id = ${profileId}
					union all
					select b.item from private.circle_items as b where b.profile_id = ${profileId}
				) as i
				order by i.item ->> 'at' desc, i.item ->> 'id'
			) as items,
			array(
				select w.event from private.week_events as w where w.profile_id = ${profileId}
				order by w.event ->> 'at', w.event ->> 'href'
			) as week`.execute(tx);
	return rows[0] ?? { items: [], week: [] };
}
