/**
 * Runs PostgreSQL under a guard that holds the other end of a pipe of ours: when this process ends, even killed,
 * the pipe closes and the guard stops PostgreSQL. The guard ends with PostgreSQL.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Account } from './postgres-account';
import type { Binaries } from './postgres-binaries';

/** INT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing waits for clients. */
const SHELL_GUARD = [
	'exec 3<&0',
	'"$@" 3<&- </dev/null & P=$!',
	'{ cat <&3 >/dev/null; kill -INT $P 2>/dev/null; } & G=$!',
	'wait $P; S=$?',
	'kill $G 2>/dev/null',
	'exit $S'
].join('\n');

const WINDOWS_GUARD = `
const { spawn, spawnSync } = require('node:child_process');
const [pgCtl, cluster, postgres, ...args] = process.argv.slice(1);
const child = spawn(postgres, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });
child.on('exit', (code) => process.exit(code ?? 1));
process.stdin.resume();
process.stdin.on('end', () => spawnSync(pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w']));
`;

interface GuardOptions {
	binaries: Binaries;
	cluster: string;
	args: string[];
	/** File descriptor that receives what PostgreSQL says. */
	output: number;
	account: Account | null;
}

/** Starts PostgreSQL. Ending the standard input of what is returned stops it. */
export function spawnGuarded({
	binaries,
	cluster,
	args,
	output,
	account
}: GuardOptions): ChildProcess {
	const env = cleanEnvironment();
	const stdio = ['pipe', output, output] as ['pipe', number, number];
	if (process.platform === 'win32') {
		const command = ['-e', WINDOWS_GUARD, binaries.pgCtl, cluster, binaries.postgres, ...args];
		return spawn(process.execPath, command, { stdio, env, windowsHide: true, detached: true });
	}
	return spawn('/bin/sh', ['-c', SHELL_GUARD, 'guard', binaries.postgres, ...args], {
		cwd: '/',
		stdio,
		env,
		// Its own group: the Ctrl-C that asks us to stop must not stop PostgreSQL before our last write.
		detached: true,
		...(account ?? {})
	});
}

/** What PostgreSQL's programs need of our environment: neither our secrets nor settings meant for its clients. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
	const names = ['PATH', 'TMPDIR', 'TEMP', 'SystemRoot', 'LD_LIBRARY_PATH'];
	const kept = names.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
