import { appendAtOnce } from '$lib/server/database/append';
import type { Databases } from '$lib/server/database/database';
import { appendUpdates, readSince, type Known } from '$lib/server/database/documents';
import { asSystem, type Tx } from '$lib/server/database/transaction';
import { Authorship, type Authors } from './authorship';
import type { Appended, Batch } from './store';
import { projectBatch } from './tables';
import { WritingJournal, type Writing } from './writing-journal';

/** How many times words that come after those of others are stored at once before a transaction keeps the others away. */
const TRIES = 3;

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
		return this.#words(batches, TRIES);
	}

	/** Stores words alone; where others stored something in between, that is read first, while nobody waits for it. */
	async #words(batches: readonly Batch[], tries: number): Promise<Appended[]> {
		if (tries === 0) return this.#inTransaction(batches, false);
		const appended = await this.#atOnce(batches);
		const behind = batches.filter((_, i) => !appended[i]);
		if (behind.length === 0) return appended as Appended[];
		const late = await this.#words(await this.#caughtUp(behind), tries - 1);
		return appended.map((each) => each ?? late.shift() ?? { seq: null, touched: {} });
	}

	/** The same batches, of rooms that know the log as far as it goes now. */
	async #caughtUp(batches: readonly Batch[]): Promise<Batch[]> {
		const missing = await asSystem(this.#databases, (tx) => readSince(tx, batches.map(knownOf)));
		return batches.map((batch, i) => {
			const found = missing[i];
			if (!found) return batch;
			batch.catchUp(found);
			return { ...batch, after: found.seq };
		});
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
			const caughtUp = await catchUp(tx, batches, seqs);
			const appended: Appended[] = [];
			for (const [i, batch] of caughtUp.entries()) {
				const seq = seqs[i] ?? null;
				appended.push({
					seq,
					touched: project && seq !== null ? await projectBatch(tx, batch) : {}
				});
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

function knownOf({ documentId, epoch, after: seq }: Batch): Known {
	return { documentId, epoch, seq };
}

/** Gives rooms what others stored before their rows, which end at `seqs`; returns the batches as they are then. */
async function catchUp(
	tx: Tx,
	batches: readonly Batch[],
	seqs: readonly (number | null | undefined)[]
): Promise<readonly Batch[]> {
	const behind = batches.flatMap((batch, i) => {
		const before = (seqs[i] ?? 0) - batch.rows.length + 1;
		return before > batch.after + 1 ? [{ batch, known: { ...knownOf(batch), before } }] : [];
	});
	if (behind.length === 0) return batches;
	const missing = await readSince(
		tx,
		behind.map(({ known }) => known)
	);
	const projections = new Map(
		behind.flatMap(({ batch }, i) => {
			const found = missing[i];
			return found ? [[batch, batch.catchUp(found)] as const] : [];
		})
	);
	return batches.map((batch) => {
		const projection = projections.get(batch);
		return projection === undefined ? batch : { ...batch, projection };
	});
}
