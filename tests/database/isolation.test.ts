import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';
import { seenBy } from './asking';
import { JOURNALS, masked, readBy, rewritings, sharedFacts, writesOf } from './checks';
import { accessAfter, LOSSES } from './losses';
import { SEEN } from './seen';
import { ACTORS, buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[D1] every table has a rule, and every row of it a name in that rule', async () => {
	expect(await tablesOf(database)).toEqual(Object.keys(SEEN).sort());
	for (const [table, rule] of Object.entries(SEEN)) {
		const { rows } = await database.owner.query<{ count: number }>(
			`select count(*)::integer as count from public.${table}`
		);
		expect({ table, rows: rows[0]?.count }).toEqual({ table, rows: rule.rows(world).length });
	}
});

describe.each(Object.keys(SEEN))('%s', (table) => {
	test.each(ACTORS)('[D2] %s reads what the rule says and nothing else', async (actor) => {
		const asking = { database, world, actor };
		expect(await seenBy(asking, table)).toEqual(readBy(asking, table));
	});

	test.each(ACTORS)('[D3] %s writes nothing past the functions', async (actor) => {
		const outcomes = await writesOf({ database, world, actor }, table);
		expect(new Set(outcomes)).toEqual(new Set(['42501']));
	});
});

test('[D4] each policy matters: said to be true, somebody sees more than they may', async () => {
	const { rows: policies } = await database.owner.query<{
		name: string;
		table: string;
		using: string;
	}>(
		`select p.polname as name, c.relname as table, pg_get_expr(p.polqual, p.polrelid) as using
		 from pg_policy as p join pg_class as c on c.oid = p.polrelid
		 where c.relnamespace = 'public'::regnamespace order by c.relname, p.polname`
	);
	expect(policies.length).toBeGreaterThan(20);
	for (const { name, table, using } of policies) {
		const alter = `alter policy "${name}" on public.${table} using`;
		await database.owner.query(`${alter} (true)`);
		const noticed = await somebodySeesOtherwise(table);
		await database.owner.query(`${alter} (${using})`);
		expect({ name, noticed }).toEqual({ name, noticed: true });
	}
});

test('[D4] row-level security matters: without it, somebody sees more than they may', async () => {
	for (const [table, rule] of Object.entries(SEEN)) {
		if (Object.keys(rule.seen(world)).length === 0) continue;
		await database.owner.query(`alter table public.${table} disable row level security`);
		const noticed = await somebodySeesOtherwise(table);
		await database.owner.query(`alter table public.${table} enable row level security`);
		expect({ table, noticed }).toEqual({ table, noticed: true });
	}
});

test.each(Object.entries(LOSSES))(
	'[D8] the partner no longer opens the case when %s',
	async (_, statementOf) => {
		const question = { caller: world.callers.partner, name: `case:${world.shared.id}` };
		expect(await accessAfter(database.owner, { ...question, statement: 'select' })).toBe('write');
		const statement = statementOf(world);
		expect(await accessAfter(database.owner, { ...question, statement })).toBe('none');
	}
);

test('[D11] what a whole group may not know is in no document of the group', async () => {
	const text = await sharedFacts({ database, world });
	for (const secret of masked(world)) expect(text).not.toContain(secret);
});

test.each(JOURNALS)('[D10] nobody rewrites %s, not even its owner', async (journal) => {
	expect(new Set(await rewritings(database, journal))).toEqual(new Set(['42501']));
});

async function somebodySeesOtherwise(table: string): Promise<boolean> {
	for (const actor of ACTORS) {
		const asking = { database, world, actor };
		const seen = await seenBy(asking, table);
		if (JSON.stringify(seen) !== JSON.stringify(readBy(asking, table))) return true;
	}
	return false;
}

async function tablesOf({ owner }: TestDatabase): Promise<string[]> {
	const { rows } = await owner.query<{ table: string }>(
		`select c.relname as table from pg_class as c
		 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by c.relname`
	);
	return rows.map((row) => row.table);
}
