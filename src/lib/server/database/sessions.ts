import { sql } from 'kysely';
import type { Databases } from './database';
import { inOneMessage, literals } from './one-message';
import type { Tx } from './transaction';

/** As the system: whether a session exists, has not ended, and its account is neither banned nor deleted. Each page asks. */
export async function isSessionAlive(databases: Databases, sessionId: string): Promise<boolean> {
	const ids = literals([sessionId], 'uuid');
	const alive = await inOneMessage(databases, `select from private.alive_sessions(${ids})`);
	return alive.length > 0;
}

export interface WatchedSessions {
	/** Neither ended nor of a banned account. */
	alive: Set<string>;
	/** Alive, but they wait for their unlocking. */
	locked: Set<string>;
}

/** As the system: in what state these sessions are now. One query. */
export async function watchSessions(tx: Tx, ids: readonly string[]): Promise<WatchedSessions> {
	const { rows } = await sql<{ id: string; locked: boolean }>`
		select s.session_id as id, s.locked from private.watch_sessions(${[...ids]}::uuid[]) as s`.execute(
		tx
	);
	return {
		alive: new Set(rows.map(({ id }) => id)),
		locked: new Set(rows.flatMap(({ id, locked }) => (locked ? id : [])))
	};
}

/** `profileId` null: the access of the whole group changed. */
export interface AccessChange {
	groupId: string;
	profileId: string | null;
	/** The case whose circle or agreement it is; null for a mandate. */
	caseId: string | null;
}

/** Up to where the changes are known: a transaction and a moment of the database. */
export interface AccessCursor {
	transaction: string;
	at: string;
}

export interface AccessChanges {
	/** To hand to the next call. */
	cursor: AccessCursor;
	/** Made by somebody. */
	changes: AccessChange[];
	/** Come to their date. */
	due: AccessChange[];
}

/**
 * As the system: mandates, circles and agreements that changed since a cursor, whoever changed them, or that came to
 * their date since; none for a null cursor, which starts at now. Transactions are not seen in the order of their ids, so
 * the cursor is the oldest transaction still running: nothing is missed, nothing is told twice.
 */
export async function readAccessChanges(
	tx: Tx,
	cursor: AccessCursor | null
): Promise<AccessChanges> {
	const { rows } = await sql<AccessChanges>`
		with now as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as oldest)
		select jsonb_build_object('transaction', n.oldest::text, 'at', now()::text) as cursor,
			array(
				select jsonb_build_object('groupId', a.group_id, 'profileId', a.profile_id, 'caseId', a.case_id)
				from public.access_changes as a
				where a.transaction_id >= ${cursor?.transaction ?? null}::text::xid8 and a.transaction_id < n.oldest
				order by a.id
			) as changes,
			array(
				select jsonb_build_object('groupId', d.group_id, 'profileId', d.profile_id, 'caseId', d.case_id)
				from private.access_due(${cursor?.at ?? null}::timestamptz) as d
			) as due
		from now as n`.execute(tx);
	return (
		rows[0] ?? { cursor: cursor ?? { transaction: '0', at: '-infinity' }, changes: [], due: [] }
	);
}
