import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import { Password, signInError } from '$lib/server/access/sign-in-form';
import { stepPage } from '$lib/server/access/sign-in-step';
import { getApp } from '$lib/server/app/app';
import { findSignInStep } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

/** What the sign-in service answers when a new password wants the current one, or a code. */
const NEEDS_CODE = ['current_password_required', 'reauthentication_needed'];

const HERE = '/mot-de-passe/nouveau';

/** A locked session, or one that waits for its second factor, does not choose a password. */
async function requireOpen({ caller }: App.Locals): Promise<void> {
	if (!caller) redirect(303, '/mot-de-passe');
	const step = await asCaller(getApp().databases, caller, findSignInStep);
	if (step === 'locked' || step === 'code') redirect(303, stepPage(step, HERE) ?? HERE);
}

export const load: PageServerLoad = async ({ locals }) => {
	await requireOpen(locals);
	if (!locals.caller) redirect(303, '/mot-de-passe');
	const { email } = locals.caller.claims;
	return { email: typeof email === 'string' ? email : '' };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		await requireOpen(locals);
		const parsed = v.safeParse(Password, (await formOf(request)).get('password'));
		if (!parsed.success) return fail(400, { passwordError: 'password' });
		const { error } = await locals.auth().auth.updateUser({ password: parsed.output });
		// A session that no recent code opened: the code comes first.
		if (error?.code && NEEDS_CODE.includes(error.code)) redirect(303, '/mot-de-passe');
		// A backup code proved it here, not to the sign-in service: a new application does.
		if (error?.code === 'insufficient_aal') redirect(303, '/reglages/securite');
		if (error) {
			const code = signInError(error, 'server');
			if (code === 'password') return fail(400, { passwordError: code });
			return fail(code === 'too_many' ? 429 : 503, { error: code });
		}
		redirect(303, '/ma-journee');
	}
};
