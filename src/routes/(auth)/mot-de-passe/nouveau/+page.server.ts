import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import { Password, signInError } from '$lib/server/access/sign-in-form';
import type { Actions, PageServerLoad } from './$types';

/** What the sign-in service answers when a new password wants the current one, or a code. */
const NEEDS_CODE = ['current_password_required', 'reauthentication_needed'];

export const load: PageServerLoad = ({ locals }) => {
	if (!locals.caller) redirect(303, '/mot-de-passe');
	const { email } = locals.caller.claims;
	return { email: typeof email === 'string' ? email : '' };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		if (!locals.caller) redirect(303, '/mot-de-passe');
		const parsed = v.safeParse(Password, (await formOf(request)).get('password'));
		if (!parsed.success) return fail(400, { passwordError: 'password' });
		const { error } = await locals.auth().auth.updateUser({ password: parsed.output });
		// A session that no recent code opened: the code comes first.
		if (error?.code && NEEDS_CODE.includes(error.code)) redirect(303, '/mot-de-passe');
		if (error) {
			const code = signInError(error, 'server');
			if (code === 'password') return fail(400, { passwordError: code });
			return fail(code === 'too_many' ? 429 : 503, { error: code });
		}
		redirect(303, '/ma-journee');
	}
};
