/** Sessions: opened by a sign-in, carried by rotating refresh tokens, ended for a reason. */
import { randomUUID } from 'node:crypto';
import {
	ACCESS_TOKEN_SECONDS,
	signAccessToken,
	verifyAccessToken,
	type AmrEntry,
	type AssuranceLevel,
	type Method
} from './access-token';
import { transaction, type AuthContext } from './context';
import { AuthError } from './http';
import { encodeRefreshToken, isGenuine, newRefreshKey, readRefreshToken } from './refresh-token';
import { findSession, noteMethod, type SessionRow } from './session-rows';
import { findUser, isBanned, userJson, type Query, type UserRow } from './users';

/** Two tabs, or a lost answer, may present the same refresh token twice within this time. */
export const REUSE_SECONDS = 10;
/** A session that nobody used for this long is over. */
export const IDLE_DAYS = 30;

export interface NewSession {
	user: UserRow;
	method: Method;
	/** What the browser says it is; null when it says nothing. */
	userAgent: string | null;
}

/** Opens a session for somebody who has just proved who they are. Returns what supabase-js keeps. */
export async function openSession(
	context: AuthContext,
	db: Query,
	{ user, method, userAgent }: NewSession
): Promise<Record<string, unknown>> {
	const now = context.now();
	const id = randomUUID();
	await db.query(
		`insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, refresh_token_hmac_key, refresh_token_counter)
		 values ($1, $2, $3, $3, 'aal1', $4, $5, 0)`,
		[id, user.id, now, userAgent, newRefreshKey()]
	);
	await noteMethod(db, { sessionId: id, method, now });
	await db.query('update auth.users set last_sign_in_at = $2 where id = $1', [user.id, now]);
	return giveSession(context, db, { user, id });
}

/**
 * Raises a session to `aal2` after the proof of a second factor. The refresh tokens it had serve no more: one that was
 * copied before the proof must not profit from it. Returns what supabase-js keeps.
 */
export async function raiseSession(
	context: AuthContext,
	db: Query,
	{ user, id, factorId }: { user: UserRow; id: string; factorId: string }
): Promise<Record<string, unknown>> {
	const now = context.now();
	await db.query(
		`update auth.sessions set aal = 'aal2', factor_id = $2, updated_at = $3,
			refreshed_at = $3::timestamptz at time zone 'utc',
			refresh_token_hmac_key = $4, refresh_token_counter = 0 where id = $1`,
		[id, factorId, now, newRefreshKey()]
	);
	await noteMethod(db, { sessionId: id, method: 'totp', now });
	return giveSession(context, db, { user, id });
}

/**
 * Exchanges a refresh token for the next one.
 * A token already exchanged ends its session, unless it is the last one (its answer may have been lost) or was
 * exchanged a moment ago (two tabs): then the current token is given again.
 */
export async function refreshSession(
	context: AuthContext,
	{ token, userAgent }: { token: string; userAgent: string | null }
): Promise<Record<string, unknown>> {
	const claimed = readRefreshToken(token);
	if (!claimed) throw notFound();
	const outcome = await transaction(context.pool, async (db) => {
		const session = await findSession(db, claimed.sessionId, 'for update of s');
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
		if (age === 0) await rotate(db, { id: session.id, userAgent, now: context.now() });
		return giveSession(context, db, { user, id: session.id });
	});
	if ('refusal' in outcome) {
		context.onSessionsEnded([String(outcome.ended)]);
		throw outcome.refusal;
	}
	return outcome;
}

async function rotate(
	db: Query,
	{ id, userAgent, now }: { id: string; userAgent: string | null; now: Date }
): Promise<void> {
	await db.query(
		`update auth.sessions set refresh_token_counter = refresh_token_counter + 1,
			refreshed_at = $2::timestamptz at time zone 'utc', updated_at = $2,
			user_agent = coalesce($3, user_agent) where id = $1`,
		[id, now, userAgent]
	);
}

export interface Bearer {
	user: UserRow;
	sessionId: string;
	aal: AssuranceLevel;
	amr: AmrEntry[];
}

/** Who holds an access token whose session still exists. Throws AuthError. */
export async function bearerSession(context: AuthContext, token: string): Promise<Bearer> {
	const { userId, sessionId } = await verifyAccessToken(context, token);
	const session = await findSession(context.pool, sessionId);
	if (!session || session.user_id !== userId) {
		throw new AuthError(
			403,
			'session_not_found',
			'Session from session_id claim in JWT does not exist'
		);
	}
	const user = await findUser(context.pool, session.user_id);
	if (isBanned(user, context.now())) throw new AuthError(403, 'user_banned', 'User is banned');
	return { user, sessionId: session.id, aal: session.aal, amr: session.amr };
}

/** What supabase-js keeps of a session, read again from its row: a refresh token says nothing that is not stored. */
async function giveSession(
	context: AuthContext,
	db: Query,
	{ user, id }: { user: UserRow; id: string }
): Promise<Record<string, unknown>> {
	const session = await findSession(db, id);
	if (!session) throw notFound();
	const issuedAt = Math.floor(context.now().getTime() / 1000);
	const subject = { user, sessionId: id, aal: session.aal, amr: session.amr };
	return {
		access_token: await signAccessToken(context, subject, issuedAt),
		token_type: 'bearer',
		expires_in: ACCESS_TOKEN_SECONDS,
		expires_at: issuedAt + ACCESS_TOKEN_SECONDS,
		refresh_token: encodeRefreshToken(
			{ sessionId: id, counter: session.refresh_token_counter },
			session.refresh_token_hmac_key
		),
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
