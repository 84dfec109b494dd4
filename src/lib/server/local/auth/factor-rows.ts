/** Rows of auth.mfa_factors and auth.mfa_challenges, and the count of wrong codes. */
import { randomUUID } from 'node:crypto';
import { AuthError } from './http';
import type { Query } from './users';

/** A challenge may be answered for this long. */
export const CHALLENGE_SECONDS = 300;
/** Wrong codes of an account within `TRIES_MINUTES`. */
export const TRIES_MAX = 5;
const TRIES_MINUTES = 15;
/** A factor that was begun and left is removed when another is begun after this long. */
const UNFINISHED_MINUTES = 60;

export interface FactorRow {
	id: string;
	status: 'unverified' | 'verified';
	/** Base 32. */
	secret: string;
	/** The last step of thirty seconds whose code was used; null before the first. */
	last_step: number | null;
}

/** A factor of a user. Throws AuthError 404 when it is not theirs. */
export async function findFactor(
	db: Query,
	{ id, userId }: { id: string; userId: string }
): Promise<FactorRow> {
	const { rows } = await db.query<FactorRow>(
		`select f.id, f.status, f.secret, s.last_step::float8 as last_step
		 from auth.mfa_factors f left join local_auth.factor_steps s on s.factor_id = f.id
		 where f.id = $1 and f.user_id = $2 and f.factor_type = 'totp'`,
		[id, userId]
	);
	if (rows[0]) return rows[0];
	throw new AuthError(404, 'mfa_factor_not_found', 'Factor not found');
}

/** Begins a factor; it proves nothing until a code of it was typed. */
export async function insertFactor(
	db: Query,
	factor: { userId: string; friendlyName: string; secret: string; now: Date }
): Promise<string> {
	const id = randomUUID();
	await db.query(
		`insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
		 values ($1, $2, $3, 'totp', 'unverified', $4, $4, $5)`,
		[id, factor.userId, factor.friendlyName, factor.now, factor.secret]
	);
	return id;
}

/** Removes the factors that somebody began and left. */
export async function removeUnfinished(db: Query, userId: string, now: Date): Promise<void> {
	await db.query(
		`delete from auth.mfa_factors where user_id = $1 and status = 'unverified' and created_at < $2`,
		[userId, new Date(now.getTime() - UNFINISHED_MINUTES * 60_000)]
	);
}

export async function insertChallenge(db: Query, factorId: string, now: Date): Promise<string> {
	const id = randomUUID();
	await db.query('delete from auth.mfa_challenges where factor_id = $1 and created_at < $2', [
		factorId,
		oldestChallenge(now)
	]);
	await db.query(
		'insert into auth.mfa_challenges (id, factor_id, created_at) values ($1, $2, $3)',
		[id, factorId, now]
	);
	return id;
}

/** Throws AuthError 422 for a challenge of another factor, an old one, or one that was met. */
export async function checkChallenge(
	db: Query,
	{ id, factorId, now }: { id: string; factorId: string; now: Date }
): Promise<void> {
	const { rows } = await db.query<{ usable: boolean }>(
		`select verified_at is null and created_at >= $3 as usable
		 from auth.mfa_challenges where id = $1 and factor_id = $2`,
		[id, factorId, oldestChallenge(now)]
	);
	if (rows[0]?.usable) return;
	throw new AuthError(
		422,
		'mfa_challenge_expired',
		'MFA challenge has expired, verify against another challenge or create a new challenge.'
	);
}

/** Notes that a code was right: its step and its challenge serve no more, the factor proves something from now on. */
export async function acceptCode(
	db: Query,
	accepted: { factorId: string; challengeId: string; userId: string; step: number; now: Date }
): Promise<void> {
	const { factorId, challengeId, userId, step, now } = accepted;
	await db.query(
		`insert into local_auth.factor_steps (factor_id, last_step) values ($1, $2)
		 on conflict (factor_id) do update set last_step = excluded.last_step`,
		[factorId, step]
	);
	await db.query('update auth.mfa_challenges set verified_at = $2 where id = $1', [
		challengeId,
		now
	]);
	await db.query(
		`update auth.mfa_factors set status = 'verified', updated_at = $2 where id = $1 and status = 'unverified'`,
		[factorId, now]
	);
	await db.query(`delete from auth.mfa_factors where user_id = $1 and status = 'unverified'`, [
		userId
	]);
	await db.query('delete from local_auth.factor_tries where user_id = $1', [userId]);
}

/**
 * Counts a try before its code is compared; false when there were too many. Tries made at once wait for each other: the
 * account stays locked until the end of the transaction.
 */
export async function countTry(db: Query, userId: string, now: Date): Promise<boolean> {
	await db.query('select id from auth.users where id = $1 for update', [userId]);
	const since = new Date(now.getTime() - TRIES_MINUTES * 60_000);
	await db.query('delete from local_auth.factor_tries where user_id = $1 and tried_at <= $2', [
		userId,
		since
	]);
	const { rowCount } = await db.query(
		`insert into local_auth.factor_tries (user_id, tried_at)
		 select $1, $2 where (select count(*) from local_auth.factor_tries where user_id = $1) < $3`,
		[userId, now, TRIES_MAX]
	);
	return rowCount === 1;
}

export async function deleteFactor(db: Query, id: string): Promise<void> {
	await db.query('delete from auth.mfa_factors where id = $1', [id]);
}

function oldestChallenge(now: Date): Date {
	return new Date(now.getTime() - CHALLENGE_SECONDS * 1000);
}
