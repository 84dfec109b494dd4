import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '../../src/lib/server/database/transaction';
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
