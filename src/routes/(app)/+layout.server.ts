import { error, redirect } from '@sveltejs/kit';
import { refuse } from '$lib/server/access/refuse';
import { stepPage } from '$lib/server/access/sign-in-step';
import { getApp } from '$lib/server/app/app';
import { deviceSecret } from '$lib/server/database/device-secrets';
import { findMe, listMyGroups } from '$lib/server/database/members';
import { touchSession } from '$lib/server/database/sign-in';
import { asCaller, asSystem } from '$lib/server/database/transaction';
import { hidesNames, NAMES_COOKIE } from '$lib/ui/kit/names.svelte';
import { readTheme, THEME_COOKIE } from '$lib/ui/shell/theme';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, cookies }) => {
	const { caller } = locals;
	if (!caller) redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname + url.search)}`);
	const { databases, sync } = getApp();
	const step = await asCaller(databases, caller, touchSession).catch(refuse);
	const waiting = step === 'ready' ? null : stepPage(step, url.pathname + url.search);
	if (waiting) redirect(303, waiting);
	const { me, groups } = await asCaller(databases, caller, async (tx) => ({
		me: await findMe(tx),
		groups: await listMyGroups(tx)
	})).catch(refuse);
	if (!me) error(403, { code: 'not_allowed', message: 'not_allowed' });
	const [inbox, secret] = await Promise.all([
		sync.read(caller, `inbox:${me.id}`).catch(refuse),
		asSystem(databases, (tx) => deviceSecret(tx, me.id))
	]);
	return {
		me,
		groups,
		inbox,
		/** Makes the key of what this device keeps; in memory only. */
		deviceSecret: secret,
		theme: readTheme(cookies.get(THEME_COOKIE)),
		namesHidden: hidesNames(cookies.get(NAMES_COOKIE))
	};
};
