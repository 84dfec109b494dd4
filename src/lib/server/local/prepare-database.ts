/** Makes the database of local mode: what Supabase would bring, then the same migrations. */
import pg from 'pg';
import { migrate, type Migration } from '$lib/server/database/migrate';
import { prepareAuthSchema } from './auth-schema';
import type { Postgres } from './postgres';
import loginsSql from './sql/logins.sql?raw';
import rolesSql from './sql/roles.sql?raw';

export interface PrepareOptions {
	postgres: Pick<Postgres, 'urlFor'>;
	database: string;
	migrations: readonly Migration[];
	report: (line: string) => void;
}

/**
 * Makes the database if there is none, and applies the migrations it lacks.
 * Returns whether the database is new.
 */
export async function prepareDatabase(options: PrepareOptions): Promise<boolean> {
	const { postgres, database, migrations, report } = options;
	const isNew = await withClient(postgres.urlFor('postgres', 'postgres'), async (client) => {
		await client.query(rolesSql);
		const found = await client.query('select 1 from pg_database where datname = $1', [database]);
		if (found.rowCount) return false;
		await client.query(`create database ${client.escapeIdentifier(database)}`);
		return true;
	});
	const url = postgres.urlFor('postgres', database);
	await withClient(url, prepareAuthSchema);
	await migrate(url, migrations, report);
	await withClient(url, (client) => client.query(loginsSql));
	return isNew;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
