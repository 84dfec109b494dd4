import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, pendingMigrations, type Migration } from '../../src/lib/server/database/migrate';
import { testUrl } from '../support/database';

const name = `test_${randomBytes(6).toString('hex')}`;
const url = testUrl('postgres', name);
let administrator: pg.Client;
let owner: pg.Client;
beforeAll(async () => {
	administrator = new pg.Client({ connectionString: testUrl('postgres', 'postgres') });
	await administrator.connect();
	await administrator.query(`create database ${name}`);
	owner = new pg.Client({ connectionString: url });
	await owner.connect();
});
afterAll(async () => {
	await owner.end();
	await administrator.query(`drop database ${name} with (force)`);
	await administrator.end();
});

const FIRST: Migration = {
	version: '20260101000000',
	name: 'create_a',
	sql: 'create table a (); create table aa ();'
};
const SECOND: Migration = {
	version: '20260102000000',
	name: 'create_b',
	sql: 'create table b ();'
};
const BROKEN: Migration = {
	version: '20260103000000',
	name: 'break',
	sql: 'create table c (); select 1 / 0;'
};

test('[M1] pending migrations are listed and nothing is done', async () => {
	expect(await pendingMigrations(url, [FIRST])).toEqual([FIRST]);
	expect(await tables()).toEqual([]);
});

test('[M2] processes that start together apply each migration once, in the order of versions', async () => {
	const told: string[] = [];
	const start = (): Promise<number> => migrate(url, [SECOND, FIRST], (line) => told.push(line));
	const counts = await Promise.all([start(), start(), start()]);
	expect(counts.toSorted()).toEqual([0, 0, 2]);
	expect(told).toEqual(['create_a', 'create_b']);
	expect(await pendingMigrations(url, [FIRST, SECOND, BROKEN])).toEqual([BROKEN]);
});

test('[M3] one that fails leaves nothing of itself, and is tried again', async () => {
	await expect(migrate(url, [FIRST, SECOND, BROKEN], () => undefined)).rejects.toMatchObject({
		code: '22012'
	});
	expect(await tables()).toEqual(['a', 'aa', 'b']);
	const repaired = { ...BROKEN, sql: 'create table c ();' };
	expect(await migrate(url, [FIRST, SECOND, repaired], () => undefined)).toBe(1);
});

test('[M4] they are recorded where the Supabase CLI looks', async () => {
	const { rows } = await owner.query(
		'select version, name, statements from supabase_migrations.schema_migrations order by version limit 1'
	);
	expect(rows).toEqual([{ version: FIRST.version, name: FIRST.name, statements: [FIRST.sql] }]);
});

async function tables(): Promise<string[]> {
	const { rows } = await owner.query<{ name: string }>(
		`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`
	);
	return rows.map((row) => row.name);
}
