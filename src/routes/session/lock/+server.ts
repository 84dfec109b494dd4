import { json } from '@sveltejs/kit';
import { emailOf } from '$lib/server/access/factor-pages';
import { findFactorIds } from '$lib/server/access/second-factor';
import { getApp } from '$lib/server/app/app';
import { lockSession } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import type { RequestHandler } from './$types';

/** Locks the session in every window of this device, and says what unlocks it; 401 when it is over. */
export const POST: RequestHandler = async ({ locals }) => {
	const { caller } = locals;
	if (!caller) return json({ code: 'not_signed_in' }, { status: 401 });
	const { databases, sync } = getApp();
	await asCaller(databases, caller, lockSession);
	await sync.recheck([caller.profileId]);
	const factors = await findFactorIds(locals.auth());
	if (factors === null) return json({ code: 'unavailable' }, { status: 503 });
	return json({ proof: factors.length > 0 ? 'app' : 'password', email: emailOf(caller) });
};
