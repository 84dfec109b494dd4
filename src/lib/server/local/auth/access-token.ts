/** Access tokens, with the claims of Supabase Auth's. */
import { SignJWT, jwtVerify } from 'jose';
import type { AuthContext } from './context';
import { AuthError } from './http';
import { ALGORITHM } from './keys';
import type { UserRow } from './users';

export const ACCESS_TOKEN_SECONDS = 3600;

const AUDIENCE = 'authenticated';

/** How somebody proved who they are. */
export type Method = 'password' | 'otp' | 'totp';

/** `aal2`: a second factor was proved in this session. */
export type AssuranceLevel = 'aal1' | 'aal2';

/** One proof of a session; `timestamp` in seconds. */
export interface AmrEntry {
	method: Method;
	timestamp: number;
}

export interface TokenSubject {
	user: UserRow;
	sessionId: string;
	aal: AssuranceLevel;
	/** Latest first. */
	amr: AmrEntry[];
}

/** Signs an access token that is valid from `issuedAt`, in seconds. */
export function signAccessToken(
	{ keys, issuer }: AuthContext,
	{ user, sessionId, aal, amr }: TokenSubject,
	issuedAt: number
): Promise<string> {
	return new SignJWT({
		email: user.email,
		phone: '',
		app_metadata: user.raw_app_meta_data ?? {},
		user_metadata: user.raw_user_meta_data ?? {},
		role: 'authenticated',
		aal,
		amr,
		session_id: sessionId,
		is_anonymous: false
	})
		.setProtectedHeader({ alg: ALGORITHM, kid: keys.kid, typ: 'JWT' })
		.setIssuer(issuer)
		.setSubject(user.id)
		.setAudience(AUDIENCE)
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
		.sign(keys.signing);
}

/** Whose token this is, and of which session. Throws AuthError, the same whatever is wrong with it. */
export async function verifyAccessToken(
	{ keys, issuer, now }: AuthContext,
	token: string
): Promise<{ userId: string; sessionId: string }> {
	try {
		const key = { ...keys.published.keys[0] };
		const { payload } = await jwtVerify(token, key, {
			algorithms: [ALGORITHM],
			issuer,
			audience: AUDIENCE,
			currentDate: now()
		});
		const { session_id: sessionId, sub: userId } = payload;
		if (typeof sessionId === 'string' && userId) return { userId, sessionId };
	} catch {
		// Whatever is wrong with the token, the answer is the same.
	}
	throw new AuthError(403, 'bad_jwt', 'invalid JWT');
}
