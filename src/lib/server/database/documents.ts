import { sql } from 'kysely';
import { parseDocumentName, type DocumentName } from '$lib/domain/document-name';
import type { Tx } from './transaction';

export interface DocumentHead {
	documentId: number;
	name: DocumentName;
	epoch: number;
	/** Sequence number of the last stored update; 0 before the first. */
	seq: number;
}

/**
 * As the system: the head of a document, made on the spot when its subject exists; null when it does not. When
 * `created`, the same transaction must write the initial content: another opener waits for its commit.
 */
export async function openHead(
	tx: Tx,
	name: DocumentName
): Promise<{ head: DocumentHead; created: boolean } | null> {
	const parsed = parseDocumentName(name);
	if (!parsed) return null;
	const existing = (await heads(tx, [name])).get(name);
	if (existing) return { head: existing, created: false };
	const { rows } = await sql<DocumentHead>`
		insert into public.documents (name, kind)
		select ${name}, ${parsed.kind} where private.document_subject_exists(${name})
		on conflict (name) do nothing
		returning id as "documentId", name, epoch, seq`.execute(tx);
	if (rows[0]) return { head: rows[0], created: true };
	const head = (await heads(tx, [name])).get(name);
	return head ? { head, created: false } : null;
}

/** As the system: the heads of those of these documents that exist, by name. One query. */
export async function heads(
	tx: Tx,
	names: readonly DocumentName[]
): Promise<Map<DocumentName, DocumentHead>> {
	const { rows } = await sql<DocumentHead>`
		select d.id as "documentId", d.name, d.epoch, d.seq
		from public.documents as d where d.name = any (${[...names]}::text[])`.execute(tx);
	return new Map(rows.map((head) => [head.name, head]));
}

export interface StoredDocument extends DocumentHead {
	snapshot: { seq: number; state: Uint8Array } | null;
	/** Stored after the snapshot, in order. */
	updates: { seq: number; content: Uint8Array; authorId: string | null }[];
}

/** As the system: a document as stored, snapshot and tail read in one statement; null when there is none. */
export async function loadDocument(tx: Tx, name: DocumentName): Promise<StoredDocument | null> {
	const { rows } = await sql<LoadedRow>`
		select d.id as "documentId", d.epoch, d.seq, s.seq as "snapshotSeq", s.state, t.seqs, t.contents, t.authors
		from public.documents as d
		left join public.document_snapshots as s on s.document_id = d.id and s.epoch = d.epoch
		cross join lateral (
			select array_agg(u.seq::integer order by u.seq) as seqs, array_agg(u.content order by u.seq) as contents,
				array_agg(u.author_id order by u.seq) as authors
			from public.document_updates as u
			where u.document_id = d.id and u.epoch = d.epoch and u.seq > coalesce(s.seq, 0)
		) as t
		where d.name = ${name}`.execute(tx);
	const [row] = rows;
	if (!row) return null;
	const { documentId, epoch, seq, snapshotSeq, state, seqs, contents, authors } = row;
	return {
		documentId,
		name,
		epoch,
		seq,
		snapshot: snapshotSeq !== null && state ? { seq: snapshotSeq, state } : null,
		updates: (contents ?? []).map((content, index) => ({
			seq: seqs?.[index] ?? 0,
			content,
			authorId: authors?.[index] ?? null
		}))
	};
}

interface LoadedRow {
	documentId: number;
	epoch: number;
	seq: number;
	snapshotSeq: number | null;
	state: Uint8Array | null;
	seqs: number[] | null;
	contents: Uint8Array[] | null;
	authors: (string | null)[] | null;
}

/** Up to where a log is known, and the entry that is not asked for any more, if any. */
export interface Known {
	documentId: number;
	epoch: number;
	seq: number;
	before?: number;
}

/**
 * As the system: for each of these, what was stored after `seq` and before `before`, in order: updates, or the snapshot
 * that replaced some of them. Null where the epoch is no longer that of the document. One query.
 */
export async function readSince(
	tx: Tx,
	known: readonly Known[]
): Promise<({ contents: Uint8Array[]; seq: number } | null)[]> {
	const { rows } = await sql<{
		place: number;
		seq: number;
		state: Uint8Array | null;
		contents: Uint8Array[] | null;
	}>`
		select k.place::integer as place, coalesce(k.before - 1, d.seq) as seq, s.state, t.contents
		from unnest(
			${known.map(({ documentId }) => documentId)}::bigint[],
			${known.map(({ epoch }) => epoch)}::integer[],
			${known.map(({ seq }) => seq)}::bigint[],
			${known.map(({ before }) => before ?? null)}::bigint[]
		) with ordinality as k (document_id, epoch, seq, before, place)
		join public.documents as d on d.id = k.document_id and d.epoch = k.epoch
		left join public.document_snapshots as s on s.document_id = d.id and s.epoch = d.epoch and s.seq > k.seq
		cross join lateral (
			select array_agg(u.content order by u.seq) as contents
			from public.document_updates as u
			where u.document_id = d.id and u.epoch = d.epoch and u.seq > coalesce(s.seq, k.seq)
				and u.seq < coalesce(k.before, u.seq + 1)
		) as t`.execute(tx);
	const found = new Map(rows.map((row) => [row.place, row]));
	return known.map((_, i) => {
		const row = found.get(i + 1);
		if (!row) return null;
		const { seq, state, contents } = row;
		return { contents: [...(state ? [state] : []), ...(contents ?? [])], seq };
	});
}

