import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';
import { seenBy, stateOf } from './asking';
import { SEEN } from './seen';
import { ACTORS, buildWorld, tryAs, type Actor, type World } from './world';

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
		expect(await seenBy({ database, world, actor }, table)).toEqual(expectedFor(actor, table));
	});

	test.each(ACTORS)('[D3] %s writes nothing past the functions', async (actor) => {
		const column = await firstColumnOf(table);
		for (const statement of [
			`insert into public.${table} default values`,
			`update public.${table} set ${column} = ${column}`,
			`delete from public.${table}`,
			`truncate public.${table}`
		]) {
			expect(await outcomeOf(actor, statement)).toBe('42501');
		}
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

async function somebodySeesOtherwise(table: string): Promise<boolean> {
	for (const actor of ACTORS) {
		const seen = await seenBy({ database, world, actor }, table);
		if (JSON.stringify(seen) !== JSON.stringify(expectedFor(actor, table))) return true;
	}
	return false;
}

function expectedFor(actor: Actor, table: string): string[] | '42501' {
	const seen = SEEN[table]?.seen(world) ?? {};
	if (actor === 'anonymous' || Object.keys(seen).length === 0) return '42501';
	return [...(seen[actor] ?? [])].sort();
}

async function outcomeOf(actor: Actor, statement: string): Promise<string> {
	try {
		await tryAs(database, { world, actor, work: (tx) => sql.raw(statement).execute(tx) });
		return 'done';
	} catch (error) {
		return stateOf(error);
	}
}

async function tablesOf({ owner }: TestDatabase): Promise<string[]> {
	const { rows } = await owner.query<{ table: string }>(
		`select c.relname as table from pg_class as c
		 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by c.relname`
	);
	return rows.map((row) => row.table);
}

async function firstColumnOf(table: string): Promise<string> {
	const { rows } = await database.owner.query<{ name: string }>(
		`select attname as name from pg_attribute
		 where attrelid = ('public.' || $1)::regclass and attnum > 0 and attidentity = '' order by attnum limit 1`,
		[table]
	);
	return rows[0]?.name ?? 'id';
}
