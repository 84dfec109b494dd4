import { expect, test } from 'vitest';
import { mayReadMetrics, renderMetrics } from '../../src/lib/server/app/metrics';
import { Counters } from '../../src/lib/server/sync/counters';

const TOKEN = 'k4W9-qF7n-ZzR2-mB6t-XyP8';
const LOCAL = { host: 'localhost:3000' };

test.each<[string, Record<string, string>, string, string | null, boolean]>([
	['this machine by its own name', LOCAL, '127.0.0.1', null, true],
	['this machine, IPv6', { host: '[::1]:3000' }, '::1', TOKEN, true],
	[
		'a proxy of this machine',
		{ ...LOCAL, 'x-forwarded-for': '10.0.0.9' },
		'127.0.0.1',
		null,
		false
	],
	['a proxy that says nothing', { host: 'maillage.example' }, '127.0.0.1', null, false],
	['elsewhere', LOCAL, '10.0.0.9', null, false],
	['elsewhere with the token', { authorization: `Bearer ${TOKEN}` }, '10.0.0.9', TOKEN, true],
	['another token', { authorization: `Bearer ${TOKEN}x` }, '10.0.0.9', TOKEN, false],
	['an empty token', { authorization: 'Bearer ' }, '10.0.0.9', TOKEN, false],
	['a token where none is set', { authorization: 'Bearer null' }, '10.0.0.9', null, false]
])('[S88] metrics and %s', (_, headers, address, token, answer) => {
	expect(mayReadMetrics({ headers: new Headers(headers), address, token })).toBe(answer);
});

test('[S88] what the server counts comes out in the format of Prometheus', async () => {
	const counters = new Counters();
	counters.received(Uint8Array.of(0, 1));
	counters.sent(Uint8Array.of(1, 1, 0));
	counters.closed(4400);
	counters.refused('frame', 4400);
	const store = counters.measuring({ append: () => Promise.resolve([]) } as never);
	await store.append([], { project: true });
	const text = await renderMetrics({
		measure: () => ({ ...STILL, counters })
	} as never);
	for (const line of [
		'maillage_rooms{state="awake"} 2',
		'maillage_frames_received_total{type="sync"} 1',
		'maillage_frames_sent_total{type="presence"} 1',
		'maillage_bytes_sent_total 3',
		'maillage_closes_total{code="4400"} 1',
		'maillage_refusals_total{stage="frame",code="4400"} 1',
		'maillage_store_seconds_bucket{work="append",le="+Inf"} 1',
		'maillage_store_seconds_count{work="append"} 1',
		'maillage_oldest_unsaved_seconds 1.5'
	]) {
		expect(text).toContain(`${line}\n`);
	}
	expect(text).not.toMatch(/^maillage_nodes_heard /m);
	expect(text).toContain('process_resident_memory_bytes');
	expect(text).toContain('nodejs_eventloop_lag_seconds');
});

test.each([
	[true, 1],
	[false, 0]
])('[S88][S60] whether the other nodes are heard: %s', async (nodesHeard, value) => {
	const measure = (): unknown => ({ ...STILL, counters: new Counters(), nodesHeard });
	expect(await renderMetrics({ measure } as never)).toContain(`maillage_nodes_heard ${value}\n`);
});

const STILL = {
	awake: 2,
	asleep: 1,
	refusing: 0,
	peers: 3,
	connections: 3,
	waiting: 0,
	backlogBytes: 10,
	oldestUnsaved: 1500,
	storeFailing: false,
	nodesHeard: null
};
