import { sql } from 'kysely';
import type { DocumentName } from '$lib/domain/document-name';
import type { NoteAuthor, NoteVersion } from '$lib/domain/note-version';
import type { Tx } from './transaction';

/** As the system: keeps which person each of these Yjs clients is; the first time counts. */
export async function keepClients(
	tx: Tx,
	clients: readonly { documentId: number; client: number; profileId: string }[]
): Promise<void> {
	if (clients.length === 0) return;
	await sql`
		insert into public.document_clients (document_id, client_id, profile_id)
		select g.document_id, g.client_id, g.profile_id
		from unnest(
			${clients.map(({ documentId }) => documentId)}::bigint[],
			${clients.map(({ client }) => client)}::bigint[],
			${clients.map(({ profileId }) => profileId)}::uuid[]
		) as g (document_id, client_id, profile_id)
		on conflict (document_id, client_id) do nothing`.execute(tx);
}

/** As the system: these people work on these notes now. */
export async function keepWork(
	tx: Tx,
	work: readonly { documentId: number; profileId: string }[]
): Promise<void> {
	if (work.length === 0) return;
	await sql`
		insert into public.document_work as w (document_id, author_ids)
		select g.document_id, array_agg(distinct g.profile_id)
		from unnest(
			${work.map(({ documentId }) => documentId)}::bigint[],
			${work.map(({ profileId }) => profileId)}::uuid[]
		) as g (document_id, profile_id)
		group by g.document_id
		order by g.document_id
		on conflict (document_id) do update set last_at = now(), author_ids = (
			select array_agg(distinct a.id) from unnest(w.author_ids || excluded.author_ids) as a (id)
		)`.execute(tx);
}

export interface Work {
	documentId: number;
	name: DocumentName;
	startedAt: Date;
	lastAt: Date;
	authorIds: string[];
}

/** How many sessions of work one transaction ends, so that it holds few notes. */
const ENDED_AT_ONCE = 10;

/** As the system: takes sessions of work that paused for that many milliseconds; no other node takes them. */
export async function takeEndedWork(tx: Tx, pausedFor: number): Promise<Work[]> {
	const { rows } = await sql<Work>`
		with ended as (
			delete from public.document_work as w
			where w.document_id in (
				select o.document_id from public.document_work as o
				where o.last_at <= now() - make_interval(secs => ${pausedFor / 1000})
				order by o.document_id limit ${ENDED_AT_ONCE}
				for update skip locked
			)
			returning w.document_id, w.started_at, w.last_at, w.author_ids
		)
		select d.id as "documentId", d.name, e.started_at as "startedAt", e.last_at as "lastAt", e.author_ids as "authorIds"
		from ended as e join public.documents as d on d.id = e.document_id
		order by d.id`.execute(tx);
	return rows;
}

/** As the system: who has worked on a note since its last version, no longer waiting; null: nobody. */
export async function takeWorkOf(tx: Tx, documentId: number): Promise<Omit<Work, 'name'> | null> {
	const { rows } = await sql<Omit<Work, 'name'>>`
		delete from public.document_work as w where w.document_id = ${documentId}
		returning w.document_id as "documentId", w.started_at as "startedAt", w.last_at as "lastAt",
			w.author_ids as "authorIds"`.execute(tx);
	return rows[0] ?? null;
}

/** As the system: nobody stores, ends a session or erases in this document until the transaction is over. Null: there is none. */
export async function lockDocument(tx: Tx, name: DocumentName): Promise<number | null> {
	const { rows } = await sql<{ id: number }>`
		select d.id from public.documents as d where d.name = ${name} for no key update`.execute(tx);
	return rows[0]?.id ?? null;
}

export interface StoredVersion {
	id: string;
	state: Uint8Array;
}

/** As the system: the latest version of a document. */
export async function latestVersion(tx: Tx, documentId: number): Promise<StoredVersion | null> {
	const { rows } = await sql<StoredVersion>`
		select v.id, v.state from public.document_versions as v
		where v.document_id = ${documentId} order by v.ended_at desc, v.id limit 1`.execute(tx);
	return rows[0] ?? null;
}