export interface NewUpdate {
	documentId: number;
	epoch: number;
	content: Uint8Array;
	/** Null: the server. */
	authorId: string | null;
}

/**
 * As the system: appends updates of any number of documents in one statement, those of a document in the order given.
 * Out: the sequence number of each, gap-free per document and epoch; null where the epoch is no longer that of the document.
 */
export async function appendUpdates(
	tx: Tx,
	updates: readonly NewUpdate[]
): Promise<(number | null)[]> {
	if (updates.length === 0) return [];
	const { rows } = await sql<{ seq: number | null }>`
		select a.seq from private.append_updates(
			${updates.map((update) => update.documentId)}::bigint[],
			${updates.map((update) => update.epoch)}::integer[],
			${updates.map(() => null)}::bigint[],
			${updates.map((update) => Buffer.from(update.content))}::bytea[],
			${updates.map((update) => update.authorId)}::uuid[]
		) as a`.execute(tx);
	return rows.map((row) => row.seq);
}

export interface NewSnapshot {
	documentId: number;
	epoch: number;
	/** Every update up to this one is in `state`. */
	seq: number;
	state: Uint8Array;
}

/**
 * As the system: replaces the snapshot and deletes the updates it covers. False, and nothing done, when another
 * process is at it, the epoch is over, a later snapshot is there, or `seq` was never stored.
 */
export async function saveSnapshot(tx: Tx, snapshot: NewSnapshot): Promise<boolean> {
	const { documentId, epoch, seq } = snapshot;
	const { rows } = await sql<{ id: number }>`
		insert into public.document_snapshots as s (document_id, epoch, seq, state)
		select d.id, d.epoch, ${seq}, ${Buffer.from(snapshot.state)}
		from public.documents as d
		where d.id = ${documentId} and d.epoch = ${epoch} and d.seq >= ${seq}
			and pg_try_advisory_xact_lock(${SNAPSHOT_LOCK}, d.id::integer)
		on conflict (document_id) do update
		set epoch = excluded.epoch, seq = excluded.seq, state = excluded.state, created_at = now()
		where s.epoch < excluded.epoch or (s.epoch = excluded.epoch and s.seq <= excluded.seq)
		returning document_id as id`.execute(tx);
	if (rows.length === 0) return false;
	await sql`delete from public.document_updates as u
		where u.document_id = ${documentId} and (u.epoch < ${epoch} or (u.epoch = ${epoch} and u.seq <= ${seq}))`.execute(
		tx
	);
	return true;
}

/** As the system: waits until nobody replaces the snapshot of a document, and keeps them away until the transaction is over. */
export async function lockSnapshot(tx: Tx, documentId: number): Promise<void> {
	await sql`select pg_advisory_xact_lock(${SNAPSHOT_LOCK}, ${documentId}::integer)`.execute(tx);
}

/** As the system: replaces the history of a document by `state` under a new epoch, which it returns; null when there is no such document. */
export async function bumpEpoch(
	tx: Tx,
	{ documentId, state }: { documentId: number; state: Uint8Array }
): Promise<number | null> {
	// A compaction under way would have the state refused, and the document would be empty.
	await lockSnapshot(tx, documentId);
	const { rows } = await sql<{ epoch: number }>`
		update public.documents as d set epoch = d.epoch + 1, seq = 0 where d.id = ${documentId}
		returning d.epoch`.execute(tx);
	const epoch = rows[0]?.epoch;
	if (epoch === undefined) return null;
	await saveSnapshot(tx, { documentId, epoch, seq: 0, state });
	return epoch;
}

/** As the system: documents whose log holds updates older than that many milliseconds: a compaction that never came. */
export async function staleDocuments(tx: Tx, olderThan: number): Promise<DocumentName[]> {
	const { rows } = await sql<{ name: DocumentName }>`
		select distinct d.name from public.document_updates as u
		join public.documents as d on d.id = u.document_id
		where u.created_at < now() - make_interval(secs => ${olderThan / 1000})
		limit 50`.execute(tx);
	return rows.map(({ name }) => name);
}

const SNAPSHOT_LOCK = 706_172;
