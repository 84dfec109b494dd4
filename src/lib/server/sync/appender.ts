import { appendAtOnce } from '$lib/server/database/append';
import type { Databases } from '$lib/server/database/database';
import { appendUpdates, readSince } from '$lib/server/database/documents';
import { asSystem, type Tx } from '$lib/server/database/transaction';
import { Authorship, type Authors } from './authorship';
import type { Appended, Batch } from './store';
import { projectBatch } from './tables';
import { WritingJournal, type Writing } from './writing-journal';

/** What is noted of the authors beside their words. */
interface Due {
	writings: Writing[];
	authors: Authors;
}

/** Stores what rooms have: in one message to PostgreSQL when there is nothing but words, which is most of the time. */
export class Appender {
	readonly #databases: Databases;
	readonly #journal = new WritingJournal();
	readonly #authorship = new Authorship();

	constructor(databases: Databases) {
		this.#databases = databases;
	}

	/** Appends all batches. Of those that could not be stored because their epoch is over, the seq is null. */
	async append(batches: readonly Batch[], { project }: { project: boolean }): Promise<Appended[]> {
		const more = project && batches.some(({ projection }) => projection !== null);
		if (more || !isNothing(this.#due(batches))) return this.#inTransaction(batches, project);
		const appended = await this.#atOnce(batches);
		const behind = batches.filter((_, i) => !appended[i]);
		if (behind.length === 0) return appended as Appended[];
		// Others stored something in between, which is read in the transaction that stores.
		const late = await this.#inTransaction(behind, project);
		return appended.map((each) => each ?? late.shift() ?? { seq: null, touched: {} });
	}

	#due(batches: readonly Batch[]): Due {
		return { writings: this.#journal.due(batches), authors: this.#authorship.due(batches) };
	}

	/** Null for those whose log is further than they know. */
	async #atOnce(batches: readonly Batch[]): Promise<(Appended | null)[]> {
		const placed = await appendAtOnce(this.#databases, batches.flatMap(updatesOf));
		return lastOf(batches, placed).map((last) =>
			last?.behind ? null : { seq: last?.seq ?? null, touched: {} }
		);
	}

	async #inTransaction(batches: readonly Batch[], project: boolean): Promise<Appended[]> {
		const { appended, due } = await asSystem(this.#databases, async (tx) => {
			const seqs = lastOf(batches, await appendUpdates(tx, batches.flatMap(updatesOf)));
			const due = this.#due(batches.filter((_, i) => typeof seqs[i] === 'number'));
			await this.#journal.note(tx, due.writings);
			await this.#authorship.note(tx, due.authors);
			const appended: Appended[] = [];
			for (const [i, batch] of batches.entries()) {
				const seq = seqs[i] ?? null;
				const missed = seq !== null && (await catchUp(tx, batch, seq));
				const touched = project && seq !== null ? await projectBatch(tx, missed || batch) : {};
				appended.push({ seq, touched });
			}
			return { appended, due };
		});
		this.#journal.remember(due.writings);
		this.#authorship.remember(due.authors);
		return appended;
	}
}

function isNothing({ writings, authors }: Due): boolean {
	return writings.length + authors.clients.length + authors.work.size === 0;
}

function updatesOf({ documentId, epoch, after, rows }: Batch) {
	return rows.map(({ content, authorId }) => ({ documentId, epoch, after, content, authorId }));
}

/** What became of the last row of each batch. */
function lastOf<T>(batches: readonly Batch[], ofRows: readonly T[]): (T | undefined)[] {
	let end = 0;
	return batches.map(({ rows }) => ofRows[(end += rows.length) - 1]);
}

/** Gives a room what others stored before its rows, which end at `seq`; returns the batch as it is then, false when nobody did. */
async function catchUp(tx: Tx, batch: Batch, seq: number): Promise<Batch | false> {
	const before = seq - batch.rows.length + 1;
	if (before <= batch.after + 1) return false;
	const missing = await readSince(tx, { ...batch, seq: batch.after, before });
	return missing ? { ...batch, projection: batch.catchUp(missing) } : false;
}
