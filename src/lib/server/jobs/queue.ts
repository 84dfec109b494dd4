/** Work that no answer waits for: kept in PostgreSQL, so that it outlives this process and is done by one of several. */
import { fromKysely, PgBoss, type JobResult } from 'pg-boss';
import type { Databases } from '$lib/server/database/database';
import { asSystem, type Tx } from '$lib/server/database/transaction';

/** Queues that the migrations made. */
export type QueueName = 'mail-plan' | 'mail-send';

/** Does one job; what it throws has it tried again. */
export type Work = (data: unknown, jobs: Pick<Jobs, 'add'>) => Promise<void>;

interface Log {
	warn(fields: object, message: string): void;
}

interface JobsOptions {
	databases: Databases;
	works: Record<QueueName, Work>;
	log: Log;
	/** In seconds; tests look more often. */
	lookEvery?: number;
	/** Whether the clock asks for the jobs that the migrations schedule. */
	scheduled?: boolean;
}

interface Job {
	data: object;
	key?: string;
}

export interface Jobs {
	/** Adds a job in the transaction of what asks for it: both are kept, or neither. With a key, unless one waits or runs. */
	add(tx: Tx, queue: QueueName, job: Job): Promise<void>;
	/** Takes no job any more, and ends once those that run have. */
	stop(): Promise<void>;
}

const SCHEMA = 'jobs';
/** How often a queue is looked at, in seconds. */
const LOOK_EVERY = 5;
/** Jobs of a queue that one process takes each time. */
const AT_ONCE = 20;
/** How often jobs of a process that died are looked for, in seconds. */
const SUPERVISE_EVERY = 60;
/** How long jobs that run may take when the application stops, in milliseconds. */
const STOP_WITHIN = 10_000;

/** Starts to take jobs. Throws when the tables are not those of the library's version. */
export async function startJobs({
	databases,
	works,
	log,
	lookEvery = LOOK_EVERY,
	scheduled = true
}: JobsOptions): Promise<Jobs> {
	const boss = new PgBoss({
		schema: SCHEMA,
		// As the system: each statement in a transaction of its own, with the rights of jobs and no others.
		db: {
			executeSql: (text, values) =>
				asSystem(databases, (tx) => fromKysely(tx).executeSql(text, values))
		},
		migrate: false,
		createSchema: false,
		// Needs a connection outside transactions, and owns no index.
		reindex: false,
		monitorVacuum: false,
		schedule: scheduled,
		superviseIntervalSeconds: SUPERVISE_EVERY
	});
	// A database that is away is asked again; messages of errors may hold what jobs hold.
	boss.on('error', ({ name }: Error) => log.warn({ name }, 'the job queue failed'));
	await boss.start();
	const add: Jobs['add'] = async (tx, queue, { data, key }) => {
		await boss.send(queue, data, { db: fromKysely(tx), ...(key ? { singletonKey: key } : {}) });
	};
	for (const [queue, work] of Object.entries(works)) {
		const options = { pollingIntervalSeconds: lookEvery, batchSize: AT_ONCE } as const;
		await boss.work(queue, { ...options, perJobResults: true } as const, (jobs) =>
			Promise.all(jobs.map(({ id, data }) => outcomeOf(id, work(data, { add }))))
		);
	}
	return {
		add,
		stop: () => boss.stop({ graceful: true, close: false, timeout: STOP_WITHIN })
	};
}

/** What became of a job. Only the name of a failure is kept: its message may hold an address. */
function outcomeOf(id: string, done: Promise<void>): Promise<JobResult> {
	return done.then(
		() => ({ id, status: 'completed' }),
		(error: unknown) => ({
			id,
			status: 'failed',
			output: { name: error instanceof Error ? error.name : 'unknown' }
		})
	);
}
