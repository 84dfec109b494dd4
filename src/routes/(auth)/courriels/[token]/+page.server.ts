import { error } from '@sveltejs/kit';
import { getApp } from '$lib/server/app/app';
import { fewerMails } from '$lib/server/database/mails';
import { asSystem } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

/** What links are made of: anything else is not looked up. */
const TOKEN = /^[0-9a-f]{64}$/;

/** Shows what the link does and does nothing: mail servers open links to look at them. */
export const load: PageServerLoad = async ({ params }) => {
	await ask(params.token, false);
};

export const actions: Actions = {
	default: async ({ params }) => {
		await ask(params.token, true);
		return { done: true };
	}
};

/** As the system: nobody is signed in, and the secret address says whose messages they are. Answers 404 to any other. */
async function ask(token: string, apply: boolean): Promise<void> {
	if (!TOKEN.test(token)) error(404, { code: 'not_found', message: 'not_found' });
	const found = await asSystem(getApp().databases, (tx) => fewerMails(tx, token, apply));
	if (found === null) error(404, { code: 'not_found', message: 'not_found' });
}
