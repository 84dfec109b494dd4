/** POST /token: a password or a refresh token for a session. */
import * as v from 'valibot';
import type { AuthContext } from './context';
import { transaction } from './context';
import { addressOf, AuthError, email, json, readBody } from './http';
import { isPasswordRight } from './passwords';
import { openSession, refreshSession } from './sessions';
import { findUserByEmail, isBanned } from './users';

const PasswordBody = v.object({ email, password: v.pipe(v.string(), v.maxLength(1000)) });
const RefreshBody = v.object({
	refresh_token: v.pipe(v.string(), v.minLength(1), v.maxLength(300))
});

export async function token(context: AuthContext, request: Request, url: URL): Promise<Response> {
	switch (url.searchParams.get('grant_type')) {
		case 'password':
			return byPassword(context, request);
		case 'refresh_token': {
			const body = await readBody(request, RefreshBody);
			return json(await refreshSession(context, body.refresh_token));
		}
		default:
			throw new AuthError(400, 'unsupported_grant_type', 'unsupported_grant_type');
	}
}

async function byPassword(context: AuthContext, request: Request): Promise<Response> {
	const body = await readBody(request, PasswordBody);
	context.limits.count('passwordByAddress', addressOf(request));
	context.limits.count('passwordByAccount', body.email);
	const user = await findUserByEmail(context.pool, body.email);
	const isRight = await isPasswordRight(body.password, user?.encrypted_password ?? null);
	// Somebody banned or not confirmed hears the same as a stranger.
	if (!user || !isRight || isBanned(user, context.now()) || !user.email_confirmed_at) {
		throw new AuthError(400, 'invalid_credentials', 'Invalid login credentials');
	}
	context.limits.forget('passwordByAccount', body.email);
	return json(
		await transaction(context.pool, (db) => openSession(context, db, { user, method: 'password' }))
	);
}
