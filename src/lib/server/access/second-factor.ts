/** The second factor as pages use it: an authenticator application, through the sign-in service. */
import { renderSVG } from 'uqr';
import * as v from 'valibot';
import type { Caller } from '$lib/domain/caller';
import type { AuthClient } from './auth-client';
import { callerOfToken, type TokenIssuer } from './session';
import { signInError, type SignInError } from './sign-in-form';

/** What an application needs to make codes. */
export interface Enrolment {
	factorId: string;
	/** Address that the QR code holds. */
	uri: string;
	/** Base32, to be typed where there is no camera. */
	secret: string;
	/** The QR code, an SVG. */
	qr: string;
}

/** Border of a QR code, in modules: what cameras need around it. */
const QR_BORDER = 4;
const URI_MAX = 500;

/** The fields that carry an enrolment from the page that shows it to the one that checks the first code. */
export const EnrolmentFields = v.object({
	factorId: v.pipe(v.string(), v.uuid()),
	uri: v.pipe(v.string(), v.maxLength(URI_MAX), v.startsWith('otpauth://totp/'), v.url())
});

/** Whether the account has an application that was checked. Null when the sign-in service does not say. */
export async function findFactorIds(client: AuthClient): Promise<string[] | null> {
	const { data, error } = await client.auth.mfa.listFactors();
	return error ? null : data.totp.map(({ id }) => id);
}

/** Begins to set up an application; nothing is asked of anybody until `finishEnrolment`. */
export async function beginEnrolment(client: AuthClient): Promise<Enrolment | SignInError> {
	const { data, error } = await client.auth.mfa.enroll({ factorType: 'totp', issuer: 'Maillage' });
	return error ? signInError(error, 'server') : drawEnrolment(data.id, data.totp.uri);
}

/** An enrolment drawn again, for a form that comes back. */
export function drawEnrolment(factorId: string, uri: string): Enrolment {
	const secret = new URL(uri).searchParams.get('secret') ?? '';
	return { factorId, uri, secret, qr: renderSVG(uri, { border: QR_BORDER, ecc: 'M' }) };
}

/** The caller whose session is now at the second level; or why not. */
export type Proof = { caller: Caller } | { error: SignInError };

/** Checks a code of one application, or of the account's own when `factorId` is left out. */
export async function proveByApp(
	client: AuthClient,
	{ code, factorId, auth }: { code: string; factorId?: string; auth: TokenIssuer }
): Promise<Proof> {
	const factors = factorId === undefined ? await findFactorIds(client) : [factorId];
	if (factors === null) return { error: 'server' };
	const [id] = factors;
	// No application, no code of one.
	if (id === undefined) return { error: 'app_code' };
	const { data, error } = await client.auth.mfa.challengeAndVerify({ factorId: id, code });
	if (error) return { error: signInError(error, 'app_code') };
	const caller = await callerOfToken(data.access_token, auth);
	return caller ? { caller } : { error: 'server' };
}
