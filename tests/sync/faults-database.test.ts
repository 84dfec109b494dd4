import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { startChild, type Child } from './faulty/child-process';
import { ownCluster, type Cluster } from './faulty/cluster';
import { Crowd } from './faulty/crowd';
import { expectAcknowledgedStored, expectWhole, newDocument } from './faulty/scene';
import { mountSmallDisk } from './faulty/small-disk';
import { buildWorld, isSaved, until, type World } from './harness';

/** How long the database stays away each time, in seconds. */
const AWAY_S = Number(process.env['PAUSE_S'] ?? 1);
const PEOPLE = 6;
/** "Not saved" shows within this time, in milliseconds; a loaded machine is given more. */
const SAID_WITHIN = 1_000;
const STILL_FOR = 300;
/** Changes of each person that wait once the fault is felt. */
const WAITING = 10;

let cluster: Cluster;
let world: World;
let child: Child;
let crowd: Crowd | null = null;
const documents: SharedDocument[] = [];

beforeAll(async () => {
	cluster = await ownCluster();
	world = await buildWorld(cluster.database);
	for (let i = 0; i < 5; i++) documents.push(await newDocument(world));
	await cluster.database.rest();
	child = await startChild({ urls: cluster.database.urls });
}, 120_000);
afterEach(async () => {
	await crowd?.leave();
	crowd = null;
});
afterAll(async () => {
	await child.end('SIGKILL');
	await cluster.remove();
});

const timeout = 60_000 + AWAY_S * 2_000;

test('[I1][I5][I11][F3] a database that only reads', { timeout }, async () => {
	await outage({
		begin: () => readOnly('on'),
		end: () => readOnly('off')
	});
});

test('[I1][I5][I11][F3] no connection left', { timeout }, async () => {
	const { person, system } = cluster.database.urls;
	const held: pg.Client[] = [];
	await outage({
		async begin() {
			await limitConnections(1);
			// Whoever gets it first keeps it: that must be us.
			for (const connectionString of [person, system]) held.push(await hold(connectionString));
		},
		async end() {
			await Promise.all(held.map((client) => client.end()));
			await limitConnections(-1);
		}
	});
});

test('[I1][I5][I11][F3] processes of PostgreSQL that stand still', { timeout }, async () => {
	await outage({
		begin() {
			cluster.freeze();
		},
		end() {
			cluster.resume();
		}
	});
});

test('[I1][I5][I11][F3] PostgreSQL killed and started again', { timeout }, async () => {
	await outage({
		begin() {
			cluster.kill();
		},
		end: () => cluster.restart()
	});
});

test('[I1][I5][I11][F3] a disk that is full', { timeout }, async ({ skip }) => {
	const disk = mountSmallDisk(cluster.folder);
	if (!disk) return skip('this account may not mount a small disk');
	try {
		await cluster.run(`create tablespace small location '${disk.folder}'`);
		await cluster.run('alter table public.document_updates set tablespace small');
		await outage({
			begin() {
				disk.fill();
			},
			end() {
				disk.empty();
			}
		});
		await cluster.run('alter table public.document_updates set tablespace pg_default');
		await cluster.run('drop tablespace small');
	} finally {
		disk.unmount();
	}
});

/** People type before, while and after the database is away, in a server that goes on. */
async function outage(fault: {
	begin(): Promise<void> | void;
	end(): Promise<void> | void;
}): Promise<void> {
	const document = documents.shift();
	if (!document) throw new Error('a document for each test');
	const callers = [world.lea];
	const people = await Crowd.open({ port: child.port, document, callers, count: PEOPLE });
	crowd = people;
	await until(() => people.clients.every(isSaved), 20_000);
	people.type();
	await until(() => people.acknowledged.length > 50);
	try {
		await fault.begin();
		await nothingAcknowledged(people);
	} finally {
		await fault.end();
	}
	await expectAcknowledgedStored(cluster.database.urls.owner, document.name, people);
	await people.rest();
	await expectWhole(cluster.database.urls.owner, document.name, people);
	expect(child.process.exitCode).toBeNull();
}

/** Typing goes on, "not saved" is said, and nothing more is acknowledged. */
async function nothingAcknowledged(people: Crowd): Promise<void> {
	await until(() => !people.clients.some(isSaved), SAID_WITHIN);
	await until(() => people.clients.every(({ pending }) => pending >= WAITING), 20_000);
	const acknowledged = await untilStill(() => people.acknowledged.length);
	const typed = people.typed.length;
	for (let i = 0; i < AWAY_S * 20; i++) {
		await pause(50);
		expect(people.clients.filter(isSaved)).toEqual([]);
	}
	expect(people.acknowledged.length).toBe(acknowledged);
	expect(people.typed.length).toBeGreaterThan(typed);
}

/** Waits until a number, which what was under way still changes, has not changed for a while; returns it. */
async function untilStill(read: () => number): Promise<number> {
	for (;;) {
		const before = read();
		await pause(STILL_FOR);
		if (read() === before) return before;
	}
}

async function readOnly(value: 'on' | 'off'): Promise<void> {
	await cluster.run(`alter system set default_transaction_read_only = ${value}`);
	await cluster.run('select pg_reload_conf()');
}

async function limitConnections(limit: number): Promise<void> {
	await cluster.run(`alter role app_server connection limit ${limit}`);
	await cluster.run(`alter role app_worker connection limit ${limit}`);
}

/** Takes the only connection of a role away from the server. */
async function hold(connectionString: string): Promise<pg.Client> {
	for (;;) {
		await cluster.run(
			`select pg_terminate_backend(pid) from pg_stat_activity where usename in ('app_server', 'app_worker')
			 and application_name <> 'held'`
		);
		const client = new pg.Client({ connectionString, application_name: 'held' });
		client.on('error', () => undefined);
		const connected = await client.connect().then(
			() => true,
			() => false
		);
		if (connected) return client;
	}
}
