import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema';

/** Two login roles: `person` may become `authenticated`, `system` may become `maillage_system`. */
export interface Databases {
	person: Kysely<Database>;
	system: Kysely<Database>;
	/** The connections of both, for what is sent in one message. */
	personPool: pg.Pool;
	systemPool: pg.Pool;
}

export interface DatabaseUrls {
	person: string;
	system: string;
}

const POOL_SIZE = 10;
const CONNECTION_TIMEOUT_MS = 5_000;
const INT8 = pg.types.builtins.INT8;
const DATE = pg.types.builtins.DATE;

/** Opens the two pools; connects nothing until the first query. */
export function connect(urls: DatabaseUrls): Databases {
	const personPool = open(urls.person);
	const systemPool = open(urls.system);
	return { person: asKysely(personPool), system: asKysely(systemPool), personPool, systemPool };
}

/** Closes both pools once their queries are over. */
export async function disconnect(databases: Databases): Promise<void> {
	await Promise.all([databases.person.destroy(), databases.system.destroy()]);
}

function open(connectionString: string): pg.Pool {
	const pool = new pg.Pool({
		connectionString,
		max: POOL_SIZE,
		connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
		types: { getTypeParser }
	});
	// An idle connection that breaks is replaced by the pool; without a listener it would end the process.
	pool.on('error', () => undefined);
	// So would one that breaks between two queries of a transaction: the next query fails, and that is told.
	pool.on('connect', (client) => client.on('error', () => undefined));
	return pool;
}

function asKysely(pool: pg.Pool): Kysely<Database> {
	return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Our bigints count rows and stay far below 2^53; a date has no time zone, so it stays text. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) => {
	if (oid === INT8) return Number;
	if (oid === DATE) return String;
	return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
};
