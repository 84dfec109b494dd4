/** People who type: at the pace of a meeting, and as fast as a server lets them. */
import { quantile, type Figures, type Workload } from '../bench.ts';
import { KINDS, type Target } from '../target.ts';
import { type } from '../typing.ts';
import type { World } from '../world.ts';

/** A step is passed while 99 % of the edits are seen within this, in milliseconds. */
const BOUND = 100;
const STEP = 1.25;
const STEP_SECONDS = 2.5;
const WARM_UP_SECONDS = 1;
/** Share of the wanted rate that the generator must reach for a step to say something. */
const REACHED = 0.95;

export const meeting: Workload = {
	name: 'meeting',
	question: 'a meeting: 30 people in one room, 5 edits per second each',
	kinds: KINDS,
	compared: ['CPU ms/s'],
	goal: 'p95 under 20 ms, CPU at most 0.75 × Hocuspocus',
	async run(target, world) {
		const typing = { rooms: 1, writers: 30, rate: 150, seconds: 10, warmUp: 3 };
		const { latencies, lost, equal, confirmedAfter, cost } = await type({ target, world }, typing);
		return {
			'p50 ms': quantile(latencies, 0.5),
			'p95 ms': quantile(latencies, 0.95),
			'p99 ms': quantile(latencies, 0.99),
			'CPU ms/s': cost.server,
			'PostgreSQL ms/s': cost.postgres,
			'confirmed after ms': confirmedAfter,
			lost,
			equal: String(equal),
			'foreign ms/s': cost.foreign
		};
	}
};

export const oneRoom: Workload = {
	name: 'one-room',
	question: 'one room, 20 writers: edits per second with p99 under 100 ms',
	kinds: KINDS,
	compared: ['edits/s', 'CPU µs/edit'],
	goal: 'at least 1.4 × Hocuspocus and 4 × y-websocket-server',
	run: (target, world) => saturate({ target, world }, { rooms: 1, writers: 20, from: 3000 })
};

export const manyRooms: Workload = {
	name: 'many-rooms',
	question: '50 rooms, 4 writers each: edits per second with p99 under 100 ms',
	kinds: KINDS,
	compared: ['edits/s', 'CPU µs/edit'],
	goal: 'at least 1.8 × Hocuspocus',
	run: (target, world) => saturate({ target, world }, { rooms: 50, writers: 4, from: 6000 })
};

/** Raises the rate until a step fails twice; the answer is the last one that passed. */
async function saturate(
	where: { target: Target; world: World },
	{ rooms, writers, from }: { rooms: number; writers: number; from: number }
): Promise<Figures> {
	let passed: Figures = { 'edits/s': 0 };
	const times = { seconds: STEP_SECONDS, warmUp: WARM_UP_SECONDS };
	for (let rate = from; ; rate *= STEP) {
		const step = { rooms, writers, rate, ...times };
		const figures = (await attempt(where, step)) ?? (await attempt(where, step));
		if (!figures) return passed;
		passed = figures;
	}
}

/** One step; null when it fails. */
async function attempt(
	where: { target: Target; world: World },
	step: { rooms: number; writers: number; rate: number; seconds: number; warmUp: number }
): Promise<Figures | null> {
	const { latencies, rate, lost, equal, cost } = await type(where, step);
	const p99 = quantile(latencies, 0.99);
	const generator = rate >= step.rate * REACHED ? '' : ' (generator at its end)';
	process.stdout.write(
		`    ${where.target.kind} ${step.rate.toFixed(0)}/s: sent ${rate.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms, ` +
			`CPU ${cost.server.toFixed(0)} ms/s, foreign ${cost.foreign.toFixed(0)} ms/s, lost ${lost}${generator}\n`
	);
	// Not the negation: without any edit seen, p99 is no number.
	const holds = p99 < BOUND && lost === 0 && equal && generator === '';
	return holds
		? {
				'edits/s': rate,
				'p99 ms': p99,
				'CPU ms/s': cost.server,
				'CPU µs/edit': (cost.server * 1000) / rate,
				'PostgreSQL ms/s': cost.postgres,
				'foreign ms/s': cost.foreign
			}
		: null;
}
