/** GET and PUT /user, POST /logout: what somebody signed in does with their own account. */
import * as v from 'valibot';
import { destroyCodes } from './codes';
import { transaction, type AuthContext } from './context';
import { AuthError, bearerOf, json, noContent, readBody } from './http';
import { checkStrength, hashPassword, isPasswordRight } from './passwords';
import { endSessions } from './session-rows';
import { bearerSession, type Bearer } from './sessions';
import { hasSecondFactor, updateUser, userJson, type UserChange } from './users';

/** A session opened by an e-mailed code may choose a new password without the old one for this long. */
const RECOVERY_MINUTES = 60;
/** Metadata travels in the cookie, and Node refuses headers over 16 KB. */
const METADATA_MAX_LENGTH = 1000;

const UserBody = v.object({
	password: v.optional(v.pipe(v.string(), v.maxLength(1000))),
	current_password: v.optional(v.pipe(v.string(), v.maxLength(1000))),
	data: v.optional(v.record(v.string(), v.unknown())),
	email: v.optional(v.never('the address is changed by an administrator'))
});

export async function getUser(context: AuthContext, request: Request): Promise<Response> {
	const { user } = await bearerSession(context, bearerOf(request));
	return json(userJson(user));
}

/** A new password ends every other session and every code. */
export async function putUser(context: AuthContext, request: Request): Promise<Response> {
	const bearer = await bearerSession(context, bearerOf(request));
	const body = await readBody(request, UserBody);
	context.limits.count('userByAccount', bearer.user.id);
	checkMetadata({ ...bearer.user.raw_user_meta_data, ...body.data });
	const change: UserChange = { userMetadata: body.data };
	if (body.password !== undefined) {
		await checkMayChangePassword(context, bearer, body.current_password);
		checkStrength(body.password);
		if (await isPasswordRight(body.password, bearer.user.encrypted_password)) {
			throw new AuthError(
				422,
				'same_password',
				'New password should be different from the old password.'
			);
		}
		change.passwordHash = await hashPassword(body.password);
	}
	const { user, ended } = await transaction(context.pool, async (db) => {
		const changed = await updateUser(db, bearer.user.id, change, context.now());
		if (change.passwordHash === undefined) return { user: changed, ended: [] };
		await destroyCodes(db, changed.id);
		const others = await endSessions(db, { userId: changed.id, except: bearer.sessionId });
		return { user: changed, ended: others };
	});
	if (ended.length > 0) context.onSessionsEnded(ended);
	return json(userJson(user));
}

function checkMetadata(metadata: Record<string, unknown>): void {
	if (JSON.stringify(metadata).length <= METADATA_MAX_LENGTH) return;
	throw new AuthError(400, 'validation_failed', 'user metadata is too large');
}

async function checkMayChangePassword(
	context: AuthContext,
	{ user, aal, amr }: Bearer,
	currentPassword: string | undefined
): Promise<void> {
	if (hasSecondFactor(user) && aal === 'aal1') {
		throw new AuthError(401, 'insufficient_aal', 'AAL2 session is required to update the password');
	}
	const code = amr.find(({ method }) => method === 'otp');
	const age = code ? context.now().getTime() / 1000 - code.timestamp : Infinity;
	if (age <= RECOVERY_MINUTES * 60) return;
	if (currentPassword === undefined) {
		throw new AuthError(
			400,
			'current_password_required',
			'Current password required to change the password'
		);
	}
	if (!(await isPasswordRight(currentPassword, user.encrypted_password))) {
		throw new AuthError(400, 'current_password_invalid', 'Current password is invalid');
	}
}

export async function logout(context: AuthContext, request: Request, url: URL): Promise<Response> {
	const { user, sessionId } = await bearerSession(context, bearerOf(request));
	const scope = v.safeParse(
		v.picklist(['global', 'local', 'others']),
		url.searchParams.get('scope') ?? 'global'
	);
	if (!scope.success) throw new AuthError(400, 'validation_failed', 'Unsupported logout scope');
	const which = { global: {}, local: { only: sessionId }, others: { except: sessionId } } as const;
	const ended = await endSessions(context.pool, { userId: user.id, ...which[scope.output] });
	if (ended.length > 0) context.onSessionsEnded(ended);
	return noContent();
}
