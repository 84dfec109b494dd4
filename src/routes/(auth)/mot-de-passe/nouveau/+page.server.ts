import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import { Password, signInError } from '$lib/server/access/sign-in-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (!locals.caller) redirect(303, '/mot-de-passe');
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		if (!locals.caller) redirect(303, '/mot-de-passe');
		const parsed = v.safeParse(Password, (await formOf(request)).get('password'));
		if (!parsed.success) return fail(400, { passwordError: 'password' });
		const { error } = await locals.auth().auth.updateUser({ password: parsed.output });
		if (error) {
			const code = signInError(error, 'server');
			if (code === 'password') return fail(400, { passwordError: code });
			return fail(code === 'too_many' ? 429 : 503, { error: code });
		}
		redirect(303, '/ma-journee');
	}
};
