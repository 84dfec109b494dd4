import { enterCode } from '$lib/server/access/code-pages';
import type { Actions, PageServerLoad } from './$types';

const page = enterCode({ type: 'email', again: '/connexion/lien', next: '/ma-journee' });

export const load: PageServerLoad = page.load;
export const actions: Actions = { default: page.action };
