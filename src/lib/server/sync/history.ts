import { createHash } from 'node:crypto';
import type * as Y from 'yjs';
import {
	encodeNote,
	noteOf,
	replaceNote,
	withDocument,
	writtenBlocksOf
} from '$lib/documents/note-history';
import type { Caller } from '$lib/domain/caller';
import type { DocumentName } from '$lib/domain/document-name';
import {
	VERSIONS_KEPT_DAYS,
	VERSIONS_THINNED_AFTER_DAYS,
	type WrittenPassage
} from '$lib/domain/note-version';
import { Refusal } from '$lib/domain/refusal';
import type { Databases } from '$lib/server/database/database';
import { loadDocument } from '$lib/server/database/documents';
import { asSystem, type Tx } from '$lib/server/database/transaction';
import {
	addVersion,
	clientsOf,
	findVersion,
	latestVersion,
	lockDocument,
	takeEndedWork,
	takeWorkOf,
	thinVersions,
	type Work
} from '$lib/server/database/versions';
import type { SyncServer } from './sync-server';

/** A session of work is over when nobody has written for that long, in milliseconds. */
const WORK_PAUSE = 15 * 60_000;

/**
 * As the system: makes a version of each note whose session of work is over, when it reads otherwise than the one
 * before. Any node may do it at any time: a session ends once. Returns how many sessions ended.
 */
export async function keepVersions(tx: Tx, pausedFor = WORK_PAUSE): Promise<number> {
	const ended = await takeEndedWork(tx, pausedFor);
	for (const work of ended) await keepVersion(tx, work);
	return ended.length;
}

/** As the system: forgets versions that were kept for long enough. Returns how many. */
export function purgeVersions(tx: Tx): Promise<number> {
	return thinVersions(tx, {
		thinnedAfter: VERSIONS_THINNED_AFTER_DAYS,
		kept: VERSIONS_KEPT_DAYS
	});
}

export interface Restored {
	databases: Databases;
	sync: Pick<SyncServer, 'write' | 'settleDocument'>;
	caller: Caller;
	name: DocumentName;
	versionId: string;
}

/**
 * Makes a note read as one of its versions, by new edits of the caller that everybody sees at once; how it read before
 * is a version too. Throws Refusal: not_found, read_only, not_signed_in, unavailable.
 */
export async function restoreVersion(restored: Restored): Promise<void> {
	const { databases, sync, caller, name, versionId } = restored;
	const version = await asSystem(databases, (tx) => findVersion(tx, { name, id: versionId }));
	if (!version) throw new Refusal('not_found');
	// Also asks whether the caller may write, before anything is kept.
	await sync.write(caller, name, () => undefined);
	if (!(await sync.settleDocument(name))) throw new Refusal('unavailable');
	await asSystem(databases, async (tx) => {
		const documentId = await lockDocument(tx, name);
		const work = documentId === null ? null : await takeWorkOf(tx, documentId);
		if (work) await keepVersion(tx, { ...work, name });
	});
	await sync.write(caller, name, (doc) => {
		withDocument([version.state], (wanted) => replaceNote(doc, wanted));
	});
}

/** Who wrote each passage of a note as it reads now, given its state. Whether the caller may read it is asked before. */
export async function readPassages(
	databases: Databases,
	{ name, state }: { name: DocumentName; state: Uint8Array }
): Promise<WrittenPassage[]> {
	const clients = await asSystem(databases, (tx) => clientsOf(tx, name));
	const authors = new Map(clients.map(({ client, ...author }) => [client, author]));
	return withDocument([state], (doc) =>
		writtenBlocksOf(noteOf(doc)).map(({ heading, runs }) => ({
			heading,
			runs: runs.map(({ client, text }) => ({ author: authors.get(client) ?? null, text }))
		}))
	);
}

async function keepVersion(tx: Tx, { name, ...work }: Work): Promise<void> {
	// An erasure that is under way is over before the note is read.
	await lockDocument(tx, name);
	const stored = await loadDocument(tx, name);
	if (!stored) return;
	const updates = stored.updates.map(({ content }) => content);
	const { state, reads } = withDocument(
		stored.snapshot ? [stored.snapshot.state, ...updates] : updates,
		(doc) => ({ state: encodeNote(doc), reads: digest(doc) })
	);
	const latest = await latestVersion(tx, work.documentId);
	if (latest && withDocument([latest.state], digest) === reads) return;
	await addVersion(tx, { ...work, state });
}

/** How a note reads, marks included. */
function digest(doc: Y.Doc): string {
	return createHash('sha256').update(noteOf(doc).toJSON()).digest('base64');
}
