import * as Y from 'yjs';
import { parseDocumentName, type DocumentName, type ParsedName } from '$lib/domain/document-name';
import type { Databases } from '$lib/server/database/database';
import {
	digestProjection,
	listDocumentNames,
	lockDocument
} from '$lib/server/database/document-upkeep';
import { loadDocument, type StoredDocument } from '$lib/server/database/documents';
import { asSystem, type Tx } from '$lib/server/database/transaction';
import { Guard } from './guard';
import { initialContent } from './initial-content';
import { LIMITS } from './limits';
import { pause } from './pause';
import { projectBatch, readFacts } from './tables';
import { Projector } from './projection';

/**
 * - `gap`: numbers of its log do not follow each other up to the last one.
 * - `unreadable`: some bytes of it are not those of a document.
 * - `incomplete`: edits depend on others that are not there.
 * - `not_projected`: the tables do not hold what it says.
 */
export type Problem = 'gap' | 'unreadable' | 'incomplete' | 'not_projected';

export interface Checked {
	name: DocumentName;
	/** Of its log, and bytes of its log and snapshot. */
	rows: number;
	bytes: number;
	problems: Problem[];
}

/** Within which the tables know what is stored, and some, in milliseconds. */
const PROJECTED_WITHIN = 1.5 * LIMITS.projectTextEvery;

/** The names of all stored documents. */
export function storedDocuments(databases: Databases): Promise<DocumentName[]> {
	return asSystem(databases, listDocumentNames);
}

/**
 * Reads a stored document whole and compares it with the tables; changes nothing, beside a server that runs or not.
 * Null when there is no such document.
 */
export async function checkDocument(
	databases: Databases,
	name: DocumentName
): Promise<Checked | null> {
	const checked = await lookAt(databases, name);
	if (!checked?.problems.includes('not_projected')) return checked;
	// While people write, the tables follow a little later.
	await pause(PROJECTED_WITHIN);
	return lookAt(databases, name);
}

async function lookAt(databases: Databases, name: DocumentName): Promise<Checked | null> {
	try {
		return await asSystem(databases, async (tx) => {
			const opened = await openStored(tx, name);
			if (!opened) return null;
			const { stored, doc } = opened;
			const parts = [...(stored.snapshot ? [stored.snapshot.state] : []), ...contentsOf(stored)];
			const checked: Checked = {
				name,
				rows: stored.updates.length,
				bytes: parts.reduce((sum, { length }) => sum + length, 0),
				problems: []
			};
			if (hasGap(stored)) checked.problems.push('gap');
			if (!doc) {
				checked.problems.push('unreadable');
				return checked;
			}
			if (doc.store.pendingStructs || doc.store.pendingDs) checked.problems.push('incomplete');
			// Projecting again says whether that changes something; nothing of it is kept.
			if (await project(tx, stored, doc)) checked.problems.push('not_projected');
			throw new Undone(checked);
		});
	} catch (error) {
		if (error instanceof Undone) return error.checked;
		throw error;
	}
}

/**
 * Makes the tables say what a stored document says, beside a server that runs or not; twice changes nothing. Returns
 * whether something was changed; null when there is no such document or it cannot be read.
 */
export function projectDocument(databases: Databases, name: DocumentName): Promise<boolean | null> {
	return asSystem(databases, async (tx) => {
		const opened = await openStored(tx, name);
		return opened?.doc ? project(tx, opened.stored, opened.doc) : null;
	});
}

/** Ends a transaction that only looked. */
class Undone extends Error {
	readonly checked: Checked;

	constructor(checked: Checked) {
		super('undone');
		this.checked = checked;
	}
}

/** A document while nobody else writes in it; `doc` is null when its bytes cannot be read. */
async function openStored(
	tx: Tx,
	name: DocumentName
): Promise<{ stored: StoredDocument; doc: Y.Doc | null } | null> {
	await lockDocument(tx, name);
	const stored = await loadDocument(tx, name);
	if (!stored) return null;
	const doc = new Y.Doc();
	try {
		if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot.state);
		for (const content of contentsOf(stored)) Y.applyUpdate(doc, content);
		return { stored, doc };
	} catch {
		return { stored, doc: null }; // Whatever Yjs throws, the bytes were wrong.
	}
}

function contentsOf({ updates }: StoredDocument): Uint8Array[] {
	return updates.map(({ content }) => content);
}

function hasGap({ seq, snapshot, updates }: StoredDocument): boolean {
	const before = snapshot?.seq ?? 0;
	return before + updates.length !== seq || updates.some((each, i) => each.seq !== before + 1 + i);
}

/** Writes what a document says in the tables; returns whether that changed them. */
async function project(tx: Tx, stored: StoredDocument, doc: Y.Doc): Promise<boolean> {
	const { name } = stored;
	const parsed = parseDocumentName(name);
	if (!parsed) return false;
	// Where the tables settle a card, as those of closed cases, an opening would put it there too.
	const guard = new Guard(doc, parsed.kind, Date.now);
	guard.write(await readFacts(tx, name));
	guard.destroy();
	const projection = new Projector(doc, parsed, authorsOf(stored)).difference() ?? {};
	const before = await digestProjection(tx, name);
	if (!before.hasText && projection.text === (await firstText(tx, name, parsed))) {
		// Nobody has written in it yet.
		delete projection.text;
	}
	const touched = await projectBatch(tx, { name, rows: [], projection });
	const after = await digestProjection(tx, name);
	return before.digest !== after.digest || (touched.caseIds ?? []).length > 0;
}

async function firstText(tx: Tx, name: DocumentName, parsed: ParsedName): Promise<string> {
	const content = parsed.kind === 'case' ? await initialContent(tx, name) : null;
	const doc = new Y.Doc();
	if (content) Y.applyUpdate(doc, content);
	const text = new Projector(doc, parsed, new Map()).difference()?.text ?? '';
	doc.destroy();
	return text;
}

/** Which person a Yjs client is, as the log tells. */
function authorsOf({ updates }: StoredDocument): Map<number, string> {
	const authors = new Map<number, string>();
	for (const { content, authorId } of updates) {
		if (authorId === null) continue;
		for (const { id } of Y.decodeUpdate(content).structs) {
			if (!authors.has(id.client)) authors.set(id.client, authorId);
		}
	}
	return authors;
}
