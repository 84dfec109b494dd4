import { purgeJournals } from '$lib/server/database/journal';
import type { Databases } from '$lib/server/database/database';
import { asSystem } from '$lib/server/database/transaction';
import type { Log } from './log';

const DAY_MS = 24 * 60 * 60_000;

/** Deletes what the journals kept for long enough, now and every day, until the function it returns is called. */
export function purgeDaily(databases: Databases, log: Pick<Log, 'info' | 'warn'>): () => void {
	const purge = (): void => {
		// As the system: nobody else may delete from a journal.
		asSystem(databases, purgeJournals).then(
			(entries) => log.info({ entries }, 'journals purged'),
			(error: unknown) => log.warn({ err: error }, 'journals not purged')
		);
	};
	purge();
	const timer = setInterval(purge, DAY_MS);
	timer.unref();
	return () => clearInterval(timer);
}
