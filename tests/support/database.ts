/** A database of its own for a test file, copied from the migrated template. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connect, disconnect, type Databases } from '../../src/lib/server/database/database';

const TEMPLATE = 'maillage_template';

export interface TestDatabase {
	urls: { owner: string; person: string; system: string };
	databases: Databases;
	/** A connection of the owner of the objects, for builders and checks. */
	owner: pg.Client;
	/** Closes every connection, so that the database may be the template of others. */
	rest(): Promise<string>;
	/** Closes every connection and drops the database. */
	drop(): Promise<void>;
}

/** Makes a database with every migration applied and no row, or as the one that rests. Call `drop` when done. */
export async function testDatabase(template = TEMPLATE): Promise<TestDatabase> {
	const name = `test_${randomBytes(6).toString('hex')}`;
	await asAdministrator(`create database ${name} template ${template}`);
	const urls = {
		owner: testUrl('postgres', name),
		person: testUrl('app_server', name),
		system: testUrl('app_worker', name)
	};
	const databases = connect(urls);
	const owner = new pg.Client({ connectionString: urls.owner });
	await owner.connect();
	let resting = false;
	const rest = async (): Promise<string> => {
		if (!resting) await Promise.all([disconnect(databases), owner.end()]);
		resting = true;
		return name;
	};
	return {
		urls,
		databases,
		owner,
		rest,
		async drop() {
			await rest();
			await asAdministrator(`set maillage.closing = '${name}'; ${CLOSING}`);
			await asAdministrator(`drop database ${name} with (force)`);
		}
	};
}

/** Address of a database of the test PostgreSQL for a login role. */
export function testUrl(role: string, database: string): string {
	return inject('postgresUrl').replace('ROLE', role).replace('DATABASE', database);
}

/** Waits, two seconds at most, for connections that are closing: one that is cut meanwhile has nobody to tell. */
const CLOSING = `do $$ begin
	for i in 1..200 loop
		exit when not exists (select from pg_stat_activity where datname = current_setting('maillage.closing'));
		perform pg_sleep(0.01);
		perform pg_stat_clear_snapshot();
	end loop;
end $$`;

async function asAdministrator(statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: testUrl('postgres', 'postgres') });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
