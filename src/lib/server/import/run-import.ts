import { randomUUID } from 'node:crypto';
import type { Caller } from '$lib/domain/caller';
import type { ImportLine } from '$lib/domain/import';
import { Refusal } from '$lib/domain/refusal';
import type { Databases } from '$lib/server/database/database';
import {
	beginImport,
	failImport,
	finishImport,
	importCases,
	lockImport,
	noteImportProgress
} from '$lib/server/database/imports';
import { asCaller, type Tx } from '$lib/server/database/transaction';

/** Cases opened at once: small enough for the progress to move. */
const BATCH = 250;

export interface ImportRun {
	importId: string;
	/** How many lines there are at the most. */
	total: number;
	/** The lines to import, asked once nobody else can add a case to the group. Throws Refusal. */
	linesOf: (tx: Tx) => Promise<readonly ImportLine[]>;
}

/**
 * Makes cases of the lines of a file, all or none: one transaction, and how far it is said beside it. Returns the ids of
 * the cases. Throws Refusal: not_found, conflict when it runs or is over, whatever `linesOf` throws; then nothing is left.
 */
export async function runImport(
	databases: Databases,
	caller: Caller,
	{ importId, total, linesOf }: ImportRun
): Promise<string[]> {
	const beside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asCaller(databases, caller, work);
	await beside((tx) => beginImport(tx, { importId, total }));
	try {
		return await beside(async (tx) => {
			await lockImport(tx, importId);
			const lines = (await linesOf(tx)).map((line) => ({ ...line, id: randomUUID() }));
			for (let start = 0; start < lines.length; start += BATCH) {
				const batch = lines.slice(start, start + BATCH);
				await importCases(tx, { importId, lines: batch });
				const done = start + batch.length;
				await beside((other) => noteImportProgress(other, { importId, done }));
			}
			await finishImport(tx, importId);
			return lines.map(({ id }) => id);
		});
	} catch (error) {
		const problem = error instanceof Refusal ? 'refused' : 'failed';
		await beside((tx) => failImport(tx, { importId, problem }));
		throw error;
	}
}
