/** What the sign-in forms may hold, and what their refusals say. */
import type { AuthError } from '@supabase/supabase-js';
import type { Cookies } from '@sveltejs/kit';
import * as v from 'valibot';
import { localPath } from './local-path';

/** Longest address that is looked at, in characters (RFC 5321). */
const EMAIL_MAX = 254;
/** Longest password that is hashed, in bytes (bcrypt). */
const PASSWORD_MAX = 72;
/** The address of somebody who waits for a code is kept on their device this long, in seconds. */
const PENDING_SECONDS = 3600;
const PENDING_COOKIE = 'maillage-pending';

export const Email = v.pipe(
	v.string(),
	v.trim(),
	v.toLowerCase(),
	v.maxLength(EMAIL_MAX),
	v.email()
);
export const Password = v.pipe(v.string(), v.minLength(1), v.maxBytes(PASSWORD_MAX));
/** Six digits, spaces ignored. */
export const Code = v.pipe(
	v.string(),
	v.transform((text) => text.replace(/\s/g, '')),
	v.regex(/^\d{6}$/)
);

/** Longest backup code that is looked at, in characters: ten signs, a hyphen, and spaces. */
const BACKUP_CODE_MAX = 30;
export const BackupCode = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1),
	v.maxLength(BACKUP_CODE_MAX)
);

export type SignInError =
	| 'credentials'
	| 'code'
	| 'app_code'
	| 'backup_code'
	| 'too_many'
	| 'server'
	| 'suspended'
	| 'password_wrong'
	| 'password';

/** What a failure of the sign-in service means for the reader; `otherwise` for a plain refusal. */
export function signInError(error: AuthError, otherwise: SignInError): SignInError {
	if (error.status === 429) return 'too_many';
	if (error.code === 'weak_password' || error.code === 'same_password') return 'password';
	// Said after the right password only.
	if (error.code === 'user_banned') return 'suspended';
	// 0: the service did not answer at all.
	if (!error.status || error.status >= 500) return 'server';
	return otherwise;
}

/** Longest wait after too many tries, in minutes, by what was tried. */
const WAIT_MINUTES = { password: 5, code: 15, app: 15, mail: 60 } as const;

/** The ISO date-time from which a refused try may be made again; null when it was not for trying too much. */
export function tryAgainAt(
	error: SignInError,
	tried: keyof typeof WAIT_MINUTES,
	now: Date
): string | null {
	// The minute that has begun counts whole: the time shown is never too early.
	const minutes = WAIT_MINUTES[tried] + 1;
	return error === 'too_many' ? new Date(now.getTime() + minutes * 60_000).toISOString() : null;
}

/** HTTP status of a refused form. */
export function signInStatus(error: SignInError): 400 | 429 | 503 {
	if (error === 'too_many') return 429;
	return error === 'server' ? 503 : 400;
}

/** Where to go after sign-in: a path of this site, else Ma journée. */
export function afterSignIn(asked: string | null): string {
	return localPath(asked) ?? '/ma-journee';
}

/** The next page of a task, which keeps where to go at its end as the address of this one says it. */
export function withSuite(path: string, { searchParams }: URL): string {
	const suite = localPath(searchParams.get('suite'));
	return suite === null ? path : `${path}?suite=${encodeURIComponent(suite)}`;
}

/** Keeps the address that waits for a code: it must not travel in a URL. */
export function keepPending(cookies: Cookies, email: string, secure: boolean): void {
	cookies.set(PENDING_COOKIE, email, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure,
		maxAge: PENDING_SECONDS
	});
}

export function readPending(cookies: Cookies): string | null {
	const parsed = v.safeParse(Email, cookies.get(PENDING_COOKIE));
	return parsed.success ? parsed.output : null;
}

export function forgetPending(cookies: Cookies): void {
	cookies.delete(PENDING_COOKIE, { path: '/' });
}
