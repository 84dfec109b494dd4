import { parseDocumentName } from '$lib/domain/document-name';
import { noteWriting } from '$lib/server/database/journal';
import type { Tx } from '$lib/server/database/transaction';
import type { Batch } from './store';

/** For how long a writer is not asked about again, in milliseconds: the database says when there is something to note. */
const ASKED_FOR = 5 * 60_000;
const REMEMBERED_MAX = 10_000;

/** Who wrote in one document. */
export interface Writing {
	name: string;
	authorIds: string[];
}

/** Who wrote in notes and agendas, noted in the transaction that stores their words; most writes ask nothing. */
export class WritingJournal {
	readonly #asked = new Map<string, number>();
	readonly #now: () => number;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Who of the writers of these batches may have to be noted. */
	due(batches: readonly Batch[]): Writing[] {
		return batches.flatMap(({ name, rows }) => {
			const kind = parseDocumentName(name)?.kind;
			if (kind !== 'case' && kind !== 'case-own' && kind !== 'meeting') return [];
			const authorIds = new Set(rows.flatMap(({ authorId }) => authorId ?? []));
			const due = [...authorIds].filter((id) => !this.#isRecent(keyOf(name, id)));
			return due.length > 0 ? [{ name, authorIds: due }] : [];
		});
	}

	async note(tx: Tx, due: readonly Writing[]): Promise<void> {
		for (const writing of due) await noteWriting(tx, writing);
	}

	/** Once the transaction is over. */
	remember(noted: readonly Writing[]): void {
		if (this.#asked.size > REMEMBERED_MAX) this.#asked.clear();
		for (const { name, authorIds } of noted) {
			for (const id of authorIds) this.#asked.set(keyOf(name, id), this.#now());
		}
	}

	#isRecent(key: string): boolean {
		const at = this.#asked.get(key);
		return at !== undefined && this.#now() - at < ASKED_FOR;
	}
}

function keyOf(name: string, id: string): string {
	return `${name} ${id}`;
}
