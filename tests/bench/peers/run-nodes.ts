/** `npm run bench:nodes`: what one node spends, and what each of two spends on as many rooms and edits of its own. */
import { quantile } from './bench.ts';
import { Cluster, type Placement } from './cluster.ts';
import { pin } from './machine.ts';
import { type } from './typing.ts';
import { buildWorld, type World } from './world.ts';

const PORT = Number(process.env['BENCH_PORT'] ?? 4720);
/** Of each node. */
const ROOMS = 25;
const WRITERS = 4;
/** Edits per second of each node. */
const RATE = Number(process.env['BENCH_RATE'] ?? 5000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 15);
/** What Node compiles in its first seconds is no part of what an edit costs. */
const WARM_UP = 20;
const GENERATOR_CORE = 1;

const world = await buildWorld();
pin(process.pid, GENERATOR_CORE);
try {
	const alone = await measure(world, { count: 1, placement: 'rooms' });
	say('one node, without Redis', alone);
	const apart = await measure(world, { count: 2, placement: 'rooms' });
	say('two nodes, each room on one of them', apart, alone);
	const across = await measure(world, { count: 2, placement: 'people' });
	say('two nodes, the people of each room on both', across, alone);
} finally {
	await world.drop();
}

interface Measured {
	count: number;
	/** Milliseconds of processor per second of one node: the mean of them, which serve as much each. */
	cpu: number;
	rate: number;
	p99: number;
	lost: number;
	/** Whether a fresh replica and somebody who was there hold the same. */
	equal: boolean;
	foreign: number;
}

/** Lets people type on `count` nodes, `RATE` edits per second and `ROOMS` rooms for each of them. */
async function measure(
	world: World,
	{ count, placement }: { count: number; placement: Placement }
): Promise<Measured> {
	const cluster = await Cluster.start(world, { count, port: PORT, placement });
	const typing = { writers: WRITERS, seconds: SECONDS, warmUp: WARM_UP };
	try {
		const { latencies, rate, lost, equal, cost } = await type(
			{ target: cluster, world },
			{ rooms: ROOMS * count, rate: RATE * count, ...typing }
		);
		return {
			count,
			cpu: cost.server / count,
			rate,
			p99: quantile(latencies, 0.99),
			lost,
			equal,
			foreign: cost.foreign
		};
	} finally {
		await cluster.stop();
	}
}

/** What somebody must see to judge a line; how much more the nodes carry is for the processor of one. */
function say(
	what: string,
	{ cpu, rate, p99, lost, equal, foreign, count }: Measured,
	alone?: Measured
): void {
	const carried = alone
		? `, × ${(((rate / cpu) * alone.cpu) / alone.rate).toFixed(2)} of one node's edits for its processor`
		: '';
	process.stdout.write(
		`${what}: ${rate.toFixed(0)} edits/s, ${cpu.toFixed(0)} ms/s of processor ${count > 1 ? 'each' : ''}, ` +
			`p99 ${p99.toFixed(0)} ms, lost ${lost}, equal ${equal}, foreign ${foreign.toFixed(0)} ms/s${carried}\n`
	);
}
