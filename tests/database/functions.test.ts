import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';
import { answerTo } from './asking';
import { accessTo } from './checks';
import { CALLS, DOCUMENTS } from './calls';
import { ACTORS, buildWorld, SIGNED_IN, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[D5] every function that people may call has a rule', async () => {
	const { rows } = await database.owner.query<{ name: string }>(
		`select p.proname as name from pg_proc as p where p.pronamespace = 'public'::regnamespace order by p.proname`
	);
	expect(rows.map((row) => row.name)).toEqual(Object.keys(CALLS).sort());
});

describe.each(Object.keys(CALLS))('%s', (name) => {
	test.each(ACTORS)('[D6] answers %s as the rule says', async (actor) => {
		const rule = CALLS[name];
		expect(await answerTo({ database, world, actor }, name)).toEqual(
			rule?.answers[actor] ?? rule?.otherwise
		);
	});
});

describe.each(Object.keys(DOCUMENTS))('document: %s', (name) => {
	test.each(SIGNED_IN)('[D7] opens for %s as the rule says', async (actor) => {
		expect(await accessTo({ database, world, actor }, name)).toBe(
			DOCUMENTS[name]?.access[actor] ?? 'none'
		);
	});
});
