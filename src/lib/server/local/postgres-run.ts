/** Runs PostgreSQL on a cluster that exists, until it accepts connections. */
import {
	closeSync,
	existsSync,
	openSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './postgres-account';
import type { Binaries } from './postgres-binaries';
import { makeSocketFolder, passwordFileOf, type Folders } from './postgres-folders';
import { spawnGuarded } from './postgres-guard';
import { readPostmaster } from './postmaster';
import { failureFrom } from './start-failure';

export interface RunningPostgres {
	/** Address of a database for a login role. */
	urlFor: (role: string, database: string) => string;
	/** Stops PostgreSQL and waits for it. */
	stop: () => Promise<void>;
}

interface RunOptions {
	binaries: Binaries;
	folders: Folders;
	account: Account | null;
	unsafe: boolean;
}

interface Door {
	args: string[];
	urlFor: (role: string, database: string) => string;
	remove: () => void;
}

const READY_PATIENCE = 60_000;
const LOG_MAX_BYTES = 5_000_000;

const SETTINGS = {
	shared_buffers: '64MB',
	max_connections: '80',
	max_wal_size: '512MB',
	jit: 'off',
	timezone: 'UTC',
	log_timezone: 'UTC',
	// What people typed must not reach the log.
	log_min_error_statement: 'panic',
	log_parameter_max_length_on_error: '0'
};
const UNSAFE_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts PostgreSQL and waits until it is ready. Throws StartFailure when it ends instead. */
export async function runPostgres(options: RunOptions): Promise<RunningPostgres> {
	const { binaries, folders, account } = options;
	const door = process.platform === 'win32' ? await tcpDoor(folders) : socketDoor(folders, account);
	const logStart = trimLog(folders.log);
	const output = openSync(folders.log, 'a', 0o600);
	const settings = { ...SETTINGS, ...(options.unsafe ? UNSAFE_SETTINGS : {}) };
	// The link may be where the account cannot go.
	const cluster = realpathSync(folders.cluster);
	const child = spawnGuarded({
		binaries,
		cluster,
		args: [
			'-D',
			cluster,
			...door.args,
			...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
		],
		output,
		account
	});
	closeSync(output);
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	writeFileSync(folders.owner, String(process.pid));
	const isOver = (): boolean =>
		child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
	const stop = async (): Promise<void> => {
		child.stdin?.end();
		await ended;
		rmSync(folders.owner, { force: true });
		door.remove();
	};
	const end = Date.now() + READY_PATIENCE;
	while (!readPostmaster(folders.cluster)?.ready) {
		if (isOver() || Date.now() > end) {
			await stop();
			throw failureFrom(readFileSync(folders.log).subarray(logStart).toString(), folders);
		}
		await delay(10);
	}
	return { urlFor: door.urlFor, stop };
}

function socketDoor(folders: Folders, account: Account | null): Door {
	const folder = makeSocketFolder(folders, account);
	return {
		args: ['-c', 'listen_addresses=', '-k', folder, '-c', 'unix_socket_permissions=0700'],
		urlFor: (role, database) =>
			`postgresql://${role}@/${database}?host=${encodeURIComponent(folder)}`,
		remove: () => rmSync(folder, { recursive: true, force: true })
	};
}

/** Windows: a port of this machine only, and a password. */
async function tcpDoor(folders: Folders): Promise<Door> {
	const port = await freePort();
	const password = readFileSync(passwordFileOf(folders), 'utf8');
	return {
		args: [
			'-c',
			'listen_addresses=127.0.0.1',
			'-p',
			String(port),
			'-c',
			'unix_socket_directories='
		],
		urlFor: (role, database) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`,
		remove: () => undefined
	};
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** Drops a log that has grown large; returns where what follows will start. */
function trimLog(log: string): number {
	if (!existsSync(log)) return 0;
	const { size } = statSync(log);
	if (size <= LOG_MAX_BYTES) return size;
	rmSync(log);
	return 0;
}
