import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import { localPath } from '$lib/server/access/local-path';
import { SESSION_COOKIE } from '$lib/server/access/session-cookie';
import { getApp } from '$lib/server/app/app';
import type { RequestHandler } from './$types';

const Scope = v.fallback(v.picklist(['local', 'global', 'others']), 'local');

/** Ends the session of this device, or all those of the person, and closes their live documents. */
export const POST: RequestHandler = async ({ request, locals, cookies }) => {
	const form = await formOf(request);
	const scope = v.parse(Scope, form.get('scope'));
	const { caller } = locals;
	const { error } = await locals.auth().auth.signOut({ scope });
	if (caller) {
		const { sync } = getApp();
		if (scope === 'local') await sync.endSessions([caller.sessionId]);
		else await sync.recheck([caller.profileId]);
	}
	if (scope !== 'others' || error) {
		for (const { name } of cookies.getAll()) {
			if (name.startsWith(SESSION_COOKIE)) cookies.delete(name, { path: '/' });
		}
	}
	// Those of the others leave whoever asks where they are.
	const back = form.get('back');
	const stays = scope === 'others' && typeof back === 'string';
	redirect(303, (stays ? localPath(back) : null) ?? '/connexion');
};
