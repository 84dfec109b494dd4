/** Sessions: opened by a sign-in, carried by rotating refresh tokens, ended for a reason. */
import { randomUUID } from 'node:crypto';
import { SignJWT, jwtVerify, type JWTPayload } from 'jose';
import { transaction, type AuthContext } from './context';
import { AuthError } from './http';
import { ALGORITHM } from './keys';
import { encodeRefreshToken, isGenuine, newRefreshKey, readRefreshToken } from './refresh-token';
import { findUser, isBanned, userJson, type Query, type UserRow } from './users';

/** How somebody proved who they are. */
export type Method = 'password' | 'otp';

const ACCESS_TOKEN_SECONDS = 3600;
/** Two tabs, or a lost answer, may present the same refresh token twice within this time. */
export const REUSE_SECONDS = 10;
/** A session that nobody used for this long is over. */
export const IDLE_DAYS = 30;

const AUDIENCE = 'authenticated';

interface SessionRow {
	id: string;
	user_id: string;
	aal: string;
	refresh_token_hmac_key: string;
	refresh_token_counter: number;
	refreshed_at: Date | null;
	created_at: Date;
	method: Method;
	method_at: Date;
}

const SELECT_SESSION = `select s.id, s.user_id, s.aal, s.refresh_token_hmac_key,
	s.refresh_token_counter::int as refresh_token_counter,
	s.refreshed_at at time zone 'utc' as refreshed_at, s.created_at,
	a.authentication_method as method, a.created_at as method_at
	from auth.sessions s join auth.mfa_amr_claims a on a.session_id = s.id where s.id = $1`;

/** Opens a session for somebody who has just proved who they are. Returns what supabase-js keeps. */
export async function openSession(
	context: AuthContext,
	db: Query,
	{ user, method }: { user: UserRow; method: Method }
): Promise<Record<string, unknown>> {
	const now = context.now();
	const id = randomUUID();
	const key = newRefreshKey();
	await db.query(
		`insert into auth.sessions (id, user_id, created_at, updated_at, aal, refresh_token_hmac_key, refresh_token_counter)
		 values ($1, $2, $3, $3, 'aal1', $4, 0)`,
		[id, user.id, now, key]
	);
	await db.query(
		`insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
		 values ($1, $2, $3, $3, $4)`,
		[randomUUID(), id, now, method]
	);
	await db.query('update auth.users set last_sign_in_at = $2 where id = $1', [user.id, now]);
	return sessionJson(context, {
		user,
		session: { id, aal: 'aal1', method, method_at: now },
		refreshToken: encodeRefreshToken({ sessionId: id, counter: 0 }, key)
	});
}

/**
 * Exchanges a refresh token for the next one.
 * A token already exchanged ends its session, unless it is the last one (its answer may have been lost) or was
 * exchanged a moment ago (two tabs): then the current token is given again.
 */
export async function refreshSession(
	context: AuthContext,
	token: string
): Promise<Record<string, unknown>> {
	const claimed = readRefreshToken(token);
	if (!claimed) throw notFound();
	const outcome = await transaction(context.pool, async (db) => {
		const { rows } = await db.query<SessionRow>(`${SELECT_SESSION} for update of s`, [
			claimed.sessionId
		]);
		const session = rows[0];
		if (!session || !isGenuine(token, session.refresh_token_hmac_key)) throw notFound();
		const age = session.refresh_token_counter - claimed.counter;
		if (age < 0) throw notFound();
		const user = await findUser(db, session.user_id);
		if (isBanned(user, context.now())) throw banned();
		if (isIdle(session, context.now())) {
			await db.query('delete from auth.sessions where id = $1', [session.id]);
			return { ended: session.id, refusal: sessionExpired() };
		}
		if (age > 1 && !isRecent(session, context.now())) {
			await db.query('delete from auth.sessions where id = $1', [session.id]);
			return { ended: session.id, refusal: alreadyUsed() };
		}
		const counter = session.refresh_token_counter + (age === 0 ? 1 : 0);
		if (age === 0) await rotate(db, session.id, context.now());
		const refreshToken = encodeRefreshToken(
			{ sessionId: session.id, counter },
			session.refresh_token_hmac_key
		);
		return sessionJson(context, { user, session, refreshToken });
	});
	if ('refusal' in outcome) {
		context.onSessionsEnded([String(outcome.ended)]);
		throw outcome.refusal;
	}
	return outcome;
}

async function rotate(db: Query, id: string, now: Date): Promise<void> {
	await db.query(
		`update auth.sessions set refresh_token_counter = refresh_token_counter + 1,
			refreshed_at = $2::timestamptz at time zone 'utc', updated_at = $2 where id = $1`,
		[id, now]
	);
}

