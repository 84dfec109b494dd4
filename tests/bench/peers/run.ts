/** `npm run bench:sync -- meeting cursors`: ours and the peers in turn, under the same load, and what they are to each other. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runOn, type Figures, type Workload } from './bench.ts';
import { installPeer, versionsOf } from './install.ts';
import { pin } from './machine.ts';
import { KINDS, type Kind } from './target.ts';
import { killing } from './workloads/killing.ts';
import { silence, stuckReader } from './workloads/memory.ts';
import { cold, newcomers } from './workloads/opening.ts';
import { cursors } from './workloads/presence.ts';
import { manyRooms, meeting, oneRoom } from './workloads/typing.ts';
import { buildWorld } from './world.ts';

const WORKLOADS: readonly Workload[] = [
	meeting,
	cursors,
	oneRoom,
	manyRooms,
	newcomers,
	cold,
	killing,
	silence,
	stuckReader
];
const GENERATOR_CORE = 1;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		/** Only these servers, separated by commas. */
		only: { type: 'string' },
		/** How many times each measure is made, in turn. */
		runs: { type: 'string', default: '1' }
	}
});
const wanted = WORKLOADS.filter(
	({ name }) => positionals.length === 0 || positionals.includes(name)
);
const kinds = values.only ? KINDS.filter((kind) => values.only?.split(',').includes(kind)) : KINDS;
const runs = Number(values.runs);

installPeer('hocuspocus');
installPeer('y-websocket-server');
const world = await buildWorld();
const pinned = pin(process.pid, GENERATOR_CORE);
say(
	`${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, commit ${commit()}`
);
say(`${versionsOf('hocuspocus')}; ${versionsOf('y-websocket-server')}`);
say(
	`load ${loadavg()
		.map((each) => each.toFixed(1))
		.join(' ')}; ` + (pinned ? 'server on core 0, generator on core 1' : 'processes not pinned')
);
try {
	for (const workload of wanted) await compare(workload);
} finally {
	await world.drop();
}

async function compare(workload: Workload): Promise<void> {
	say(`\n## ${workload.name}: ${workload.question}\nwanted: ${workload.goal}`);
	const found = new Map<Kind, Figures[]>();
	for (let run = 0; run < runs; run++) {
		for (const kind of workload.kinds.filter((each) => kinds.includes(each))) {
			const figures = await runOn(kind, workload, world);
			found.set(kind, [...(found.get(kind) ?? []), figures]);
			say(lineOf(kind, figures));
		}
	}
	for (const column of workload.compared) compareColumn(column, found);
}

function compareColumn(column: string, found: ReadonlyMap<Kind, Figures[]>): void {
	const medians = new Map([...found].map(([kind, all]) => [kind, medianOf(all, column)]));
	const ours = medians.get('maillage');
	if (ours === undefined) return;
	for (const [kind, theirs] of medians) {
		if (kind === 'maillage') continue;
		const ratio = theirs > 0 ? (ours / theirs).toFixed(2) : 'none: they have 0';
		say(`maillage / ${kind}, ${column}: ${ratio}`);
	}
}

function medianOf(all: Figures[], column: string): number {
	const numbers = all.map((figures) => Number(figures[column])).sort((a, b) => a - b);
	return numbers[Math.floor(numbers.length / 2)] ?? NaN;
}

function lineOf(kind: Kind, figures: Figures): string {
	const cells = Object.entries(figures).map(
		([name, value]) => `${name} ${typeof value === 'number' ? rounded(value) : value}`
	);
	return `${kind.padEnd(20)} ${cells.join('   ')}`;
}

function rounded(value: number): string {
	return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
}

function commit(): string {
	return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
