/** Six-digit codes sent by e-mail: kept hashed, one at a time per account, five guesses, one hour. */
import { createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { transaction, type AuthContext } from './context';
import { AuthError } from './http';
import { findUserByEmail, isBanned, type Query, type UserRow } from './users';

export const CODE_MINUTES = 60;
export const CODE_GUESSES = 5;

/** The one kind of token that sign-in by code and recovery share, as in Supabase Auth. */
const TOKEN_TYPE = 'recovery_token';

/** Makes a code for the user, replacing the one before. Only its hash is stored. */
export async function issueCode(context: AuthContext, user: UserRow): Promise<string> {
	const code = String(randomInt(1_000_000)).padStart(6, '0');
	const now = context.now();
	await transaction(context.pool, async (db) => {
		// Two requests at once: the second waits, and replaces the code of the first.
		await db.query('select id from auth.users where id = $1 for update', [user.id]);
		await destroyCodes(db, user.id);
		await db.query(
			`insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
			 values ($1, $2, $3, $4, $5, $6::timestamptz at time zone 'utc', $6::timestamptz at time zone 'utc')`,
			[randomUUID(), user.id, TOKEN_TYPE, hashOf(context, user.email, code), user.email, now]
		);
		await db.query('update auth.users set recovery_sent_at = $2 where id = $1', [user.id, now]);
	});
	return code;
}

/**
 * Takes a code that was sent to an address, once, and returns whose it was. Throws AuthError, the same whatever is
 * wrong: no such account, no code, an old one, a wrong one, too many guesses.
 */
export async function redeemCode(
	context: AuthContext,
	{ email, code }: { email: string; code: string }
): Promise<UserRow> {
	const user = await transaction(context.pool, async (db) => {
		const token = await countGuess(db, email);
		const isFresh = token !== null && isYoung(token.created_at, context.now());
		const isRight = isSame(token?.token_hash ?? '', hashOf(context, email, code));
		if (token && token.guesses >= CODE_GUESSES) await destroyCodes(db, token.user_id);
		if (!isFresh || !isRight || token.guesses > CODE_GUESSES) return null;
		await destroyCodes(db, token.user_id);
		return findUserByEmail(db, email);
	});
	if (user && !isBanned(user, context.now())) return user;
	throw new AuthError(403, 'otp_expired', 'Token has expired or is invalid');
}

/** Forgets the codes of a user: one was used, or the password changed. */
export async function destroyCodes(db: Query, userId: string): Promise<void> {
	await db.query('delete from auth.one_time_tokens where user_id = $1', [userId]);
}

interface TokenRow {
	user_id: string;
	token_hash: string;
	created_at: Date;
	guesses: number;
}

/** Counts before comparing, so that guesses made at the same time are all counted. */
async function countGuess(db: Query, email: string): Promise<TokenRow | null> {
	const { rows } = await db.query<TokenRow>(
		`with token as (
			select t.id, t.user_id, t.token_hash, t.created_at at time zone 'utc' as created_at
			from auth.one_time_tokens t join auth.users u on u.id = t.user_id
			where u.email = $1 and t.token_type = $2 for update of t
		), counted as (
			insert into local_auth.code_guesses as g (token_id, guesses) select id, 1 from token
			on conflict (token_id) do update set guesses = g.guesses + 1 returning guesses
		)
		select token.user_id, token.token_hash, token.created_at, counted.guesses from token, counted`,
		[email, TOKEN_TYPE]
	);
	return rows[0] ?? null;
}

function hashOf(context: AuthContext, email: string, code: string): string {
	return createHmac('sha256', context.keys.codes).update(`${email}\n${code}`).digest('hex');
}

function isSame(a: string, b: string): boolean {
	const left = Buffer.from(a.padEnd(b.length));
	const right = Buffer.from(b);
	return left.length === right.length && timingSafeEqual(left, right);
}

function isYoung(createdAt: Date, now: Date): boolean {
	return now.getTime() - createdAt.getTime() <= CODE_MINUTES * 60_000;
}
