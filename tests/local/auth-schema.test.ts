import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { prepareAuthSchema } from '../../src/lib/server/local/auth-schema';
import firstVersion from '../../src/lib/server/local/sql/auth.sql?raw';
import { testUrl } from '../support/database';

const USER = '6f1f0a52-8f54-4dcb-a6ae-0c2f3a7b1d11';
const names: string[] = [];

afterAll(async () => {
	for (const name of names) {
		await withClient('postgres', (client) => client.query(`drop database ${name} with (force)`));
	}
});

test('[A31] a database of the first version gets what it lacks, once, and keeps its rows', async () => {
	const name = await newDatabase();
	await withClient(name, async (client) => {
		await client.query(firstVersion);
		await client.query(`insert into auth.users (id, email) values ($1, 'anna@essais.example')`, [
			USER
		]);
		await prepareAuthSchema(client);
		await prepareAuthSchema(client);
		expect((await client.query('select id, email from auth.users')).rows).toEqual([
			{ id: USER, email: 'anna@essais.example' }
		]);
		expect((await client.query('select name from local_auth.upgrades')).rows).toEqual([
			{ name: 'second-factor' }
		]);
	});
});

test('[A31] an upgraded database and a new one are the same, and the service may use all of it', async () => {
	const [old, fresh] = [await newDatabase(), await newDatabase()];
	await withClient(old, (client) => client.query(firstVersion));
	const shapes = [];
	for (const name of [old, fresh]) {
		await withClient(name, prepareAuthSchema);
		shapes.push(await withClient(name, shapeOf));
	}
	expect(shapes[0]).toEqual(shapes[1]);
	expect(shapes[0]).toContainEqual(
		expect.objectContaining({ table_name: 'mfa_challenges', usable: true })
	);
	const closed = shapes[0]?.filter(
		(row) => row['usable'] === false && row['table_name'] !== 'upgrades'
	);
	expect(closed).toEqual([]);
});

async function newDatabase(): Promise<string> {
	const name = `test_${randomBytes(6).toString('hex')}`;
	await withClient('postgres', (client) => client.query(`create database ${name}`));
	names.push(name);
	return name;
}

async function shapeOf(client: pg.Client): Promise<Record<string, unknown>[]> {
	const { rows } = await client.query<Record<string, unknown>>(
		`select table_schema, table_name, column_name, data_type, is_nullable,
			(select bool_and(has_table_privilege('app_auth', format('%I.%I', table_schema, table_name), verb))
				from unnest(array['select', 'insert', 'update', 'delete']) as verb) as usable
		 from information_schema.columns where table_schema in ('auth', 'local_auth')
		 order by table_schema, table_name, column_name`
	);
	return rows;
}

async function withClient<T>(name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: testUrl('postgres', name) });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
