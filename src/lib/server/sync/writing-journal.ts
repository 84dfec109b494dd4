import { parseDocumentName } from '$lib/domain/document-name';
import { noteWriting } from '$lib/server/database/journal';
import type { Tx } from '$lib/server/database/transaction';
import type { Batch } from './store';

/** For how long a writer is not asked about again, in milliseconds: the database says when there is something to note. */
const ASKED_FOR = 5 * 60_000;
const REMEMBERED_MAX = 10_000;
const SEPARATOR = ' ';

/** Who wrote in notes and agendas, noted in the transaction that stores their words; most writes ask nothing. */
export class WritingJournal {
	readonly #asked = new Map<string, number>();
	readonly #now: () => number;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Notes the writers of these batches. Returns what to `remember` once the transaction is over. */
	async note(tx: Tx, batches: readonly Batch[]): Promise<string[]> {
		const asked: string[] = [];
		for (const { name, rows } of batches) {
			const kind = parseDocumentName(name)?.kind;
			if (kind !== 'case' && kind !== 'case-own' && kind !== 'meeting') continue;
			const authorIds = [...new Set(rows.flatMap(({ authorId }) => authorId ?? []))].filter(
				(id) => !this.#isRecent(name + SEPARATOR + id)
			);
			if (authorIds.length === 0) continue;
			await noteWriting(tx, { name, authorIds });
			asked.push(...authorIds.map((id) => name + SEPARATOR + id));
		}
		return asked;
	}

	remember(asked: readonly string[]): void {
		if (this.#asked.size > REMEMBERED_MAX) this.#asked.clear();
		for (const each of asked) this.#asked.set(each, this.#now());
	}

	#isRecent(key: string): boolean {
		const at = this.#asked.get(key);
		return at !== undefined && this.#now() - at < ASKED_FOR;
	}
}
