/** What processes and the machine spend, read from /proc. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Milliseconds of a tick of /proc. */
const TICK = 10;
const MB = 1024;

/** Milliseconds of processor that a process has spent, all its threads together; 0 when it is gone. */
export function cpuOf(pid: number): number {
	const [, , , , , , , , , , , user = '0', system = '0'] = statOf(pid);
	return (Number(user) + Number(system)) * TICK;
}

/** Resident megabytes of a process. */
export function rssOf(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / MB;
}

/** Milliseconds of processor that the whole machine has spent. */
export function cpuOfAll(): number {
	return cpus().reduce(
		(sum, { times }) => sum + times.user + times.nice + times.sys + times.irq,
		0
	);
}

/** Milliseconds of processor of a process and of its children that live. */
export function cpuOfTree(pid: number): number {
	const children = readdirSync('/proc').filter((each) => Number(statOf(Number(each))[1]) === pid);
	return children.reduce((sum, child) => sum + cpuOf(Number(child)), cpuOf(pid));
}

/** Keeps a process on one core, where the machine can; false when it cannot. */
export function pin(pid: number, core: number): boolean {
	try {
		execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
		return true;
	} catch {
		return false; // Another system, or one core: the figures say so.
	}
}

/** State, parent and the rest of a process, after its name. */
function statOf(pid: number): string[] {
	if (!Number.isInteger(pid)) return [];
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	} catch {
		return []; // It ended meanwhile.
	}
}
