/** /factors: an authenticator application as second factor. */
import { randomBytes } from 'node:crypto';
import { renderSVG } from 'uqr';
import * as v from 'valibot';
import { transaction, type AuthContext } from './context';
import {
	acceptCode,
	CHALLENGE_SECONDS,
	checkChallenge,
	countTry,
	deleteFactor,
	findFactor,
	insertChallenge,
	insertFactor,
	removeUnfinished
} from './factor-rows';
import { AuthError, bearerOf, json, readBody } from './http';
import { endSessions, lowerSessions } from './session-rows';
import { bearerSession, raiseSession, type Bearer } from './sessions';
import { decodeBase32, encodeBase32, findStep, SECRET_BYTES } from './totp';
import { findUser, hasSecondFactor } from './users';

/** Factors of one account, finished or not. */
export const FACTORS_MAX = 10;
const NAME_MAX_LENGTH = 100;
/** What the application shows beside the code. */
const ISSUER = 'Maillage';

const EnrolBody = v.object({
	factor_type: v.literal('totp'),
	friendly_name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(NAME_MAX_LENGTH)), ''),
	issuer: v.optional(v.pipe(v.string(), v.maxLength(NAME_MAX_LENGTH)))
});
const VerifyBody = v.object({
	challenge_id: v.pipe(v.string(), v.uuid()),
	code: v.pipe(v.string(), v.maxLength(20))
});

/** Answers a request under /factors, `id` and `verb` being what follows. */
export async function factors(
	context: AuthContext,
	request: Request,
	{ id, verb }: { id: string | undefined; verb: string | undefined }
): Promise<Response> {
	const bearer = await bearerSession(context, bearerOf(request));
	if (id === undefined) {
		if (request.method === 'POST') return enrol(context, request, bearer);
		throw notAllowed();
	}
	if (!v.is(v.pipe(v.string(), v.uuid()), id)) {
		throw new AuthError(404, 'mfa_factor_not_found', 'Factor not found');
	}
	switch (`${request.method} ${verb ?? ''}`) {
		case 'POST challenge':
			return challenge(context, id, bearer);
		case 'POST verify':
			return verifyCode(context, request, { id, bearer });
		case 'DELETE ':
			return unenrol(context, id, bearer);
		default:
			throw notAllowed();
	}
}

async function enrol(context: AuthContext, request: Request, bearer: Bearer): Promise<Response> {
	const body = await readBody(request, EnrolBody);
	context.limits.count('userByAccount', bearer.user.id);
	const secret = encodeBase32(randomBytes(SECRET_BYTES));
	const { id: userId, email } = bearer.user;
	const id = await transaction(context.pool, async (db) => {
		const now = context.now();
		// Two requests at once: the second counts what the first added.
		await db.query('select id from auth.users where id = $1 for update', [userId]);
		await removeUnfinished(db, userId, now);
		const user = await findUser(db, userId);
		checkLevel({ user, aal: bearer.aal }, 403);
		const { factors: known } = user;
		if (known.length >= FACTORS_MAX) {
			throw new AuthError(
				422,
				'too_many_enrolled_mfa_factors',
				'Maximum number of verified factors reached, unenroll to continue'
			);
		}
		const friendlyName = body.friendly_name;
		if (friendlyName && known.some((factor) => factor.friendly_name === friendlyName)) {
			throw new AuthError(
				422,
				'mfa_factor_name_conflict',
				`A factor with the friendly name "${friendlyName}" for this user already exists`
			);
		}
		return insertFactor(db, { userId, friendlyName, secret, now });
	});
	const uri = uriOf({ secret, email, issuer: body.issuer ?? ISSUER });
	return json({
		id,
		type: 'totp',
		friendly_name: body.friendly_name,
		totp: { qr_code: renderSVG(uri), secret, uri }
	});
}

async function challenge(context: AuthContext, id: string, { user }: Bearer): Promise<Response> {
	context.limits.count('challengeByAccount', user.id);
	const now = context.now();
	const factor = await findFactor(context.pool, { id, userId: user.id });
	const challengeId = await insertChallenge(context.pool, factor.id, now);
	const expiresAt = Math.floor(now.getTime() / 1000) + CHALLENGE_SECONDS;
	return json({ id: challengeId, type: 'totp', expires_at: expiresAt });
}

/** A right code raises the session of the asker to `aal2`, and ends the sessions in which none was proved. */
async function verifyCode(
	context: AuthContext,
	request: Request,
	{ id, bearer }: { id: string; bearer: Bearer }
): Promise<Response> {
	const body = await readBody(request, VerifyBody);
	const userId = bearer.user.id;
	const outcome = await transaction(context.pool, async (db) => {
		const now = context.now();
		const known = await findFactor(db, { id, userId });
		await checkChallenge(db, { id: body.challenge_id, factorId: known.id, now });
		// Begun before another was proved, it must not be a way around that one.
		if (known.status === 'unverified') checkLevel(bearer, 403);
		if (!(await countTry(db, userId, now))) return { refusal: tooManyTries() };
		// Read again behind the account's lock: a code sent twice at once is taken once.
		const factor = await findFactor(db, { id, userId });
		const step = findStep(decodeBase32(factor.secret), body.code, now);
		if (step === null || step <= (factor.last_step ?? -1)) return { refusal: wrongCode() };
		await acceptCode(db, { factorId: id, challengeId: body.challenge_id, userId, step, now });
		const session = await raiseSession(context, db, {
			user: await findUser(db, userId),
			id: bearer.sessionId,
			factorId: id
		});
		const ended = await endSessions(db, { userId, except: bearer.sessionId, unproved: true });
		return { session, ended };
	});
	if ('refusal' in outcome) throw outcome.refusal;
	if (outcome.ended.length > 0) context.onSessionsEnded(outcome.ended);
	return json(outcome.session);
}

async function unenrol(context: AuthContext, id: string, bearer: Bearer): Promise<Response> {
	const factor = await findFactor(context.pool, { id, userId: bearer.user.id });
	if (factor.status === 'verified') checkLevel(bearer, 422);
	await removeFactor(context, id);
	return json({ id });
}

/** Removes a factor; the sessions that it raised fall back. */
export async function removeFactor(context: AuthContext, id: string): Promise<void> {
	await transaction(context.pool, async (db) => {
		await lowerSessions(db, id, context.now());
		await deleteFactor(db, id);
	});
}

/** Somebody who has a second factor proves it before changing anything of it. */
function checkLevel({ user, aal }: Pick<Bearer, 'user' | 'aal'>, status: 403 | 422): void {
	if (!hasSecondFactor(user) || aal === 'aal2') return;
	throw new AuthError(status, 'insufficient_aal', 'AAL2 is required to change verified factors');
}

function uriOf({ secret, email, issuer }: { secret: string; email: string; issuer: string }) {
	const query = new URLSearchParams({
		secret,
		issuer,
		algorithm: 'SHA1',
		digits: '6',
		period: '30'
	});
	const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
	// Some applications show the `+` of a form's encoding as it is.
	return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
}

function wrongCode(): AuthError {
	return new AuthError(422, 'mfa_verification_failed', 'Invalid TOTP code entered');
}

function tooManyTries(): AuthError {
	return new AuthError(429, 'over_request_rate_limit', 'Request rate limit reached');
}

function notAllowed(): AuthError {
	return new AuthError(405, 'method_not_allowed', 'Method not allowed');
}
