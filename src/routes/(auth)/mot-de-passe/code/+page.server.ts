import { enterCode } from '$lib/server/access/code-pages';
import type { Actions, PageServerLoad } from './$types';

const page = enterCode({
	type: 'recovery',
	again: '/mot-de-passe',
	next: () => '/mot-de-passe/nouveau'
});

export const load: PageServerLoad = page.load;
export const actions: Actions = { default: page.action };
