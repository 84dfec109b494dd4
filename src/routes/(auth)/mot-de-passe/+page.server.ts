import { askForCode } from '$lib/server/access/code-pages';
import type { Actions } from './$types';

export const actions: Actions = {
	default: askForCode({
		next: '/mot-de-passe/code',
		send: async ({ auth }, email) => (await auth.resetPasswordForEmail(email)).error
	})
};
