import { spawn } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { build } from 'vite';
import { afterEach, expect, test, vi } from 'vitest';
import { startPostgres, type Postgres } from '../../src/lib/server/local/postgres';
import { readPostmaster } from '../../src/lib/server/local/postmaster';

const folders: string[] = [];
const started: Postgres[] = [];

afterEach(async () => {
	await Promise.all(started.splice(0).map((postgres) => postgres.stop()));
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test('[L1] what was committed is there after a restart', async () => {
	const folder = newFolder();
	const first = await start(folder);
	await query(first, 'create table kept as select 42 as answer');
	await stop(first);
	const second = await start(folder);
	expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
	expect([first.isNew, second.isNew]).toEqual([true, false]);
});

test('[L2] the cluster checks its pages and listens to no network', async () => {
	const postgres = await start(newFolder());
	const [row] = await query(
		postgres,
		`select current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses`
	);
	expect(row).toEqual({ checksums: 'on', addresses: '' });
});

test('[L3] the socket is in a folder closed to others, however long the path of the data', async () => {
	const folder = join(newFolder(), 'a-rather-long-name-of-folder'.repeat(4));
	const postgres = await start(folder);
	const socket = new URL(postgres.urlFor('postgres', 'postgres').replace('@/', '@socket/'));
	const place = socket.searchParams.get('host') ?? '';
	expect(statSync(place).mode & 0o777).toBe(0o700);
	expect(place.length).toBeLessThan(80);
});

test('[L4] a folder in use is refused in one sentence', async () => {
	const folder = newFolder();
	await start(folder);
	await expect(start(folder)).rejects.toThrow(/tourne déjà sur .* : arrêtez-le, ou choisissez/);
});

test('[L5] two folders run side by side', async () => {
	const [one, two] = await Promise.all([start(newFolder()), start(newFolder())]);
	await query(one, 'create table here as select 1');
	expect(await query(two, `select to_regclass('here') as found`)).toEqual([{ found: null }]);
});

test('[L6] a reset starts from nothing', async () => {
	const folder = newFolder();
	const first = await start(folder);
	await query(first, 'create table gone as select 1');
	await stop(first);
	const second = await start(folder, { reset: true });
	expect(await query(second, `select to_regclass('gone') as found`)).toEqual([{ found: null }]);
});

test('[L7] the number of a process that is no PostgreSQL is forgotten', async () => {
	const folder = newFolder();
	await stop(await start(folder));
	const file = join(folder, 'cluster', 'postmaster.pid');
	writeFileSync(file, `${process.pid}\n`);
	expect(readPostmaster(join(folder, 'cluster'))).toBeNull();
	await start(folder);
});

test('[L8] a cluster of another major version is refused, and left as it is', async () => {
	const folder = newFolder();
	await stop(await start(folder));
	const file = join(folder, 'cluster', 'PG_VERSION');
	writeFileSync(file, '16\n');
	await expect(start(folder)).rejects.toThrow(/viennent de PostgreSQL 16/);
	expect(readFileSync(file, 'utf8')).toBe('16\n');
});

test('[L9] PostgreSQL that cannot start is one sentence that names the cause', async () => {
	const folder = newFolder();
	await stop(await start(folder));
	writeFileSync(join(folder, 'cluster', 'postgresql.conf'), 'no_such_setting = 1\n');
	await expect(start(folder)).rejects.toThrow(
		/^PostgreSQL n’a pas pu démarrer : .*postgresql.conf/
	);
});

test('[L10] PostgreSQL stops when the application is killed, and its data opens again', async () => {
	const folder = newFolder();
	const script = await bundled();
	const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
	await new Promise((resolve) => child.stdout.once('data', resolve));
	expect(readPostmaster(join(folder, 'cluster'))?.ready).toBe(true);
	child.kill('SIGKILL');
	await vi.waitUntil(() => !existsSync(join(folder, 'cluster', 'postmaster.pid')), 10_000);
	await start(folder);
});

function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'maillage-pg-'));
	// Root runs PostgreSQL as somebody else, who has to cross it.
	chmodSync(folder, 0o711);
	folders.push(folder);
	return folder;
}

async function start(folder: string, options: { reset?: boolean } = {}): Promise<Postgres> {
	const report = (): void => undefined;
	const postgres = await startPostgres({ folder, report, unsafe: true, ...options });
	started.push(postgres);
	return postgres;
}

async function stop(postgres: Postgres): Promise<void> {
	started.splice(started.indexOf(postgres), 1);
	await postgres.stop();
}

async function query(postgres: Postgres, text: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: postgres.urlFor('postgres', 'postgres') });
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(text)).rows;
	} finally {
		await client.end();
	}
}

/** A script that starts PostgreSQL on the folder it is given, says so, and stays. */
async function bundled(): Promise<string> {
	const place = join('node_modules', '.cache', `launcher-${process.pid}`);
	folders.push(place);
	const entry = fileURLToPath(new URL('./launcher-entry.ts', import.meta.url));
	await build({
		configFile: false,
		logLevel: 'silent',
		build: {
			ssr: entry,
			outDir: place,
			emptyOutDir: true,
			rolldownOptions: { output: { entryFileNames: 'launcher.mjs' } }
		}
	});
	return join(place, 'launcher.mjs');
}
