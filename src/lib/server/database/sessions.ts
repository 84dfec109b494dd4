import { sql } from 'kysely';
import type { Tx } from './transaction';

/** As the system: whether a session exists, has not ended, and its account is neither banned nor deleted. */
export async function isSessionAlive(tx: Tx, sessionId: string): Promise<boolean> {
	return (await aliveSessions(tx, [sessionId])).has(sessionId);
}

/** As the system: those of these sessions that are alive. One query. */
export async function aliveSessions(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
	const { rows } = await sql<{ id: string }>`
		select s.id from private.alive_sessions(${[...ids]}::uuid[]) as s (id)`.execute(tx);
	return new Set(rows.map((row) => row.id));
}

/** `profileId` null: the access of the whole group changed. */
export interface AccessChange {
	groupId: string;
	profileId: string | null;
}

export interface AccessChanges {
	/** To hand to the next call. */
	cursor: string;
	changes: AccessChange[];
}

/**
 * As the system: mandates, circles and agreements that changed since a cursor, whoever changed them; none for a null
 * cursor, which starts at now. Transactions are not seen in the order of their ids, so the cursor is the oldest
 * transaction still running: nothing is missed, nothing is told twice.
 */
export async function readAccessChanges(tx: Tx, cursor: string | null): Promise<AccessChanges> {
	const { rows } = await sql<{ cursor: string; changes: AccessChange[] }>`
		with now as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as oldest)
		select n.oldest::text as cursor,
			array(
				select jsonb_build_object('groupId', a.group_id, 'profileId', a.profile_id)
				from public.access_changes as a
				where a.transaction_id >= ${cursor}::text::xid8 and a.transaction_id < n.oldest
				order by a.id
			) as changes
		from now as n`.execute(tx);
	return rows[0] ?? { cursor: cursor ?? '0', changes: [] };
}
