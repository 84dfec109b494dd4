import type { Databases } from '$lib/server/database/database';
import { purgeImports } from '$lib/server/database/imports';
import { purgeJournals } from '$lib/server/database/journal';
import { asSystem, type Tx } from '$lib/server/database/transaction';
import type { Log } from './log';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

type PurgeLog = Pick<Log, 'info' | 'warn'>;

/** Deletes what the journals kept for long enough, now and every day, until the function it returns is called. */
export function purgeDaily(databases: Databases, log: PurgeLog): () => void {
	return repeat({ databases, log, what: 'journals', every: DAY_MS, work: purgeJournals });
}

/** Forgets the files that nobody finished importing, now and every hour, until the function it returns is called. */
export function purgeHourly(databases: Databases, log: PurgeLog): () => void {
	return repeat({ databases, log, what: 'imports', every: HOUR_MS, work: purgeImports });
}

interface Repeated {
	databases: Databases;
	log: PurgeLog;
	what: string;
	/** Milliseconds. */
	every: number;
	work: (tx: Tx) => Promise<number>;
}

function repeat({ databases, log, what, every, work }: Repeated): () => void {
	const purge = (): void => {
		// As the system: nobody else may delete what is kept for a time.
		asSystem(databases, work).then(
			(entries) => log.info({ entries }, `${what} purged`),
			(error: unknown) => log.warn({ err: error }, `${what} not purged`)
		);
	};
	purge();
	const timer = setInterval(purge, every);
	timer.unref();
	return () => clearInterval(timer);
}
