import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '../../src/lib/server/database/transaction';
import { openPool, transaction } from '../../src/lib/server/local/auth/context';
import { testDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;

beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test('[F3] a connection cut between two queries fails its transaction, and the next one gets another', async () => {
	const { databases, owner } = database;
	const cut = asSystem(databases, async (tx) => {
		const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
		await owner.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
		await sql`select 1`.execute(tx);
	});
	await expect(cut).rejects.toThrow();
	const { rows } = await asSystem(databases, (tx) =>
		sql<{ one: number }>`select 1 as one`.execute(tx)
	);
	expect(rows).toEqual([{ one: 1 }]);
});

test('[F3] so does one of the sign-in service, which says so and goes on', async () => {
	const { owner, urls } = database;
	const errors: unknown[] = [];
	const pool = openPool(urls.system, (error) => errors.push(error));
	const cut = transaction(pool, async (client) => {
		const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
		await owner.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
		await client.query('select 1');
	});
	await expect(cut).rejects.toThrow();
	expect(errors).not.toEqual([]);
	const { rows } = await pool.query('select 1 as one');
	expect(rows).toEqual([{ one: 1 }]);
	await pool.end();
});
