import { askForCode } from '$lib/server/access/code-pages';
import type { Actions } from './$types';

export const actions: Actions = {
	default: askForCode({
		next: '/connexion/code',
		send: async ({ auth }, email) => {
			const { error } = await auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
			// Supabase says so of an unknown address: the page must not.
			return error?.code === 'otp_disabled' ? null : error;
		}
	})
};
