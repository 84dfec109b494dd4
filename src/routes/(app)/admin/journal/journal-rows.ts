import type { JournalAuthor, JournalChange } from '$lib/domain/journal';
import { listAccessJournal, listChangeJournal } from '$lib/server/database/journal';
import type { Tx } from '$lib/server/database/transaction';
import { queryOf, type JournalAddress } from './journal-query';

/** One line of a journal: who, when, what kind, which case by its reference. */
export interface JournalRow {
	id: number;
	at: Date;
	author: JournalAuthor;
	/** A kind of access, or a table and an operation (for accounts, what was done to one), as `ui/admin/journal-text` names them. */
	kind: string;
	territory: string | null;
	reference: string | null;
}

/** Reads a page of the journal that an address asks for, latest first. Throws Refusal('not_found'). */
export async function listRows(
	tx: Tx,
	address: JournalAddress,
	limit: number
): Promise<JournalRow[]> {
	const query = queryOf(address, limit);
	const pick = (entry: Omit<JournalRow, 'kind'>, kind: string): JournalRow => ({
		id: entry.id,
		at: entry.at,
		author: entry.author,
		kind,
		territory: entry.territory,
		reference: entry.reference
	});
	switch (address.journal) {
		case 'consultations':
			return (await listAccessJournal(tx, query)).map((entry) => pick(entry, entry.kind));
		case 'changements':
			return (await listChangeJournal(tx, query)).map((entry) => pick(entry, changeKind(entry)));
	}
}

function changeKind({ table, operation, fields }: JournalChange): string {
	return `${table}:${table === 'accounts' ? (fields[0] ?? operation) : operation}`;
}
