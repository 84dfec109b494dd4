/** What the process counts, in the text format of Prometheus: numbers, without a name or an id of anybody. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { LATENCIES } from '$lib/server/sync/counters';
import type { SyncServer } from '$lib/server/sync/sync-server';

type Measures = ReturnType<SyncServer['measure']>;
interface Sample {
	labels?: Record<string, string>;
	value: number;
}
interface Metric {
	name: string;
	help: string;
	read: (measures: Measures) => Sample[];
}

const one = (value: number): Sample[] => [{ value }];

const GAUGES: Metric[] = [
	{
		name: 'rooms',
		help: 'Open documents, by state: in memory, or given back while nobody writes',
		read: ({ awake, asleep }) => [
			{ labels: { state: 'awake' }, value: awake },
			{ labels: { state: 'asleep' }, value: asleep }
		]
	},
	{
		name: 'rooms_refusing',
		help: 'Documents that refuse edits until the database has caught up',
		read: ({ refusing }) => one(refusing)
	},
	{ name: 'peers', help: 'Connections that have been let in', read: ({ peers }) => one(peers) },
	{ name: 'connections', help: 'All connections', read: ({ connections }) => one(connections) },
	{
		name: 'connections_waiting',
		help: 'Connections that wait for their turn',
		read: ({ waiting }) => one(waiting)
	},
	{
		name: 'backlog_bytes',
		help: 'Edits not stored yet',
		read: ({ backlogBytes }) => one(backlogBytes)
	},
	{
		name: 'oldest_unsaved_seconds',
		help: 'Age of the oldest edit that is not stored',
		read: ({ oldestUnsaved }) => one(oldestUnsaved / 1000)
	},
	{
		name: 'store_failing',
		help: '1 while the last write has failed',
		read: ({ storeFailing }) => one(storeFailing ? 1 : 0)
	},
	{
		name: 'nodes_heard',
		help: '1 while Redis carries what nodes tell each other, 0 while it does not; nothing without REDIS_URL',
		read: ({ nodesHeard }) => (nodesHeard === null ? [] : one(nodesHeard ? 1 : 0))
	}
];

const COUNTERS: Metric[] = [
	{
		name: 'frames_received_total',
		help: 'Messages of clients, by type',
		read: ({ counters }) => byKey('type', counters.framesIn)
	},
	{
		name: 'frames_sent_total',
		help: 'Messages to clients, by type',
		read: ({ counters }) => byKey('type', counters.framesOut)
	},
	{
		name: 'bytes_received_total',
		help: 'Bytes of clients',
		read: ({ counters }) => one(counters.bytesIn)
	},
	{
		name: 'bytes_sent_total',
		help: 'Bytes to clients',
		read: ({ counters }) => one(counters.bytesOut)
	},
	{
		name: 'connections_total',
		help: 'Connections that asked',
		read: ({ counters }) => one(counters.asked)
	},
	{
		name: 'connections_let_in_total',
		help: 'Connections that were let in',
		read: ({ counters }) => one(counters.letIn)
	},
	{
		name: 'closes_total',
		help: 'Connections that ended, by close code',
		read: ({ counters }) => byKey('code', Object.fromEntries(counters.closes))
	},
	{
		name: 'refusals_total',
		help: 'Refusals, by stage and code',
		read: ({ counters }) =>
			[...counters.refusals].flatMap(([stage, codes]) =>
				[...codes].map(([code, value]) => ({ labels: { stage, code: String(code) }, value }))
			)
	},
	// The three series of a histogram; what is counted is counted without a library where it happens.
	{
		name: 'store_seconds_bucket',
		help: 'What the store took, added up by upper bound',
		read: ({ counters }) =>
			Object.entries(counters.store).flatMap(([work, { buckets, count }]) => {
				let sum = 0;
				const bounds = LATENCIES.map((bound, i) => {
					sum += buckets[i] ?? 0;
					return { labels: { work, le: String(bound / 1000) }, value: sum };
				});
				return [...bounds, { labels: { work, le: '+Inf' }, value: count }];
			})
	},
	{
		name: 'store_seconds_sum',
		help: 'What the store took in all',
		read: ({ counters }) =>
			Object.entries(counters.store).map(([work, { milliseconds }]) => ({
				labels: { work },
				value: milliseconds / 1000
			}))
	},
	{
		name: 'store_seconds_count',
		help: 'How often the store was asked',
		read: ({ counters }) =>
			Object.entries(counters.store).map(([work, { count }]) => ({
				labels: { work },
				value: count
			}))
	},
	{
		name: 'store_failures_total',
		help: 'How often the store failed',
		read: ({ counters }) =>
			Object.entries(counters.store).map(([work, { failures }]) => ({
				labels: { work },
				value: failures
			}))
	}
];

const LABELS = ['state', 'type', 'code', 'stage', 'work', 'le'];

let processMetrics: Registry | null = null;

/** The metrics of the sync server and of the process. */
export async function renderMetrics(sync: SyncServer): Promise<string> {
	const measures = sync.measure();
	const registry = new Registry();
	for (const metric of GAUGES) {
		const gauge = new Gauge({ ...named(metric), registers: [registry] });
		for (const { labels = {}, value } of metric.read(measures)) gauge.set(labels, value);
	}
	for (const metric of COUNTERS) {
		const counter = new Counter({ ...named(metric), registers: [registry] });
		for (const { labels = {}, value } of metric.read(measures)) counter.inc(labels, value);
	}
	// Those of the process watch it from the first time on: the delay of the event loop, collections.
	if (!processMetrics) {
		processMetrics = new Registry();
		collectDefaultMetrics({ register: processMetrics });
	}
	return `${await registry.metrics()}\n${await processMetrics.metrics()}`;
}

/**
 * Whether somebody may read the metrics: with the token where there is one, or from this machine, asking it directly by
 * its own name (what a proxy passes on names the public address).
 */
export function mayReadMetrics(asking: {
	headers: Headers;
	address: string;
	token: string | null;
}): boolean {
	const { headers, address, token } = asking;
	const given = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];
	if (token !== null && given !== undefined && isSame(given, token)) return true;
	const passedOn = FORWARDING.some((name) => headers.has(name));
	return !passedOn && LOOPBACK.has(address) && OWN_NAME.test(headers.get('host') ?? '');
}

const FORWARDING = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const OWN_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** In a time that tells nothing of how much was right. */
function isSame(given: string, token: string): boolean {
	const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(token));
}

function named({ name, help }: Metric) {
	return { name: `maillage_${name}`, help, labelNames: LABELS };
}

function byKey(label: string, values: Record<string, number>): Sample[] {
	return Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));
}
