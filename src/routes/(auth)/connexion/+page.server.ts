import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import {
	afterSignIn,
	Email,
	Password,
	signInError,
	signInStatus,
	tryAgainAt
} from '$lib/server/access/sign-in-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.caller) redirect(303, afterSignIn(url.searchParams.get('suite')));
};

const Form = v.object({ email: Email, password: Password });

export const actions: Actions = {
	default: async ({ request, locals, url }) => {
		const values = Object.fromEntries(await formOf(request));
		const email = typeof values['email'] === 'string' ? values['email'] : '';
		const parsed = v.safeParse(Form, values);
		// One message for every wrong pair, whichever half is wrong.
		if (!parsed.success) return fail(400, { email, error: 'credentials', until: null });
		const { error } = await locals.auth().auth.signInWithPassword(parsed.output);
		if (error) {
			const code = signInError(error, 'credentials');
			const until = tryAgainAt(code, 'password', new Date());
			return fail(signInStatus(code), { email, error: code, until });
		}
		redirect(303, afterSignIn(url.searchParams.get('suite')));
	}
};
