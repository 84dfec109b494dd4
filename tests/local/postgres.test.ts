import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test('[L1] a test file gets a migrated database of its own', async () => {
	const { rows } = await database.owner.query(
		`select to_regclass('public.cases') is not null as cases, current_setting('server_version_num')::int / 10000 as major`
	);
	expect(rows).toEqual([{ cases: true, major: 17 }]);
});
