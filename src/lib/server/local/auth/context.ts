import pg from 'pg';
import type { Keys } from './keys';
import type { Limits } from './limits';

/** A code to write to somebody. */
export interface CodeMail {
	to: string;
	code: string;
	/** `sign_in` opens a session, `recovery` is for choosing a new password. */
	purpose: 'sign_in' | 'recovery';
	minutes: number;
}

/** What every endpoint of the sign-in service works with. */
export interface AuthContext {
	pool: pg.Pool;
	keys: Keys;
	/** Claim `iss` of the tokens. */
	issuer: string;
	/** Opens the administration endpoints. */
	secretKey: string;
	limits: Limits;
	now: () => Date;
	sendCode: (mail: CodeMail) => Promise<void>;
	/** Told which sessions ended other than by expiry. */
	onSessionsEnded: (sessionIds: string[]) => void;
	/** Runs work that the answer must not wait for: its duration would tell whether an account exists. */
	later: (work: () => Promise<void>) => void;
}

const POOL_SIZE = 4;

/** Opens the connections of the service; connects nothing until the first query. */
export function openPool(connectionString: string, onError: (error: unknown) => void): pg.Pool {
	const pool = new pg.Pool({ connectionString, max: POOL_SIZE });
	// A connection that breaks is replaced by the pool, idle or between two queries of a transaction, whose next one fails;
	// without listeners it would end the process.
	pool.on('error', onError);
	pool.on('connect', (client) => client.on('error', onError));
	return pool;
}

/** Runs `work` in one transaction. */
export async function transaction<T>(
	pool: pg.Pool,
	work: (client: pg.PoolClient) => Promise<T>
): Promise<T> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		const result = await work(client);
		await client.query('commit');
		return result;
	} catch (error) {
		await client.query('rollback').catch(() => undefined);
		throw error;
	} finally {
		client.release();
	}
}
