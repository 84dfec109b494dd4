/** POST /token: a password or a refresh token for a session. */
import * as v from 'valibot';
import type { AuthContext } from './context';
import { transaction } from './context';
import { addressOf, AuthError, email, json, readBody, userAgentOf } from './http';
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
			const userAgent = userAgentOf(request);
			return json(await refreshSession(context, { token: body.refresh_token, userAgent }));
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
	// Somebody whose address is not confirmed hears the same as a stranger.
	if (!user || !isRight || !user.email_confirmed_at) {
		throw new AuthError(400, 'invalid_credentials', 'Invalid login credentials');
	}
	// Only who knows the password learns of a ban: they must know whom to call.
	if (isBanned(user, context.now())) throw new AuthError(400, 'user_banned', 'User is banned');
	context.limits.forget('passwordByAccount', body.email);
	const opening = { user, method: 'password', userAgent: userAgentOf(request) } as const;
	return json(await transaction(context.pool, (db) => openSession(context, db, opening)));
}
