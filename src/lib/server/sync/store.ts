import type { Caller } from '$lib/domain/caller';
import type { DocumentAccess, DocumentName } from '$lib/domain/document-name';
import type { AccessChanges } from '$lib/server/database/sessions';
import type { PeerIdentity } from './peer';
import type { Projection } from './projection';

/** One entry of the log: edits of one person, or of the server (null). */
export interface Row {
	content: Uint8Array;
	authorId: string | null;
}

/** What one room has to store: rows and what the tables must know of them, in one transaction. */
export interface Batch {
	documentId: number;
	name: DocumentName;
	epoch: number;
	rows: Row[];
	projection: Projection | null;
}

export interface Appended {
	/** The last seq; null when the epoch has changed and nothing was stored. */
	seq: number | null;
	/** What the projection changed in the tables. */
	touched: Subjects;
}

export interface StoredDocument {
	documentId: number;
	epoch: number;
	seq: number;
	/** Snapshot and the updates after it, in order. */
	updates: Uint8Array[];
	tailRows: number;
	tailBytes: number;
}

/** What is decided before a byte of a document is read. */
export type Decision =
	| { access: 'none' }
	| { access: 'signed_out' }
	| { access: Exclude<DocumentAccess, 'none'>; identity: PeerIdentity };

export interface Subjects {
	caseIds?: string[];
	groupIds?: string[];
	meetingIds?: string[];
	profileIds?: string[];
}

/** The tables as the sync server needs them. Anything thrown means "not now". */
export interface DocumentStore {
	/** Whether the session is alive and what the caller may do with a document, asked as the caller. */
	decide(caller: Caller, name: DocumentName): Promise<Decision>;
	/** Snapshot and tail, making the document with its initial content the first time; null when it has no subject. */
	load(name: DocumentName): Promise<StoredDocument | null>;
	/** Stores all batches and their projections, or nothing. */
	append(batches: Batch[], options: { project: boolean }): Promise<Appended[]>;
	/** Replaces the log up to `seq` by `state`; false when somebody else is at it. */
	compact(document: {
		documentId: number;
		epoch: number;
		seq: number;
		state: Uint8Array;
	}): Promise<boolean>;
	/** The facts of a document by key. */
	facts(name: DocumentName): Promise<Record<string, unknown>>;
	/** Everything that a change of these subjects touches: boards, agendas and inboxes of a case. */
	touched(subjects: Subjects): Promise<Required<Subjects>>;
	/** Whose access changed since a cursor, whoever changed it; starts at now without one. */
	accessChanges(cursor: string | null): Promise<AccessChanges>;
	/** Those of these sessions that are alive. */
	aliveSessions(sessionIds: string[]): Promise<Set<string>>;
	/** Present epochs. */
	epochs(names: DocumentName[]): Promise<Map<DocumentName, number>>;
	/** Documents with updates in their log older than this many milliseconds. */
	uncompacted(olderThan: number): Promise<DocumentName[]>;
}
