import pg from 'pg';

export interface Migration {
	/** Fourteen digits, as in the file's name. */
	version: string;
	name: string;
	sql: string;
}

/** Arbitrary key that every migrating process of this application takes. */
const LOCK = 706_172_001;

/**
 * Applies the migrations that the database has not had, each in its own transaction, and records them where the
 * Supabase CLI does. In: the owner's URL, a callback told each name before it runs. Out: how many were applied.
 * Throws the first error of PostgreSQL; what came before stays applied.
 */
export async function migrate(
	url: string,
	migrations: readonly Migration[],
	report: (name: string) => void
): Promise<number> {
	return withClient(url, async (client) => {
		await client.query('select pg_advisory_lock($1)', [LOCK]);
		await client.query('create schema if not exists supabase_migrations');
		await client.query(
			`create table if not exists supabase_migrations.schema_migrations
			 (version text not null primary key, statements text[], name text)`
		);
		const pending = missing(migrations, await appliedVersions(client));
		for (const migration of pending) {
			report(migration.name);
			await apply(client, migration);
		}
		return pending.length;
	});
}

/** Lists the migrations that the database has not had; changes nothing. */
export async function pendingMigrations(
	url: string,
	migrations: readonly Migration[]
): Promise<Migration[]> {
	return withClient(url, async (client) => {
		const { rows } = await client.query<{ known: boolean }>(
			`select to_regclass('supabase_migrations.schema_migrations') is not null as known`
		);
		return missing(migrations, rows[0]?.known ? await appliedVersions(client) : new Set());
	});
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

async function appliedVersions(client: pg.Client): Promise<Set<string>> {
	const { rows } = await client.query<{ version: string }>(
		'select version from supabase_migrations.schema_migrations'
	);
	return new Set(rows.map((row) => row.version));
}

function missing(migrations: readonly Migration[], applied: ReadonlySet<string>): Migration[] {
	return migrations
		.filter((migration) => !applied.has(migration.version))
		.sort((a, b) => (a.version < b.version ? -1 : 1));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
	await client.query('begin');
	try {
		await client.query(migration.sql);
		await client.query(
			`insert into supabase_migrations.schema_migrations (version, statements, name)
			 values ($1, $2, $3)`,
			[migration.version, [migration.sql], migration.name]
		);
		await client.query('commit');
	} catch (error) {
		await client.query('rollback');
		throw error;
	}
}
