/** The embedded PostgreSQL of local mode: makes its cluster when there is none, and starts it. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveTo, makePrivate, postgresAccount, type Account } from './postgres-account';
import { findBinaries, POSTGRES_MAJOR, type Binaries } from './postgres-binaries';
import {
	deleteCluster,
	linkCluster,
	makeFolders,
	passwordFileOf,
	placeForCluster,
	type Folders
} from './postgres-folders';
import { cleanEnvironment } from './postgres-guard';
import { runPostgres, type RunningPostgres } from './postgres-run';
import { isAlive, readPostmaster, waitUntilStopped } from './postmaster';
import { failureFrom, StartFailure } from './start-failure';

export interface Postgres extends RunningPostgres {
	/** Whether this start made the cluster. */
	isNew: boolean;
}

export interface PostgresOptions {
	/** Data folder, made when missing. */
	folder: string;
	/** Called before a step that takes time. */
	report: (line: string) => void;
	/** Deletes the cluster that is there first. */
	reset?: boolean;
	/** For tests only: faster, and loses data in a power cut. */
	unsafe?: boolean;
}

const GUARD_PATIENCE = 5_000;
const STOP_PATIENCE = 30_000;

/** Starts PostgreSQL on a data folder. Throws StartFailure, whose message is a sentence, when it cannot. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
	const account = postgresAccount();
	const binaries = findBinaries(account);
	const folders = makeFolders(options.folder, account);
	await endPrevious(folders);
	if (options.reset) deleteCluster(folders);
	const isNew = !existsSync(folders.cluster);
	if (isNew) makeCluster({ binaries, folders, account, options });
	checkCluster(folders, account);
	const unsafe = options.unsafe ?? false;
	return { ...(await runPostgres({ binaries, folders, account, unsafe })), isNew };
}

interface Parts {
	binaries: Binaries;
	folders: Folders;
	account: Account | null;
	options: PostgresOptions;
}

/** Refuses a folder in use; waits for, or stops, a PostgreSQL whose application was killed. */
async function endPrevious(folders: Folders): Promise<void> {
	const postmaster = readPostmaster(folders.cluster);
	if (!postmaster) return;
	const owner = existsSync(folders.owner) ? Number(readFileSync(folders.owner, 'utf8')) : 0;
	if (owner > 0 && isAlive(owner)) {
		throw new StartFailure(
			`Maillage tourne déjà sur ${folders.data} (processus ${owner}) : arrêtez-le, ou choisissez un autre dossier avec MAILLAGE_DATA.`
		);
	}
	if (await waitUntilStopped(folders.cluster, GUARD_PATIENCE)) return;
	process.kill(postmaster.pid, 'SIGINT');
	if (await waitUntilStopped(folders.cluster, STOP_PATIENCE)) return;
	throw new StartFailure(
		`PostgreSQL (processus ${postmaster.pid}) tourne encore sur ${folders.cluster} et ne s’arrête pas : terminez-le, puis relancez.`
	);
}

/** Makes the cluster beside its place and moves it there whole, so that a failure leaves nothing behind. */
function makeCluster({ binaries, folders, account, options }: Parts): void {
	options.report('Création de la base de données');
	const place = placeForCluster(folders, account);
	const args = [
		'-D',
		place,
		'-U',
		'postgres',
		'-E',
		'UTF8',
		'--locale=C',
		'--locale-provider=builtin',
		'--builtin-locale=C.UTF-8',
		'--data-checksums'
	];
	if (process.platform === 'win32') {
		const file = passwordFileOf(folders);
		writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
		args.push('--auth=scram-sha-256', `--pwfile=${file}`);
	} else {
		args.push('--auth-local=trust', '--auth-host=reject');
	}
	if (options.unsafe) args.push('--no-sync');
	makePrivate(place, account);
	const made = spawnSync(binaries.initdb, args, {
		cwd: '/',
		encoding: 'utf8',
		env: cleanEnvironment(),
		...(account ?? {})
	});
	if (made.status !== 0) {
		rmSync(place, { recursive: true, force: true });
		throw failureFrom(made.error?.message ?? `${made.stdout}\n${made.stderr}`, folders);
	}
	if (place.startsWith(folders.data)) {
		renameSync(place, folders.cluster);
	} else {
		linkCluster(folders, place);
		options.report(
			`Les données sont dans ${place} : PostgreSQL ne peut pas traverser ${folders.data}`
		);
	}
}

/** Refuses a cluster of another major version, and gives back to the account what a copy made root's. */
function checkCluster(folders: Folders, account: Account | null): void {
	const version = readFileSync(join(folders.cluster, 'PG_VERSION'), 'utf8').trim();
	if (version !== POSTGRES_MAJOR) {
		throw new StartFailure(
			`Les données de ${folders.data} viennent de PostgreSQL ${version}, cette version utilise PostgreSQL ${POSTGRES_MAJOR} : exportez-les avec l’ancienne version, ou choisissez un autre dossier avec MAILLAGE_DATA.`
		);
	}
	if (account) giveTo(account, realpathSync(folders.cluster));
}
