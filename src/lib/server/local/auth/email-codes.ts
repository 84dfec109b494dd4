/** POST /otp, /recover and /verify: signing in, or choosing a new password, with a code sent by e-mail. */
import * as v from 'valibot';
import { CODE_MINUTES, issueCode, redeemCode } from './codes';
import { transaction, type AuthContext, type CodeMail } from './context';
import { addressOf, email, json, readBody, userAgentOf } from './http';
import { openSession } from './sessions';
import { findUserByEmail, isBanned, updateUser } from './users';

const SendBody = v.object({ email });
const VerifyBody = v.object({
	type: v.picklist(['email', 'magiclink', 'recovery']),
	email,
	token: v.pipe(v.string(), v.maxLength(20))
});

/** Answers the same, in the same time, whether or not the account exists: the rest is done after the answer. */
export async function sendCode(
	context: AuthContext,
	request: Request,
	purpose: CodeMail['purpose']
): Promise<Response> {
	const body = await readBody(request, SendBody);
	context.limits.count('mailByAddress', addressOf(request));
	context.limits.count('mailByAccount', body.email);
	context.later(async () => {
		const user = await findUserByEmail(context.pool, body.email);
		if (!user || isBanned(user, context.now())) return;
		const code = await issueCode(context, user);
		await context.sendCode({ to: user.email, code, purpose, minutes: CODE_MINUTES });
	});
	return json({});
}

export async function verify(context: AuthContext, request: Request): Promise<Response> {
	const body = await readBody(request, VerifyBody);
	context.limits.count('verifyByAddress', addressOf(request));
	context.limits.count('verifyByAccount', body.email);
	const user = await redeemCode(context, { email: body.email, code: body.token });
	return json(
		await transaction(context.pool, async (db) => {
			const confirmed = await updateUser(db, user.id, { isConfirmed: true }, context.now());
			const userAgent = userAgentOf(request);
			return openSession(context, db, { user: confirmed, method: 'otp', userAgent });
		})
	);
}
