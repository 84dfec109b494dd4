import { error, redirect } from '@sveltejs/kit';
import { begin, finish } from '$lib/server/access/factor-pages';
import { findFactorIds } from '$lib/server/access/second-factor';
import { requireCaller } from '$lib/server/access/session';
import { afterSignIn } from '$lib/server/access/sign-in-form';
import { stepPage } from '$lib/server/access/sign-in-step';
import { refuse } from '$lib/server/access/refuse';
import { getApp } from '$lib/server/app/app';
import { tellChange } from '$lib/server/app/tell';
import { acceptCharter, findSignInStep } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = afterSignIn(url.searchParams.get('suite'));
	if (!locals.caller) redirect(303, `/connexion?suite=${encodeURIComponent(next)}`);
	const step = await asCaller(getApp().databases, locals.caller, findSignInStep);
	if (step === 'locked' || step === 'code') redirect(303, stepPage(step, next) ?? next);
	const factors = await findFactorIds(locals.auth());
	if (factors === null) error(503, { code: 'unavailable', message: 'unavailable' });
	const hasFactor = factors.length > 0;
	const later = url.searchParams.has('plus-tard') && step !== 'factor';
	if (step === 'ready' && (hasFactor || later)) redirect(303, next);
	return {
		suite: next,
		demanded: step === 'factor',
		charter: step === 'charter',
		view: hasFactor || later ? 'charter' : 'factor'
	} as const;
};

export const actions: Actions = {
	begin: (event) => begin(getApp(), event),
	finish: (event) => {
		const app = getApp();
		return finish({ ...app, tell: (to) => tellChange(app, to, 'factor_added') }, event);
	},
	charter: async ({ locals, url }) => {
		const caller = requireCaller(locals);
		await asCaller(getApp().databases, caller, acceptCharter).catch(refuse);
		redirect(303, afterSignIn(url.searchParams.get('suite')));
	}
};
