import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { Caller } from '$lib/domain/caller';
import { Refusal, type RefusalCode } from '$lib/domain/refusal';
import type { Databases } from './database';
import type { Database } from './schema';

export type Tx = Transaction<Database>;

/** SQLSTATEs raised by our own functions. */
const REFUSALS: Readonly<Record<string, RefusalCode>> = {
	MA403: 'not_allowed',
	MA404: 'not_found',
	MA409: 'conflict',
	MA422: 'invalid',
	MA429: 'too_many_tries'
};

/** What PostgreSQL itself says no with when a value from a form does not fit its column, or its key is taken. */
const INPUT_REFUSALS: Readonly<Record<string, RefusalCode>> = {
	'22003': 'invalid',
	'22007': 'invalid',
	'22008': 'invalid',
	'22021': 'invalid',
	'22P02': 'invalid',
	'22P05': 'invalid',
	'23502': 'invalid',
	'23503': 'invalid',
	'23505': 'conflict',
	'23514': 'invalid'
};

/** Serialization failure and deadlock: PostgreSQL asks to try again. */
const RETRIED = new Set(['40001', '40P01']);

export const STATEMENT_TIMEOUT = '15s';

/**
 * Runs `work` in one transaction as the caller, under row-level security. Role and claims end with the transaction,
 * so the pool leaks neither. Throws Refusal when one of our functions says no, or a value does not fit its column.
 */
export function asCaller<T>(
	databases: Databases,
	caller: Caller,
	work: (tx: Tx) => Promise<T>
): Promise<T> {
	const become = sql`select set_config('role', 'authenticated', true),
		set_config('request.jwt.claims', ${claimsOf(caller)}, true),
		set_config('statement_timeout', ${STATEMENT_TIMEOUT}, true)`;
	const refusals = { ...REFUSALS, ...INPUT_REFUSALS };
	return run({ database: databases.person, become, refusals, work });
}

/** What PostgreSQL knows the caller by. */
export function claimsOf(caller: Caller): string {
	return JSON.stringify({ ...caller.claims, sub: caller.profileId });
}

/** Runs `work` in one transaction without row-level security, for the sync store and jobs; each call says why. */
export function asSystem<T>(databases: Databases, work: (tx: Tx) => Promise<T>): Promise<T> {
	const become = sql`select set_config('role', 'maillage_system', true),
		set_config('statement_timeout', ${STATEMENT_TIMEOUT}, true)`;
	return run({ database: databases.system, become, refusals: REFUSALS, work });
}

interface Run<T> {
	database: Kysely<Database>;
	become: RawBuilder<unknown>;
	refusals: Readonly<Record<string, RefusalCode>>;
	work: (tx: Tx) => Promise<T>;
}

async function run<T>({ database, become, refusals, work }: Run<T>): Promise<T> {
	const attempt = (): Promise<T> =>
		database.transaction().execute(async (tx) => {
			await become.execute(tx);
			return work(tx);
		});
	try {
		return await attempt().catch((error: unknown) => {
			if (RETRIED.has(sqlStateOf(error))) return attempt();
			throw error;
		});
	} catch (error) {
		const code = refusals[sqlStateOf(error)];
		throw code ? new Refusal(code, { cause: error }) : error;
	}
}

function sqlStateOf(error: unknown): string {
	const code =
		typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
	return typeof code === 'string' ? code : '';
}
