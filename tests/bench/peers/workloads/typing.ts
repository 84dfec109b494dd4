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
/** What Node compiles in its first seconds fails no step. */
const FIRST_WARM_UP_SECONDS = 8;
/** Share of the wanted rate that the generator must reach for a step to say something. */
const REACHED = 0.9;
/** What others may spend for a latency to be judged, in milliseconds per second. */
const QUIET = 300;

export const meeting: Workload = {
	name: 'meeting',
	question: 'a meeting: 30 people in one room, 5 edits per second each',
	kinds: KINDS,
	compared: ['CPU ms/s'],
	goal: 'p95 under 20 ms, CPU at most 0.75 × Hocuspocus',
	async run(target, world) {
		const typing = { rooms: 1, writers: 30, rate: 150, seconds: 15, warmUp: 20 };
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
	compared: ['edits/s', 'all delivered/s', 'CPU µs/edit'],
	goal: 'at least 1.4 × Hocuspocus and 4 × y-websocket-server',
	run: (target, world) => saturate({ target, world }, { rooms: 1, writers: 20, from: 3000 })
};

export const manyRooms: Workload = {
	name: 'many-rooms',
	question: '50 rooms, 4 writers each: edits per second with p99 under 100 ms',
	kinds: KINDS,
	compared: ['edits/s', 'all delivered/s', 'CPU µs/edit'],
	goal: 'at least 1.8 × Hocuspocus',
	run: (target, world) => saturate({ target, world }, { rooms: 50, writers: 4, from: 6000 })
};

/** Raises the rate until a step fails twice; the answer is the last that passed, the last that lost nothing, and what an edit cost. */
async function saturate(
	where: { target: Target; world: World },
	{ rooms, writers, from }: { rooms: number; writers: number; from: number }
): Promise<Figures> {
	let passed = 0;
	let carried = 0;
	let cheapest = Infinity;
	let warmUp = FIRST_WARM_UP_SECONDS;
	for (let rate = from, failures = 0; failures < 2; rate *= failures === 0 ? STEP : 1) {
		const step = await attempt(where, { rooms, writers, rate, seconds: STEP_SECONDS, warmUp });
		warmUp = WARM_UP_SECONDS;
		// Where others keep the cores, its latency says nothing of a server; what it spends still does.
		const judged = step.foreign < QUIET;
		if (step.whole) {
			carried = step.rate;
			cheapest = Math.min(cheapest, step.cpuPerEdit);
		}
		if (step.whole && step.inTime) passed = step.rate;
		failures = step.whole && (step.inTime || !judged) ? 0 : failures + 1;
	}
	return {
		'edits/s': passed,
		'all delivered/s': carried,
		'CPU µs/edit': cheapest,
		'edits per second of CPU': 1e6 / cheapest
	};
}

interface Step {
	rate: number;
	/** Everything came, and the generator kept its pace. */
	whole: boolean;
	inTime: boolean;
	cpuPerEdit: number;
	foreign: number;
}

async function attempt(
	where: { target: Target; world: World },
	step: { rooms: number; writers: number; rate: number; seconds: number; warmUp: number }
): Promise<Step> {
	const { latencies, rate, sent, lost, equal, cost } = await type(where, step);
	const p99 = quantile(latencies, 0.99);
	const kept = rate >= step.rate * REACHED;
	const cpuPerEdit = (cost.server * cost.seconds * 1000) / sent;
	process.stdout.write(
		`    ${where.target.kind} ${step.rate.toFixed(0)}/s: sent ${rate.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms, ` +
			`CPU ${cost.server.toFixed(0)} ms/s, ${cpuPerEdit.toFixed(0)} µs/edit, PostgreSQL ${cost.postgres.toFixed(0)} ms/s, ` +
			`foreign ${cost.foreign.toFixed(0)} ms/s, lost ${lost}${kept ? '' : ' (generator at its end)'}\n`
	);
	const whole = lost === 0 && equal && kept;
	// Without any edit seen, p99 is no number.
	return { rate, whole, inTime: p99 < BOUND, cpuPerEdit, foreign: cost.foreign };
}
