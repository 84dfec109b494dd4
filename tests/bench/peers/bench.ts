/** What a workload works with: the world, the servers one at a time, and what each measure cost the machine. */
import { cpuOf, cpuOfAll, cpuOfTree } from './machine.ts';
import { Target, type Kind, type Served } from './target.ts';
import type { World } from './world.ts';

const PORT = Number(process.env['BENCH_PORT'] ?? 4720);

/** Figures of one server under one workload, by the name of their column. */
export type Figures = Record<string, number | string>;

export interface Workload {
	/** Word of the command line. */
	name: string;
	question: string;
	kinds: readonly Kind[];
	/** The columns that are compared. */
	compared: readonly string[];
	goal: string;
	run(target: Target, world: World): Promise<Figures>;
}

/** What a measure cost, in milliseconds of processor per second. */
export interface Cost {
	server: number;
	postgres: number;
	/** What others spent meanwhile: figures of a run where this is high say little. */
	foreign: number;
	seconds: number;
}

/** Runs something and says what it cost, the warm-up left out. */
export async function costOf(
	{ target, world }: { target: Served; world: World },
	work: () => Promise<void>
): Promise<Cost> {
	const before = spent(target, world);
	const began = performance.now();
	await work();
	const seconds = (performance.now() - began) / 1000;
	const after = spent(target, world);
	const per = (key: keyof typeof before): number => (after[key] - before[key]) / seconds;
	return {
		server: per('server'),
		postgres: per('postgres'),
		foreign: Math.max(0, per('all') - per('server') - per('postgres') - per('generator')),
		seconds
	};
}

function spent(
	target: Served,
	world: World
): Record<'server' | 'postgres' | 'generator' | 'all', number> {
	return {
		server: target.cpu,
		postgres: cpuOfTree(world.postgresPid),
		generator: cpuOf(process.pid),
		all: cpuOfAll()
	};
}

/** Runs a workload on a server of its own. */
export async function runOn(kind: Kind, workload: Workload, world: World): Promise<Figures> {
	const target = new Target(kind, { world, port: PORT });
	await target.start();
	try {
		return await workload.run(target, world);
	} finally {
		// A profile is written by a process that ends by itself.
		await target.stop(process.env['BENCH_PROFILE'] === kind ? 'SIGTERM' : 'SIGKILL');
		await world.forget();
	}
}

/** Waits until something is true; false when it does not come in time, in milliseconds. */
export async function until(condition: () => boolean, patience: number): Promise<boolean> {
	const deadline = performance.now() + patience;
	while (!condition()) {
		if (performance.now() > deadline) return false;
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
	return true;
}

export function quantile(values: number[], share: number): number {
	const sorted = Float64Array.from(values).sort();
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: number[]): number {
	return quantile(values, 0.5);
}
