import { enterCode } from '$lib/server/access/code-pages';
import { afterSignIn } from '$lib/server/access/sign-in-form';
import type { Actions, PageServerLoad } from './$types';

const page = enterCode({
	type: 'email',
	again: '/connexion/lien',
	next: ({ searchParams }) => afterSignIn(searchParams.get('suite'))
});

export const load: PageServerLoad = page.load;
export const actions: Actions = { default: page.action };
