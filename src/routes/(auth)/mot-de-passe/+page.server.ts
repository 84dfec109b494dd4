import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import {
	Email,
	keepPending,
	signInError,
	signInStatus,
	tryAgainAt
} from '$lib/server/access/sign-in-form';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ request, locals, cookies, url }) => {
		const typed = (await formOf(request)).get('email');
		const email = typeof typed === 'string' ? typed : '';
		const parsed = v.safeParse(Email, email);
		if (!parsed.success) return fail(400, { email, emailError: 'email' });
		const { error } = await locals.auth().auth.resetPasswordForEmail(parsed.output);
		if (error) {
			const code = signInError(error, 'server');
			const until = tryAgainAt(code, 'mail', new Date());
			return fail(signInStatus(code), { email, error: code, until });
		}
		keepPending(cookies, parsed.output, url.protocol === 'https:');
		redirect(303, '/mot-de-passe/code');
	}
};
