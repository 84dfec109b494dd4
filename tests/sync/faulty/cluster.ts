/** A PostgreSQL of its own, with the settings of a real one, that may be paused, killed and started again. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connect, disconnect } from '../../../src/lib/server/database/database';
import { MIGRATIONS } from '../../../src/lib/server/local/migrations';
import { startPostgres, type Postgres } from '../../../src/lib/server/local/postgres';
import { readPostmaster } from '../../../src/lib/server/local/postmaster';
import { prepareDatabase } from '../../../src/lib/server/local/prepare-database';
import type { TestDatabase } from '../../support/database';

const DATABASE = 'maillage';
/** What the killed one leaves in shared memory goes within this time, in milliseconds. */
const RESTART_WITHIN = 20_000;

export interface Cluster {
	database: TestDatabase;
	folder: string;
	/** Runs a statement in a connection of its own, even where transactions only read. */
	run(statement: string): Promise<void>;
	/** Stops every process of PostgreSQL where it is, until `resume`. */
	freeze(): void;
	resume(): void;
	/** Kills every process of PostgreSQL. */
	kill(): void;
	/** Starts again after `kill`. */
	restart(): Promise<void>;
	remove(): Promise<void>;
}

export async function ownCluster(): Promise<Cluster> {
	const folder = mkdtempSync(join(tmpdir(), 'maillage-faults-'));
	const start = (): Promise<Postgres> => startPostgres({ folder, report: () => undefined });
	let postgres = await start();
	await prepareDatabase({
		postgres,
		database: DATABASE,
		migrations: MIGRATIONS,
		report: () => undefined
	});
	const urls = {
		owner: postgres.urlFor('postgres', DATABASE),
		person: postgres.urlFor('app_server', DATABASE),
		system: postgres.urlFor('app_worker', DATABASE)
	};
	const databases = connect(urls);
	const owner = new pg.Client({ connectionString: urls.owner });
	await owner.connect();
	let resting = false;
	const rest = async (): Promise<string> => {
		if (!resting) await Promise.all([disconnect(databases), owner.end()]);
		resting = true;
		return DATABASE;
	};
	const signal = (name: NodeJS.Signals): void => {
		for (const pid of processesOf(folder)) process.kill(pid, name);
	};
	const remove = async (): Promise<void> => {
		await rest();
		await postgres.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	return {
		database: { urls, databases, owner, rest, drop: remove },
		folder,
		run: (statement) => run(urls.owner, statement),
		freeze: () => signal('SIGSTOP'),
		resume: () => signal('SIGCONT'),
		kill: () => signal('SIGKILL'),
		async restart() {
			const end = Date.now() + RESTART_WITHIN;
			for (;;) {
				const started = await start().catch((error: unknown) => {
					if (Date.now() > end) throw error;
					return null;
				});
				if (started) {
					postgres = started;
					return;
				}
				await pause(50);
			}
		},
		remove
	};
}

/** The postmaster, then its children. */
function processesOf(folder: string): number[] {
	const postmaster = readPostmaster(join(folder, 'cluster'));
	if (!postmaster) return [];
	const { pid } = postmaster;
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
	return [pid, ...children.filter((each) => each !== '').map(Number)];
}

async function run(url: string, statement: string): Promise<void> {
	const client = new pg.Client({
		connectionString: url,
		options: '-c default_transaction_read_only=off'
	});
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
