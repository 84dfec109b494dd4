import * as Y from 'yjs';
import {
	dropFacts,
	encodeNote,
	eraseWords,
	findWords,
	withDocument
} from '$lib/documents/note-history';
import { parseDocumentName, type DocumentName } from '$lib/domain/document-name';
import { ERASED_MAX, ERASED_MIN } from '$lib/domain/note-version';
import { Refusal } from '$lib/domain/refusal';
import type { Caller } from '$lib/domain/caller';
import type { Databases } from '$lib/server/database/database';
import { bumpEpoch, loadDocument, lockSnapshot } from '$lib/server/database/documents';
import {
	addErasure,
	documentsBeside,
	mayErase,
	pendingErasures,
	rewriteTables,
	setPurged
} from '$lib/server/database/erasures';
import { projectMentions, projectText } from '$lib/server/database/projection';
import { asCaller, asSystem, type Tx } from '$lib/server/database/transaction';
import {
	lockDocument,
	removeVersions,
	rewriteVersion,
	statesOf
} from '$lib/server/database/versions';
import { Projector } from './projection';
import type { SyncServer } from './sync-server';

export interface Erasure {
	databases: Databases;
	sync: Pick<SyncServer, 'settleDocument' | 'replaced'>;
	caller: Caller;
	name: DocumentName;
	/** Words of one line; null: all that is written in the document. */
	words: string | null;
}

/** Where words stand: around each place of the document as it reads now, and how many versions hold them. */
export interface Found {
	places: string[];
	versions: number;
}

/** Words to look for as somebody typed them. Throws Refusal('invalid') when they are too short, too long or of several lines. */
function wordsOf(words: string): string {
	const wanted = words.trim();
	if (wanted.length < ERASED_MIN || wanted.length > ERASED_MAX || /[\r\n]/.test(wanted)) {
		throw new Refusal('invalid');
	}
	return wanted;
}

/** What an erasure would take away. Throws Refusal: not_found, not_allowed, invalid. */
export async function findErased({
	databases,
	caller,
	name,
	words
}: Omit<Erasure, 'sync' | 'words'> & { words: string }): Promise<Found> {
	const wanted = wordsOf(words);
	await refuseUnlessAllowed(databases, caller, name);
	return asSystem(databases, async (tx) => {
		const { stored, versions } = await read(tx, name);
		return {
			places: withDocument(stored, (doc) => findWords(doc, wanted)),
			versions: versions.filter(({ state }) =>
				withDocument([state], (doc) => findWords(doc, wanted).length > 0)
			).length
		};
	});
}

/**
 * Takes words out of a document, its log, its versions and what the tables copied of it, then has the files of the
 * database written anew. Screens that show it load it again. Throws Refusal: not_found, not_allowed, invalid, unavailable.
 */
export async function eraseForGood(erasure: Erasure): Promise<void> {
	const { databases, sync, caller, name } = erasure;
	const words = erasure.words === null ? null : wordsOf(erasure.words);
	await refuseUnlessAllowed(databases, caller, name);
	// What was acknowledged or is on its way is stored first: it is not to be lost with the old history.
	if (!(await sync.settleDocument(name))) throw new Refusal('unavailable');
	const replaced = await asSystem(databases, (tx) =>
		erase(tx, { name, words, profileId: caller.profileId })
	);
	for (const each of replaced) sync.replaced(each);
}

/**
 * Has the files of the database written anew when words were erased since the last time, once nobody can see them any
 * more. Returns how many erasures that ends: 0 when there is none, or when it is not the moment.
 */
export async function purgeErased(databases: Databases): Promise<number> {
	const ids = await asSystem(databases, pendingErasures);
	if (ids.length === 0 || !(await rewriteTables(databases))) return 0;
	await asSystem(databases, (tx) => setPurged(tx, ids));
	return ids.length;
}

async function refuseUnlessAllowed(
	databases: Databases,
	caller: Caller,
	name: DocumentName
): Promise<void> {
	const { may, access } = await asCaller(databases, caller, (tx) => mayErase(tx, name));
	if (access === 'none') throw new Refusal('not_found');
	if (!may) throw new Refusal('not_allowed');
}

async function read(
	tx: Tx,
	name: DocumentName
): Promise<{ stored: Uint8Array[]; versions: { id: string; state: Uint8Array }[] }> {
	const document = await loadDocument(tx, name);
	if (!document) throw new Refusal('not_found');
	const updates = document.updates.map(({ content }) => content);
	return {
		stored: document.snapshot ? [document.snapshot.state, ...updates] : updates,
		versions: await statesOf(tx, document.documentId)
	};
}

async function erase(
	tx: Tx,
	{ name, words, profileId }: { name: DocumentName; words: string | null; profileId: string }
): Promise<DocumentName[]> {
	const parsed = parseDocumentName(name);
	const documentId = await lockDocument(tx, name);
	if (documentId === null || !parsed) throw new Refusal('not_found');
	await lockSnapshot(tx, documentId);
	const { stored, versions } = await read(tx, name);
	const { state, projection, places } = withDocument(stored, (doc) => ({
		places: eraseWords(doc, words),
		facts: dropFacts(doc),
		state: Y.encodeStateAsUpdate(doc),
		projection: new Projector(doc, parsed, new Map()).difference()
	}));
	let found = places;
	if (words === null) found += await removeVersions(tx, documentId);
	for (const version of words === null ? [] : versions) {
		const rewritten = withDocument([version.state], (doc) =>
			eraseWords(doc, words) > 0 ? encodeNote(doc) : null
		);
		if (!rewritten) continue;
		found++;
		await rewriteVersion(tx, { id: version.id, state: rewritten });
	}
	if (found === 0) throw new Refusal('invalid');
	await bumpEpoch(tx, { documentId, state });
	await projectText(tx, name, projection?.text ?? '');
	const told = await projectMentions(tx, name, projection?.mentions ?? []);
	await addErasure(tx, { documentId, name, profileId });
	const replaced = [name];
	for (const each of await documentsBeside(tx, name)) {
		if (await eraseCopies(tx, each, { told, words })) replaced.push(each);
	}
	return replaced;
}

/** Takes the facts out of a document that copied words which are gone. False when it had none of them. */
async function eraseCopies(
	tx: Tx,
	name: DocumentName,
	{ told, words }: { told: readonly string[]; words: string | null }
): Promise<boolean> {
	const documentId = await lockDocument(tx, name);
	if (documentId === null) return false;
	await lockSnapshot(tx, documentId);
	const { facts, state } = withDocument((await read(tx, name)).stored, (doc) => ({
		facts: dropFacts(doc),
		state: Y.encodeStateAsUpdate(doc)
	}));
	const concerned = told.some((id) => name === `inbox:${id}`);
	if (!concerned && (words === null || !facts.includes(JSON.stringify(words).slice(1, -1)))) {
		return false;
	}
	await bumpEpoch(tx, { documentId, state });
	return true;
}
