import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { authAdmin } from '$lib/server/access/auth-admin';
import { emailOf, failOf } from '$lib/server/access/factor-pages';
import { formOf } from '$lib/server/access/form-of';
import { findFactorIds, proveByApp } from '$lib/server/access/second-factor';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import {
	afterSignIn,
	BackupCode,
	Code,
	Password,
	signInError,
	signInStatus,
	tryAgainAt,
	type SignInError
} from '$lib/server/access/sign-in-form';
import { stepPage } from '$lib/server/access/sign-in-step';
import { getApp } from '$lib/server/app/app';
import { tellChange } from '$lib/server/app/tell';
import { hashBackupCode, useBackupCode } from '$lib/server/database/backup-codes';
import { findSignInStep, unlockSession } from '$lib/server/database/sign-in';
import { asCaller, asSystem } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = afterSignIn(url.searchParams.get('suite'));
	if (!locals.caller) redirect(303, `/connexion?suite=${encodeURIComponent(next)}`);
	const step = await asCaller(getApp().databases, locals.caller, findSignInStep);
	if (step !== 'locked') redirect(303, stepPage(step, next) ?? next);
	const factors = await findFactorIds(locals.auth());
	if (factors === null) error(503, { code: 'unavailable', message: 'unavailable' });
	return {
		proof: factors.length > 0 ? ('app' as const) : ('password' as const),
		email: emailOf(locals.caller),
		account: locals.caller.profileId
	};
};

function refused(code: SignInError, tried: 'app' | 'password') {
	return fail(signInStatus(code), { error: code, until: tryAgainAt(code, tried, new Date()) });
}

/** The code of the application, or a backup code: the same session goes on. Null when it does. */
async function unlockByCode({ locals }: RequestEvent, typed: unknown) {
	const caller = requireCaller(locals);
	const { auth, databases } = getApp();
	const code = v.safeParse(Code, typed);
	if (code.success) {
		const proof = await proveByApp(locals.auth(), { code: code.output, auth });
		if ('error' in proof) return refused(proof.error, 'app');
		await asSystem(databases, (tx) => unlockSession(tx, caller.sessionId));
		return null;
	}
	const backup = v.safeParse(BackupCode, typed);
	if (!backup.success) return refused('app_code', 'app');
	try {
		const hash = hashBackupCode(backup.output);
		const right = await asCaller(databases, caller, (tx) => useBackupCode(tx, hash));
		if (!right) return refused('backup_code', 'app');
		tellChange(getApp(), emailOf(caller), 'backup_used');
		return null;
	} catch (cause) {
		return failOf(cause);
	}
}

/** The password opens another session in place of the locked one, which ends. Null when it does. */
async function unlockByPassword({ locals }: RequestEvent, typed: unknown) {
	const caller = requireCaller(locals);
	const password = v.safeParse(Password, typed);
	if (!password.success) return refused('password_wrong', 'password');
	const client = locals.auth().auth;
	const before = (await client.getSession()).data.session?.access_token;
	const { error: refusal } = await client.signInWithPassword({
		email: emailOf(caller),
		password: password.output
	});
	if (refusal) return refused(signInError(refusal, 'password_wrong'), 'password');
	const { auth, sync } = getApp();
	if (before) await authAdmin(auth).signOut(before, 'local');
	await sync.endSessions([caller.sessionId]);
	return null;
}

export const actions: Actions = {
	unlock: async (event) => {
		const caller = requireCaller(event.locals);
		const form = await formOf(event.request);
		// Their own proof would show them somebody else's page.
		if (form.get('account') !== caller.profileId) refuse(new Refusal('not_allowed'));
		const typed = form.get('proof');
		const factors = await findFactorIds(event.locals.auth());
		if (factors === null) return refused('server', 'app');
		const unlock = factors.length > 0 ? unlockByCode : unlockByPassword;
		const refusal = await unlock(event, typed);
		if (refusal) return refusal;
		redirect(303, afterSignIn(event.url.searchParams.get('suite')));
	}
};