/** As the system: every version of a document. */
export async function statesOf(tx: Tx, documentId: number): Promise<StoredVersion[]> {
	const { rows } = await sql<StoredVersion>`
		select v.id, v.state from public.document_versions as v where v.document_id = ${documentId}`.execute(
		tx
	);
	return rows;
}

/** As the system: one version of that very document; null when it has none by that id. */
export async function findVersion(
	tx: Tx,
	{ name, id }: { name: DocumentName; id: string }
): Promise<StoredVersion | null> {
	const { rows } = await sql<StoredVersion>`
		select v.id, v.state from public.document_versions as v
		join public.documents as d on d.id = v.document_id
		where v.id = ${id}::uuid and d.name = ${name}`.execute(tx);
	return rows[0] ?? null;
}

/** As the system: keeps how a note reads at the end of a session of work. */
export async function addVersion(
	tx: Tx,
	version: Omit<Work, 'name'> & { state: Uint8Array }
): Promise<void> {
	const { documentId, state, startedAt, lastAt, authorIds } = version;
	await sql`
		insert into public.document_versions (document_id, state, started_at, ended_at, author_ids)
		values (${documentId}, ${Buffer.from(state)}, ${startedAt}, ${lastAt}, ${authorIds}::uuid[])`.execute(
		tx
	);
}

/** As the system: a version reads otherwise. */
export async function rewriteVersion(tx: Tx, { id, state }: StoredVersion): Promise<void> {
	await sql`update public.document_versions as v set state = ${Buffer.from(state)} where v.id = ${id}::uuid`.execute(
		tx
	);
}

/** As the system: deletes every version of a document; returns how many. */
export async function removeVersions(tx: Tx, documentId: number): Promise<number> {
	const { rows } = await sql<{ id: string }>`
		delete from public.document_versions as v where v.document_id = ${documentId} returning v.id`.execute(
		tx
	);
	return rows.length;
}

/** As the system: the versions of a note, latest first, with who wrote in each. */
export async function listVersions(tx: Tx, name: DocumentName): Promise<NoteVersion[]> {
	const { rows } = await sql<NoteVersion>`
		select v.id, private.iso(v.started_at) as "startedAt", private.iso(v.ended_at) as "endedAt",
			coalesce((
				select jsonb_agg(jsonb_build_object(
					'id', p.id, 'firstName', p.first_name, 'lastName', p.last_name, 'color', p.color
				) order by p.last_name, p.first_name)
				from public.profiles as p where p.id = any (v.author_ids)
			), '[]'::jsonb) as authors
		from public.document_versions as v
		join public.documents as d on d.id = v.document_id
		where d.name = ${name}
		order by v.ended_at desc, v.id
		limit ${LISTED_MAX}`.execute(tx);
	return rows;
}

const LISTED_MAX = 500;

/** As the system: which person each Yjs client of a document is. */
export async function clientsOf(
	tx: Tx,
	name: DocumentName
): Promise<(NoteAuthor & { client: number })[]> {
	const { rows } = await sql<NoteAuthor & { client: number }>`
		select c.client_id as client, p.id, p.first_name as "firstName", p.last_name as "lastName", p.color
		from public.document_clients as c
		join public.documents as d on d.id = c.document_id
		join public.profiles as p on p.id = c.profile_id
		where d.name = ${name}`.execute(tx);
	return rows;
}

export interface Retention {
	/** Days after which one version a day is kept. */
	thinnedAfter: number;
	/** Days for which one is kept at all. */
	kept: number;
}

/** As the system: deletes versions that are old, and all but the last of each day of those that are no longer new. Returns how many. */
export async function thinVersions(tx: Tx, { thinnedAfter, kept }: Retention): Promise<number> {
	const { rows } = await sql<{ id: string }>`
		delete from public.document_versions as v
		where v.ended_at < now() - make_interval(days => ${kept}::integer)
			or (
				v.ended_at < now() - make_interval(days => ${thinnedAfter}::integer)
				and exists (
					select from public.document_versions as l
					where l.document_id = v.document_id and (l.ended_at, l.id) > (v.ended_at, v.id)
						and private.day_in_france(l.ended_at) = private.day_in_france(v.ended_at)
				)
			)
		returning v.id`.execute(tx);
	return rows.length;
}
