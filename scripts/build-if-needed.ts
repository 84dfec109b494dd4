/** Builds the application when there is no build, or when a source has changed since. */
import { spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const SOURCES = [
	'src',
	'messages',
	'static',
	'supabase/migrations',
	'project.inlang/settings.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json'
];
/** Written by a build that went to its end; holds the signature of its sources. */
const STAMP = 'build/.built';
/** Held by the process that builds: two starts at once build once. */
const LOCK = '.svelte-kit/maillage-build.lock';
const GENERATED = 'src/lib/paraglide';

/** Builds if needed. Throws with what the build said when it fails. */
export async function buildIfNeeded(report: (line: string) => void): Promise<void> {
	if (isFresh()) return;
	let isTold = false;
	while (!takeLock()) {
		if (!isTold) report('Une autre construction est en cours, attente');
		isTold = true;
		await delay(200);
	}
	try {
		if (isFresh()) return;
		report('Construction de l’application (une demi-minute environ, la première fois seulement)');
		const began = Date.now();
		const signature = signatureOf(SOURCES);
		await run('node_modules/vite/bin/vite.js', ['build']);
		writeFileSync(STAMP, signature);
		report(`Application construite en ${((Date.now() - began) / 1000).toFixed(0)} s`);
	} finally {
		rmSync(LOCK, { force: true });
	}
}

function isFresh(): boolean {
	if (!existsSync(STAMP) || !existsSync('build/handler.js')) return false;
	return readFileSync(STAMP, 'utf8') === signatureOf(SOURCES);
}

/** Changes when a source is changed, added or removed. Dates do not count: the build touches some of its own sources. */
export function signatureOf(sources: readonly string[]): string {
	const hash = createHash('sha256');
	for (const source of sources) addTo(hash, source);
	return hash.digest('hex');
}

function addTo(hash: Hash, path: string): void {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat || path === GENERATED || path.endsWith('.test.ts')) return;
	if (stat.isDirectory())
		for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
	else hash.update(`${path} ${stat.size}\n`).update(readFileSync(path));
}

function takeLock(): boolean {
	mkdirSync('.svelte-kit', { recursive: true });
	try {
		writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		// Somebody has it, or had it when they were killed.
		const holder = Number(readHolder());
		if (holder > 0 && !isAlive(holder)) rmSync(LOCK, { force: true });
		return false;
	}
}

function readHolder(): string {
	try {
		return readFileSync(LOCK, 'utf8');
	} catch {
		// Released since.
		return '';
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

function run(script: string, args: string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [script, ...args], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, NODE_ENV: 'production' }
		});
		const said: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
		child.once('error', reject);
		child.once('exit', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`La construction a échoué :\n${Buffer.concat(said).toString()}`));
		});
	});
}