export interface Bearer {
	user: UserRow;
	sessionId: string;
	method: Method;
	methodAt: Date;
}

/** Who holds an access token whose session still exists. Throws AuthError. */
export async function bearerSession(context: AuthContext, token: string): Promise<Bearer> {
	const claims = await verifyAccessToken(context, token);
	const { rows } = await context.pool.query<SessionRow>(SELECT_SESSION, [claims.session_id]);
	const session = rows[0];
	if (!session || session.user_id !== claims.sub) {
		throw new AuthError(
			403,
			'session_not_found',
			'Session from session_id claim in JWT does not exist'
		);
	}
	const user = await findUser(context.pool, session.user_id);
	if (isBanned(user, context.now())) throw new AuthError(403, 'user_banned', 'User is banned');
	return { user, sessionId: session.id, method: session.method, methodAt: session.method_at };
}

export interface EndSessions {
	userId: string;
	/** Ends this one only. */
	only?: string;
	/** Ends all but this one. */
	except?: string;
}

/** Ends sessions of a user; returns their ids, to be told once the transaction is committed. */
export async function endSessions(
	db: Query,
	{ userId, only, except }: EndSessions
): Promise<string[]> {
	const { rows } = await db.query<{ id: string }>(
		`delete from auth.sessions where user_id = $1
			and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3) returning id`,
		[userId, only ?? null, except ?? null]
	);
	return rows.map(({ id }) => id);
}

async function verifyAccessToken(
	context: AuthContext,
	token: string
): Promise<JWTPayload & { session_id: string; sub: string }> {
	try {
		const { published } = context.keys;
		const key = { ...published.keys[0] };
		const { payload } = await jwtVerify(token, key, {
			algorithms: [ALGORITHM],
			issuer: context.issuer,
			audience: AUDIENCE,
			currentDate: context.now()
		});
		const { session_id, sub } = payload;
		if (typeof session_id === 'string' && sub) return { ...payload, session_id, sub };
	} catch {
		// Whatever is wrong with the token, the answer is the same.
	}
	throw new AuthError(403, 'bad_jwt', 'invalid JWT');
}

interface SessionParts {
	user: UserRow;
	session: Pick<SessionRow, 'id' | 'aal' | 'method' | 'method_at'>;
	refreshToken: string;
}

async function sessionJson(
	context: AuthContext,
	{ user, session, refreshToken }: SessionParts
): Promise<Record<string, unknown>> {
	const issuedAt = Math.floor(context.now().getTime() / 1000);
	const expiresAt = issuedAt + ACCESS_TOKEN_SECONDS;
	const methodAt = Math.floor(session.method_at.getTime() / 1000);
	const accessToken = await new SignJWT({
		email: user.email,
		phone: '',
		app_metadata: user.raw_app_meta_data ?? {},
		user_metadata: user.raw_user_meta_data ?? {},
		role: 'authenticated',
		aal: session.aal,
		amr: [{ method: session.method, timestamp: methodAt }],
		session_id: session.id,
		is_anonymous: false
	})
		.setProtectedHeader({ alg: ALGORITHM, kid: context.keys.kid, typ: 'JWT' })
		.setIssuer(context.issuer)
		.setSubject(user.id)
		.setAudience(AUDIENCE)
		.setIssuedAt(issuedAt)
		.setExpirationTime(expiresAt)
		.sign(context.keys.signing);
	return {
		access_token: accessToken,
		token_type: 'bearer',
		expires_in: ACCESS_TOKEN_SECONDS,
		expires_at: expiresAt,
		refresh_token: refreshToken,
		user: userJson(user)
	};
}

function isRecent({ refreshed_at }: SessionRow, now: Date): boolean {
	return refreshed_at !== null && now.getTime() - refreshed_at.getTime() <= REUSE_SECONDS * 1000;
}

function isIdle({ refreshed_at, created_at }: SessionRow, now: Date): boolean {
	return now.getTime() - (refreshed_at ?? created_at).getTime() > IDLE_DAYS * 86_400_000;
}

function notFound(): AuthError {
	return new AuthError(
		400,
		'refresh_token_not_found',
		'Invalid Refresh Token: Refresh Token Not Found'
	);
}

function alreadyUsed(): AuthError {
	return new AuthError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
}

function sessionExpired(): AuthError {
	return new AuthError(400, 'session_expired', 'Invalid Refresh Token: Session Expired');
}

function banned(): AuthError {
	return new AuthError(400, 'user_banned', 'User is banned');
}
