import type { Databases } from '$lib/server/database/database';
import { purgeImports } from '$lib/server/database/imports';
import { purgeJournals } from '$lib/server/database/journal';
import { asSystem, type Tx } from '$lib/server/database/transaction';
import { purgeErased } from '$lib/server/sync/erasure';
import { keepVersions, purgeVersions } from '$lib/server/sync/history';
import type { Log } from './log';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
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

/**
 * Makes the versions of the notes whose session of work is over, forgets old ones, and writes anew the files that hold
 * erased words, until the function it returns is called. Any node does it; each thing is done once.
 */
export function keepHistory(databases: Databases, log: PurgeLog): () => void {
	const look = (): void => {
		// As the system: versions are the server's.
		Promise.all([asSystem(databases, (tx) => keepVersions(tx)), purgeErased(databases)]).catch(
			(error: unknown) => log.warn({ err: error }, 'history not kept')
		);
	};
	look();
	const timer = setInterval(look, MINUTE_MS);
	timer.unref();
	const stop = repeat({ databases, log, what: 'versions', every: DAY_MS, work: purgeVersions });
	return () => {
		clearInterval(timer);
		stop();
	};
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
