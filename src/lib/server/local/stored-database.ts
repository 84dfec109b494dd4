/** The database of a data folder for a command, whether the application runs on it or not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from './postgres';
import { readPostmaster } from './postmaster';
import { StartFailure } from './start-failure';

/** Name of the database of local mode. */
export const DATABASE = 'maillage';

const PORT_LINE = 3;
const SOCKET_LINE = 4;

export interface StoredDatabase {
	urlFor: (role: string) => string;
	/** Stops what was started for this. */
	stop: () => Promise<void>;
}

/** Reaches the PostgreSQL that runs on a data folder, or starts it. Throws StartFailure when there are no data. */
export async function openStoredDatabase(folder: string): Promise<StoredDatabase> {
	const cluster = join(folder, 'cluster');
	if (!existsSync(cluster)) throw new StartFailure(`Il n’y a pas de données dans ${folder}.`);
	if (readPostmaster(cluster)?.ready) {
		return { urlFor: addressOf(folder, cluster), stop: () => Promise.resolve() };
	}
	const postgres = await startPostgres({ folder, report: () => undefined });
	return { urlFor: (role) => postgres.urlFor(role, DATABASE), stop: postgres.stop };
}

function addressOf(folder: string, cluster: string): StoredDatabase['urlFor'] {
	const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
	const socket = lines[SOCKET_LINE]?.trim() ?? '';
	if (socket !== '') {
		return (role) => `postgresql://${role}@/${DATABASE}?host=${encodeURIComponent(socket)}`;
	}
	const password = readFileSync(join(folder, 'postgres-password'), 'utf8');
	const port = lines[PORT_LINE]?.trim() ?? '';
	return (role) => `postgresql://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
}
