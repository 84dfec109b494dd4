import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Caller } from '$lib/domain/caller';
import { deviceOf } from '$lib/domain/device';
import { Refusal } from '$lib/domain/refusal';
import { authAdmin } from '$lib/server/access/auth-admin';
import { begin, emailOf, failOf, finish, newBackupCodes } from '$lib/server/access/factor-pages';
import { formOf } from '$lib/server/access/form-of';
import { renewSession } from '$lib/server/access/fresh-session';
import { localPath } from '$lib/server/access/local-path';
import { refuse } from '$lib/server/access/refuse';
import { findFactorIds, proveByApp } from '$lib/server/access/second-factor';
import { requireCaller } from '$lib/server/access/session';
import {
	BackupCode,
	Code,
	Password,
	signInError,
	signInStatus,
	tryAgainAt
} from '$lib/server/access/sign-in-form';
import { getApp } from '$lib/server/app/app';
import { tellChange } from '$lib/server/app/tell';
import { countBackupCodes, hashBackupCode, useBackupCode } from '$lib/server/database/backup-codes';
import { endMySession, listMySessions } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const caller = requireCaller(locals);
	const { databases } = getApp();
	const factors = await findFactorIds(locals.auth());
	if (factors === null) error(503, { code: 'unavailable', message: 'unavailable' });
	const { codes, sessions } = await asCaller(databases, caller, async (tx) => ({
		codes: await countBackupCodes(tx),
		sessions: await listMySessions(tx)
	})).catch(refuse);
	return {
		email: emailOf(caller),
		hasFactor: factors.length > 0,
		codes,
		sessions: sessions.map(({ userAgent, ...session }) => ({
			...session,
			device: deviceOf(userAgent)
		})),
		suite: localPath(url.searchParams.get('suite'))
	};
};

/** The second factor shown again, for what must not be done at a computer left open: a code of either kind. */
async function proveAgain(event: RequestEvent): Promise<Caller | ReturnType<typeof failOf>> {
	const caller = requireCaller(event.locals);
	const { auth, databases } = getApp();
	const typed = (await formOf(event.request)).get('code');
	const code = v.safeParse(Code, typed);
	if (code.success) {
		const proof = await proveByApp(event.locals.auth(), { code: code.output, auth });
		if ('caller' in proof) return proof.caller;
		const until = tryAgainAt(proof.error, 'app', new Date());
		return fail(signInStatus(proof.error), { error: proof.error, until });
	}
	const backup = v.safeParse(BackupCode, typed);
	if (!backup.success) return fail(400, { error: 'app_code', until: null });
	try {
		const hash = hashBackupCode(backup.output);
		if (await asCaller(databases, caller, (tx) => useBackupCode(tx, hash))) return caller;
		return fail(400, { error: 'backup_code', until: null });
	} catch (cause) {
		return failOf(cause);
	}
}

const SessionId = v.object({ id: v.pipe(v.string(), v.uuid()) });

export const actions: Actions = {
	begin: (event) => begin(getApp(), event),
	finish: (event) => {
		const app = getApp();
		return finish({ ...app, tell: (to) => tellChange(app, to, 'factor_added') }, event);
	},
	remove: async (event) => {
		const caller = await proveAgain(event);
		if (!('profileId' in caller)) return caller;
		const app = getApp();
		const { mfa } = authAdmin(app.auth);
		const { data } = await mfa.listFactors({ userId: caller.profileId });
		if (!data) return fail(503, { error: 'server', until: null });
		for (const { id } of data.factors) {
			const { error: refusal } = await mfa.deleteFactor({ id, userId: caller.profileId });
			if (refusal) return fail(503, { error: 'server', until: null });
		}
		// The token at hand still says that the application proved this session.
		await renewSession(event.locals.auth());
		tellChange(app, emailOf(caller), 'factor_removed');
		redirect(303, '/reglages/securite');
	},
	codes: async (event) => {
		const caller = await proveAgain(event);
		if (!('profileId' in caller)) return caller;
		const app = getApp();
		const codes = await newBackupCodes(app.databases, caller).catch(refuse);
		tellChange(app, emailOf(caller), 'codes_replaced');
		return { codes };
	},
	password: async ({ locals, request }) => {
		const caller = requireCaller(locals);
		const form = await formOf(request);
		const current = v.safeParse(Password, form.get('current'));
		const next = v.safeParse(Password, form.get('password'));
		if (!current.success) return fail(400, { currentError: 'credentials' });
		if (!next.success) return fail(400, { passwordError: 'password' });
		const { error: refusal } = await locals.auth().auth.updateUser({
			password: next.output,
			current_password: current.output
		});
		if (refusal) {
			// A backup code proved it here, not to the sign-in service.
			if (refusal.code === 'insufficient_aal') return fail(403, { currentError: 'new_app' });
			const code = signInError(refusal, 'credentials');
			if (code === 'password') return fail(400, { passwordError: code });
			return fail(signInStatus(code), { currentError: code });
		}
		const app = getApp();
		await app.sync.recheck([caller.profileId]);
		tellChange(app, emailOf(caller), 'password');
		return { passwordDone: true };
	},
	end: async ({ locals, request }) => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(SessionId, Object.fromEntries(await formOf(request)));
		if (!parsed.success) return refuse(new Refusal('not_found'));
		const { databases, sync } = getApp();
		const { id } = parsed.output;
		await asCaller(databases, caller, (tx) => endMySession(tx, id)).catch(refuse);
		await sync.endSessions([id]);
		redirect(303, '/reglages/securite');
	}
};
