/** What the file `postmaster.pid` of a cluster says about the PostgreSQL that runs there. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Postmaster {
	pid: number;
	ready: boolean;
}

const PID_LINE = 0;
const STATUS_LINE = 7;

/** Reads who runs on the cluster; null when nobody does. Removes the file that a crash or a reboot left behind. */
export function readPostmaster(cluster: string): Postmaster | null {
	const file = join(cluster, 'postmaster.pid');
	let lines: string[];
	try {
		lines = readFileSync(file, 'utf8').split('\n');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
	const pid = Number(lines[PID_LINE]);
	if (!Number.isInteger(pid) || pid <= 0) return null;
	if (!isPostgres(pid)) {
		rmSync(file, { force: true });
		return null;
	}
	return { pid, ready: lines[STATUS_LINE]?.trim() === 'ready' };
}

/** Waits until nobody runs on the cluster; false when somebody still does after `patience` milliseconds. */
export async function waitUntilStopped(cluster: string, patience: number): Promise<boolean> {
	const end = Date.now() + patience;
	while (readPostmaster(cluster)) {
		if (Date.now() > end) return false;
		await delay(25);
	}
	return true;
}

/** Whether a process exists, whoever owns it. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** A process number is used again after a reboot: its name tells whether it is still PostgreSQL. */
function isPostgres(pid: number): boolean {
	return isAlive(pid) && commandOf(pid).includes('postgres');
}

function commandOf(pid: number): string {
	if (process.platform === 'linux') {
		try {
			return readFileSync(`/proc/${pid}/comm`, 'utf8');
		} catch {
			// It ended since we looked.
			return '';
		}
	}
	if (process.platform === 'win32') {
		return spawnSync('tasklist', ['/fi', `PID eq ${pid}`, '/nh'], { encoding: 'utf8' }).stdout;
	}
	return spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout;
}
