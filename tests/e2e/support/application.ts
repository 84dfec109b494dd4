/** Starts the built application in demo mode as a newcomer does, on a port and a folder of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface Account {
	email: string;
	password: string;
	role: string;
	organization: string;
}

export interface Application {
	url: string;
	folder: string;
	accounts: Account[];
	/** Asks the process to end and waits for it. */
	stop(): Promise<void>;
	/** Takes the process away without a warning, as a power cut does, and waits for its end. */
	kill(): Promise<void>;
	/** Makes PostgreSQL stand still, so that nothing can be stored, or lets it go on. */
	freezeDatabase(): void;
	thawDatabase(): void;
}

export interface StartOptions {
	/** A folder that a former start left; a fresh one when left out. */
	folder?: string;
	/** The port of a former start. */
	port?: number;
}

const START_LIMIT_MS = 180_000;

/** Starts the application and waits until it says its address. */
export async function startApplication(options: StartOptions = {}): Promise<Application> {
	const folder = options.folder ?? newFolder();
	const port = options.port ?? (await freePort());
	const child = spawn(process.execPath, ['scripts/start.ts', '--demo'], {
		env: { ...process.env, PORT: String(port), MAILLAGE_DATA: folder, LOG_LEVEL: 'warn' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const url = `http://localhost:${port}`;
	const printed = await waitForAddress(child, url);
	return {
		url,
		folder,
		accounts: readAccounts(printed),
		stop: () => end(child, 'SIGTERM'),
		kill: () => end(child, 'SIGKILL'),
		freezeDatabase: () => signalDatabase(folder, 'SIGSTOP'),
		thawDatabase: () => signalDatabase(folder, 'SIGCONT')
	};
}

function newFolder(): string {
	return mkdtempSync(join(tmpdir(), 'maillage-e2e-'));
}

export function removeFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Lines `compte  <e-mail>  <password>  <role>  <organisation>`. */
function readAccounts(printed: string): Account[] {
	return printed.split('\n').flatMap((line) => {
		const [word, email, password, role, organization] = line.trim().split('  ');
		if (word !== 'compte' || !email || !password || !role || !organization) return [];
		return [{ email, password, role, organization }];
	});
}

async function waitForAddress(child: ChildProcess, url: string): Promise<string> {
	let printed = '';
	return new Promise((resolve, reject) => {
		const limit = setTimeout(() => {
			reject(new Error(`The application did not say its address in time.\n${printed}`));
		}, START_LIMIT_MS);
		const read = (chunk: Buffer): void => {
			printed += chunk.toString();
			if (!isReady(printed, url)) return;
			clearTimeout(limit);
			resolve(printed);
		};
		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		child.on('exit', (code) => {
			clearTimeout(limit);
			reject(new Error(`The application ended with ${String(code)}.\n${printed}`));
		});
	});
}

/** The address and the accounts are the last things printed, in either order. */
function isReady(printed: string, url: string): boolean {
	return printed.includes(url) && readAccounts(printed).length > 0 && printed.endsWith('\n');
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await ended;
}

async function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}

/** Adds shared cases to the demo group, as the owner of the tables. */
export async function addCases(folder: string, count: number): Promise<void> {
	const client = await openDatabase(folder);
	try {
		await client.query(ADD_CASES, [count]);
	} finally {
		await client.end();
	}
}

/** A connection to the database of a running application, as the owner of the tables. */
export async function openDatabase(folder: string): Promise<pg.Client> {
	const [, , , port, socket] = postmasterOf(folder);
	const client = new pg.Client({
		host: socket ?? '',
		port: Number(port),
		user: 'postgres',
		database: 'maillage'
	});
	await client.connect();
	return client;
}

const ADD_CASES = `
	with model as (
		select c.group_id, c.organization_id, c.referent_id from public.cases as c where c.reference = 'VT-018'
	), numbers as (
		select n, gen_random_uuid() as person_id, gen_random_uuid() as case_id, gen_random_uuid() as agreement_id
		from generate_series(1, $1::int) as n
	), made_people as (
		insert into public.people (id, group_id, first_name, last_initial, birth_year)
		select n.person_id, m.group_id, 'Personne' || n.n, 'X', 1990 from numbers as n, model as m
	), made_cases as (
		insert into public.cases (id, group_id, person_id, organization_id, reference, cohort, stage, referent_id, created_by)
		select n.case_id, m.group_id, n.person_id, m.organization_id, 'VT-' || (1000 + n.n),
			(array['youth', 'women', 'seniors'])[1 + n.n % 3],
			(array['outreach', 'diagnosis', 'unblocking', 'project', 'employment'])[1 + n.n % 5], m.referent_id, m.referent_id
		from numbers as n, model as m
	), made_agreements as (
		insert into public.agreements (id, case_id, group_id, form, given_on, expires_on, recorded_by)
		select n.agreement_id, n.case_id, m.group_id, 'oral', current_date, current_date + 365, m.referent_id
		from numbers as n, model as m
	)
	insert into public.agreement_organizations (agreement_id, group_id, organization_id)
	select n.agreement_id, m.group_id, m.organization_id from numbers as n, model as m`;

/** Signals the PostgreSQL of a folder and its children. */
function signalDatabase(folder: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
	const postmaster = Number(postmasterOf(folder)[0]);
	const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
	const processes = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
	const children = processes.flatMap(([pid, parent]) =>
		pid && parent === postmaster ? [pid] : []
	);
	for (const pid of [postmaster, ...children]) process.kill(pid, signal);
}

/** The lines of the file in which a running PostgreSQL says its process, port and socket. */
function postmasterOf(folder: string): string[] {
	const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
		path.endsWith('postmaster.pid')
	);
	if (!file) throw new Error(`No PostgreSQL runs in ${folder}.`);
	return readFileSync(join(folder, file), 'utf8').split('\n');
}
