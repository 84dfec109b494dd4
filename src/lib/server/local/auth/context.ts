import type pg from 'pg';
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
