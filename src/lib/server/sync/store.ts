import type { Caller } from '$lib/domain/caller';
import type { DocumentAccess, DocumentName } from '$lib/domain/document-name';
import type { AccessChanges, AccessCursor, WatchedSessions } from '$lib/server/database/sessions';
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
	/** Up to where the room knew the log when this was read from it. */
	after: number;
	rows: Row[];
	/** Yjs clients that may be new in the rows, and the person each of them is. */
	clients: ReadonlyMap<number, string>;
	projection: Projection | null;
	/** Told what others stored in between; returns what is projected then. */
	catchUp: (missing: Missing) => Projection | null;
}

/** What a room lacks of the log, in order, up to `seq`: entries, or a snapshot that stands for some of them. */
export interface Missing {
	contents: Uint8Array[];
	seq: number;
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
	/** People's words are among those updates: a server that was killed may have kept them from the tables. */
	written: boolean;
}

/** What is decided before a byte of a document is read. */
export type Decision =
	| { access: 'none' }
	| { access: 'signed_out' }
	/** The session waits for its unlocking, or for its second factor. */
	| { access: 'locked' }
	| { access: Exclude<DocumentAccess, 'none'>; identity: PeerIdentity };

export interface Subjects {
	caseIds?: string[];
	groupIds?: string[];
	meetingIds?: string[];
	profileIds?: string[];
}

/** What the tables say of open sockets since they were last asked. */
export interface Watched extends AccessChanges {
	sessions: WatchedSessions;
}

/** The tables as the sync server needs them. Anything thrown means "not now". */
export interface DocumentStore {
	/** Whether the session is alive and what the caller may do with a document, asked as the caller, who opens it: noted. */
	open(caller: Caller, name: DocumentName): Promise<Decision>;
	/** The same for a document that is open. */
	decide(caller: Caller, name: DocumentName): Promise<Decision>;
	/** Snapshot and tail, making the document with its initial content the first time; null when it has no subject. */
	load(name: DocumentName): Promise<StoredDocument | null>;
	/** Makes the tables say what a stored document says; twice changes nothing. */
	project(name: DocumentName): Promise<void>;
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
	/** Whose access changed since a cursor, whoever changed it, or by its date, and how these sessions are. */
	watch(cursor: AccessCursor | null, sessionIds: string[]): Promise<Watched>;
	/** Hands back the work of people whose mandate came to its end; returns how many. */
	settle(): Promise<number>;
	/** Closes the meetings that nobody closed; returns them with what their closing touches. */
	closeForgotten(): Promise<Required<Pick<Subjects, 'meetingIds' | 'caseIds'>>>;
	/** Meetings closed a while ago whose minutes nobody wrote. */
	unsealed(): Promise<string[]>;
	/** Writes the minutes of a closed meeting, once. */
	seal(meetingId: string): Promise<boolean>;
	/** Present epochs, and how far the logs go. */
	heads(names: DocumentName[]): Promise<Map<DocumentName, { epoch: number; seq: number }>>;
	/** What was stored of a document after a seq; null when its epoch is over. */
	since(document: { documentId: number; epoch: number; seq: number }): Promise<Missing | null>;
	/** Documents with updates in their log older than this many milliseconds. */
	uncompacted(olderThan: number): Promise<DocumentName[]>;
}
