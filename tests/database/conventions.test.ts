import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';
import { CONVENTIONS } from './conventions';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test.each(Object.entries(CONVENTIONS))('%s', async (_, conventions) => {
	for (const { query, expected } of conventions) expect(await list(query)).toEqual(expected);
});

test('[C4] a policy asks who is asking once per statement, not once per row', async () => {
	const expressions = await list(`
		select pg_get_expr(p.polqual, p.polrelid) as item from pg_policy as p where p.polqual is not null
		union all
		select pg_get_expr(p.polwithcheck, p.polrelid) from pg_policy as p where p.polwithcheck is not null`);
	expect(expressions.length).toBeGreaterThan(20);
	for (const expression of expressions) {
		const calls = expression.match(/(?:auth|private)\.\w+\([^)]*\)/g) ?? [];
		const inSelect =
			expression.match(/SELECT (?:\(?cardinality\()?(?:auth|private)\.\w+\(\)/g) ?? [];
		expect({ expression, calls: calls.length }).toEqual({ expression, calls: inSelect.length });
	}
});

async function list(query: string): Promise<string[]> {
	const { rows } = await database.owner.query<{ item: string }>(query);
	return rows.map((row) => row.item);
}
