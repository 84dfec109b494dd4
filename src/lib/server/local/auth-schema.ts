/** The schema of the sign-in service: made in a new database, upgraded in one that an older version made. */
import type pg from 'pg';
import authSql from './sql/auth.sql?raw';
import secondFactorSql from './sql/auth-second-factor.sql?raw';

/** What came after the first version, in order. What has been released is never edited: more is added below. */
const UPGRADES: readonly { name: string; sql: string }[] = [
	{ name: 'second-factor', sql: secondFactorSql }
];

/**
 * Makes the schema when there is none, and gives it the upgrades it lacks, each in its own transaction.
 * In: a connection of the owner. Throws the first error of PostgreSQL; what came before stays applied.
 */
export async function prepareAuthSchema(client: pg.Client): Promise<void> {
	const { rows } = await client.query<{ made: boolean }>(
		`select to_regnamespace('auth') is not null as made`
	);
	if (!rows[0]?.made) await inTransaction(client, () => client.query(authSql));
	await client.query(
		`create table if not exists local_auth.upgrades (name text primary key, applied_at timestamptz not null default now())`
	);
	for (const { name, sql } of UPGRADES) {
		const done = await client.query('select 1 from local_auth.upgrades where name = $1', [name]);
		if (done.rowCount) continue;
		await inTransaction(client, async () => {
			await client.query(sql);
			await client.query('insert into local_auth.upgrades (name) values ($1)', [name]);
		});
	}
}

async function inTransaction(client: pg.Client, work: () => Promise<unknown>): Promise<void> {
	await client.query('begin');
	try {
		await work();
		await client.query('commit');
	} catch (error) {
		await client.query('rollback');
		throw error;
	}
}
