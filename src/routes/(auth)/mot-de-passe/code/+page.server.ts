import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import {
	Code,
	forgetPending,
	readPending,
	signInError,
	signInStatus,
	tryAgainAt
} from '$lib/server/access/sign-in-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ cookies }) => {
	if (!readPending(cookies)) redirect(303, '/mot-de-passe');
};

export const actions: Actions = {
	default: async ({ request, locals, cookies }) => {
		const email = readPending(cookies);
		if (!email) redirect(303, '/mot-de-passe');
		const parsed = v.safeParse(Code, (await formOf(request)).get('code'));
		if (!parsed.success) return fail(400, { error: 'code', until: null });
		const { error } = await locals
			.auth()
			.auth.verifyOtp({ email, token: parsed.output, type: 'recovery' });
		if (error) {
			const code = signInError(error, 'code');
			return fail(signInStatus(code), { error: code, until: tryAgainAt(code, 'code', new Date()) });
		}
		forgetPending(cookies);
		redirect(303, '/mot-de-passe/nouveau');
	}
};
