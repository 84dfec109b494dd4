import { json } from '@sveltejs/kit';
import { getApp } from '$lib/server/app/app';
import { touchSession } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import type { RequestHandler } from './$types';

/** Notes that somebody is at this device: 204, 423 when the session is locked, 401 when it is over. */
export const POST: RequestHandler = async ({ locals }) => {
	if (!locals.caller) return json({ code: 'not_signed_in' }, { status: 401 });
	const step = await asCaller(getApp().databases, locals.caller, touchSession);
	return new Response(null, { status: step === 'locked' ? 423 : 204 });
};
