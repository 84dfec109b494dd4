import type { HistoryGroup } from './case-change';
import type { AccessKind, ChangeOperation, ChangeSubject } from './journal';
import type { Stage } from './stage';

/** Who did something; null: the system, or an account that is gone. */
export type HistoryAuthor = {
	id: string;
	firstName: string;
	lastName: string;
	color: number;
} | null;

/** What somebody did with a case: opened it, looked at the identity, searched for the full name, changed fields, or moved it on the board. */
export type HistoryEntry = { key: string; at: string; author: HistoryAuthor } & (
	| { kind: 'opened' | 'identity' | 'searched'; access: AccessKind }
	| {
			kind: 'changed';
			table: string;
			operation: ChangeOperation;
			fields: string[];
			subject: ChangeSubject | null;
	  }
	| { kind: 'moved'; from: Stage; to: Stage }
);

/** Stands for the table of what is written in the note of an organisation. */
export const OWN_NOTE = 'own_note';

/** Where a page of the history ends, in each of the journals it is made of; null: nothing of it was read yet. */
export interface HistoryCursor {
	access: number | null;
	changes: number | null;
	stages: number | null;
}

/** What of the history is asked for; null does not narrow it. */
export interface HistoryFilter {
	group: HistoryGroup | null;
	/** Id of whoever did it. */
	person: string | null;
}

export interface HistoryPage {
	entries: HistoryEntry[];
	/** Cursor of the next page, as an address holds it; null: there is none. */
	next: string | null;
}

type Journal = keyof HistoryCursor;
const JOURNALS: readonly Journal[] = ['access', 'changes', 'stages'];

/** One entry of a journal, with its number there. */
export interface Numbered {
	id: number;
	entry: HistoryEntry;
}

/** The next `limit` entries of the journals, latest first, and where each of them was read to. */
export function mergeJournals(
	journals: Record<Journal, readonly Numbered[]>,
	{ before, limit }: { before: HistoryCursor; limit: number }
): HistoryPage {
	const rest = { ...journals };
	const next = { ...before };
	const entries: HistoryEntry[] = [];
	// Each journal stays in the order of its numbers, by which its next page is asked.
	for (;;) {
		const [latest] = JOURNALS.flatMap((journal) => {
			const [head] = rest[journal];
			return head ? [{ journal, ...head }] : [];
		}).sort((a, b) => b.entry.at.localeCompare(a.entry.at));
		if (!latest) return { entries, next: null };
		if (entries.length === limit) return { entries, next: writeCursor(next) };
		entries.push(latest.entry);
		next[latest.journal] = latest.id;
		rest[latest.journal] = rest[latest.journal].slice(1);
	}
}

/** A cursor as an address holds it, e.g. `812.40.-`. */
export function writeCursor(cursor: HistoryCursor): string {
	return JOURNALS.map((journal) => cursor[journal] ?? '-').join('.');
}

const CURSOR = /^(\d{1,15}|-)\.(\d{1,15}|-)\.(\d{1,15}|-)$/;

/** The cursor of an address; from the latest entry for anything else. */
export function readCursor(text: string | null): HistoryCursor {
	const [, access, changes, stages] = CURSOR.exec(text ?? '') ?? [];
	const read = (part: string | undefined): number | null =>
		part === undefined || part === '-' ? null : Number(part);
	return { access: read(access), changes: read(changes), stages: read(stages) };
}

/** A page as the server sent it, or null: what another version sends is not drawn. */
export function readHistoryPage(sent: unknown): HistoryPage | null {
	if (typeof sent !== 'object' || sent === null || !('entries' in sent)) return null;
	return Array.isArray(sent.entries) ? (sent as HistoryPage) : null;
}
