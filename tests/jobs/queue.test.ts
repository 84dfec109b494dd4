import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startJobs, type Jobs } from '../../src/lib/server/jobs/queue';
import { asSystem } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';

/** Seconds between two looks, milliseconds that a job may take to be done on a busy machine. */
const LOOK_EVERY = 0.5;
const PATIENCE = 20_000;

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test('[O1] with two nodes, each job is done once', async () => {
	const done: unknown[] = [];
	const nodes = [await node(done), await node(done)];
	const ids = Array.from({ length: 20 }, (_, index) => index);
	for (const id of ids) await add(nodes[0], { id });
	await vi.waitFor(() => expect(done).toHaveLength(ids.length), { timeout: PATIENCE });
	await Promise.all(nodes.map((each) => each.stop()));
	expect(done.toSorted(byId)).toEqual(ids.map((id) => ({ id })));
});

test('[O2] a job of a transaction that is undone is not there', async () => {
	const done: unknown[] = [];
	const jobs = await node(done);
	const undone = asSystem(database.databases, async (tx) => {
		await jobs.add(tx, 'mail-send', { data: { id: 'undone' }, key: 'undone' });
		throw new Error('undone');
	});
	await expect(undone).rejects.toThrow('undone');
	await add(jobs, { id: 'kept' });
	await vi.waitFor(() => expect(done).toEqual([{ id: 'kept' }]), { timeout: PATIENCE });
	await jobs.stop();
});

test('[O5] a job that fails keeps the name of the failure and nothing of what was said', async () => {
	let tries = 0;
	const jobs = await startJobs({
		databases: database.databases,
		works: {
			'mail-plan': () => {
				tries++;
				return Promise.reject(new Error('someone@essais.example'));
			},
			'mail-send': () => Promise.resolve()
		},
		log: { warn: () => undefined },
		lookEvery: LOOK_EVERY,
		scheduled: false
	});
	await asSystem(database.databases, (tx) => jobs.add(tx, 'mail-plan', { data: {} }));
	await vi.waitFor(() => expect(tries).toBe(1), { timeout: PATIENCE });
	await jobs.stop();
	const { rows } = await database.owner.query<{ output: unknown }>(
		`select j.output from jobs.job as j where j.name = 'mail-plan'`
	);
	expect(rows).toEqual([{ output: { name: 'Error' } }]);
});

test('[O3] the clock asks for what the migrations schedule', async () => {
	const planned = vi.fn();
	const jobs = await startJobs({
		databases: database.databases,
		works: { 'mail-plan': () => Promise.resolve(planned()), 'mail-send': () => Promise.resolve() },
		log: { warn: () => undefined },
		lookEvery: LOOK_EVERY
	});
	await vi.waitFor(() => expect(planned).toHaveBeenCalled(), { timeout: PATIENCE });
	await jobs.stop();
});

test('[O4] the application changes no table of the queue', async () => {
	const change = asSystem(database.databases, (tx) =>
		tx.schema.withSchema('jobs').alterTable('job').addColumn('more', 'text').execute()
	);
	await expect(change).rejects.toMatchObject({ code: '42501' });
});

function node(done: unknown[]): Promise<Jobs> {
	return startJobs({
		databases: database.databases,
		works: {
			'mail-plan': () => Promise.resolve(),
			'mail-send': (data) => Promise.resolve(void done.push(data))
		},
		log: { warn: (fields, message) => expect.unreachable(`${message} ${JSON.stringify(fields)}`) },
		lookEvery: LOOK_EVERY,
		scheduled: false
	});
}

function add(jobs: Jobs | undefined, data: { id: unknown }): Promise<void> {
	const job = { data, key: String(data.id) };
	return asSystem(database.databases, async (tx) => jobs?.add(tx, 'mail-send', job));
}

function byId(a: unknown, b: unknown): number {
	return (a as { id: number }).id - (b as { id: number }).id;
}
