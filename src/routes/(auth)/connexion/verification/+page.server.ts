import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { emailOf } from '$lib/server/access/factor-pages';
import { formOf } from '$lib/server/access/form-of';
import { requireCaller } from '$lib/server/access/session';
import {
	afterSignIn,
	BackupCode,
	Code,
	signInStatus,
	tryAgainAt,
	type SignInError
} from '$lib/server/access/sign-in-form';
import { proveByApp } from '$lib/server/access/second-factor';
import { stepPage } from '$lib/server/access/sign-in-step';
import { getApp } from '$lib/server/app/app';
import { tellChange } from '$lib/server/app/tell';
import { hashBackupCode, useBackupCode } from '$lib/server/database/backup-codes';
import { findSignInStep } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = afterSignIn(url.searchParams.get('suite'));
	if (!locals.caller) redirect(303, `/connexion?suite=${encodeURIComponent(next)}`);
	const step = await asCaller(getApp().databases, locals.caller, findSignInStep);
	if (step !== 'code') redirect(303, stepPage(step, next) ?? next);
	return { backup: url.searchParams.has('secours'), suite: next };
};

function refused(error: SignInError) {
	return fail(signInStatus(error), { error, until: tryAgainAt(error, 'app', new Date()) });
}

export const actions: Actions = {
	app: async ({ request, locals, url }) => {
		requireCaller(locals);
		const parsed = v.safeParse(Code, (await formOf(request)).get('code'));
		if (!parsed.success) return refused('app_code');
		const { auth } = getApp();
		const proof = await proveByApp(locals.auth(), { code: parsed.output, auth });
		if ('error' in proof) return refused(proof.error);
		redirect(303, afterSignIn(url.searchParams.get('suite')));
	},
	backup: async ({ request, locals, url }) => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(BackupCode, (await formOf(request)).get('code'));
		if (!parsed.success) return refused('backup_code');
		const app = getApp();
		try {
			const hash = hashBackupCode(parsed.output);
			const right = await asCaller(app.databases, caller, (tx) => useBackupCode(tx, hash));
			if (!right) return refused('backup_code');
			tellChange(app, emailOf(caller), 'backup_used');
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return refused(cause.code === 'too_many_tries' ? 'too_many' : 'backup_code');
		}
		redirect(303, afterSignIn(url.searchParams.get('suite')));
	}
};
