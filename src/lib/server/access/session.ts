/** Who is asking, decided once for pages and for sockets. */
import { parseCookieHeader, combineChunks, stringFromBase64URL } from '@supabase/ssr';
import { createLocalJWKSet, jwtVerify, errors, type JSONWebKeySet } from 'jose';
import * as v from 'valibot';
import type { Caller } from '$lib/domain/caller';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from './refuse';
import { SESSION_COOKIE } from './session-cookie';

/** What verifying a token needs to know of the sign-in service. */
export interface TokenIssuer {
	/** Claim `iss` of the access tokens. */
	issuer: string;
	/** Keys under which access tokens are signed. */
	jwks(): Promise<JSONWebKeySet>;
}

/** Supabase Auth's audience of signed-in people. */
const AUDIENCE = 'authenticated';
/** Clocks of two machines may differ by this much, in seconds. */
const CLOCK_TOLERANCE = 5;

const Cookie = v.object({ access_token: v.string() });
const Claims = v.looseObject({
	sub: v.pipe(v.string(), v.uuid()),
	session_id: v.pipe(v.string(), v.uuid()),
	role: v.literal('authenticated')
});

/**
 * Finds who sends a request from its Cookie header: the access token is verified here, against the published keys.
 * Null without a session or with a token that is not valid now. Whether the session still exists is asked elsewhere.
 */
export async function callerOf({
	cookie,
	auth
}: {
	cookie: string;
	auth: TokenIssuer;
}): Promise<Caller | null> {
	const token = await accessTokenOf(cookie);
	return token === null ? null : callerOfToken(token, auth);
}

/** The caller of a page or an action; answers 401 when there is none. */
export function requireCaller(locals: { caller: Caller | null }): Caller {
	return locals.caller ?? refuse(new Refusal('not_signed_in'));
}

async function accessTokenOf(cookie: string): Promise<string | null> {
	const cookies = new Map(parseCookieHeader(cookie).map(({ name, value }) => [name, value]));
	const value = await combineChunks(SESSION_COOKIE, (name) => cookies.get(name) ?? null);
	if (!value) return null;
	try {
		const text = value.startsWith('base64-') ? stringFromBase64URL(value.slice(7)) : value;
		const parsed = v.safeParse(Cookie, JSON.parse(text));
		return parsed.success ? parsed.output.access_token : null;
	} catch {
		// Anybody may send any cookie: one that does not decode is no session.
		return null;
	}
}

/** Who an access token speaks for; null when it is not valid now. */
export async function callerOfToken(token: string, auth: TokenIssuer): Promise<Caller | null> {
	try {
		const keys = createLocalJWKSet(await auth.jwks());
		const { payload } = await jwtVerify(token, keys, {
			issuer: auth.issuer,
			audience: AUDIENCE,
			algorithms: ['ES256'],
			clockTolerance: CLOCK_TOLERANCE,
			requiredClaims: ['exp', 'sub']
		});
		const claims = v.safeParse(Claims, payload);
		if (!claims.success) return null;
		const { sub, session_id: sessionId } = claims.output;
		return { profileId: sub, sessionId, claims: { ...payload } };
	} catch (error) {
		if (error instanceof errors.JOSEError) return null;
		throw error;
	}
}
