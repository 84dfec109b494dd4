/** What somebody opened: a document of that kind, or the full identity of a person; `search`: found by their full name. */
export const ACCESS_KINDS = [
	'board',
	'board-own',
	'case',
	'case-own',
	'meeting',
	'identity',
	'search'
] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

/** Who did it; null: the system, or an account that is gone. */
export type JournalAuthor = {
	id: string;
	firstName: string;
	lastName: string;
	color: number;
} | null;

/** One opening, as the circle of its case reads it. `id` is the cursor of the next page. */
export interface CaseAccess {
	id: number;
	at: Date;
	kind: AccessKind;
	author: JournalAuthor;
}

export type ChangeOperation = 'insert' | 'update' | 'delete';

/** What a change was about, as the circle reads it today. */
export interface ChangeSubject {
	/** Where this change left it; null: the state was not changed, or was again since. */
	status?: string | null;
	/** Code of its kind. */
	type?: string;
	/** Words of people, or a name. */
	label?: string;
}

/** One change, as the circle of its case reads it: the names of the fields, and what it was about. */
export interface CaseChange {
	id: number;
	at: Date;
	author: JournalAuthor;
	/** Table of what changed; `documents`: the text of a note or of an agenda. */
	table: string;
	rowId: string | null;
	operation: ChangeOperation;
	fields: string[];
	subject: ChangeSubject | null;
}

/** One opening, as administrators read it: the case by its reference and nothing else. */
export interface JournalAccess extends CaseAccess {
	territory: string | null;
	reference: string | null;
}

/** One change, as administrators read it. */
export interface JournalChange extends Omit<CaseChange, 'rowId' | 'subject'> {
	territory: string | null;
	reference: string | null;
}
