import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/**
 * Says whether the session goes on: 204, or 401. The hook has renewed the token on the way in; a socket that was told
 * its token is over asks here before it comes back.
 */
export const POST: RequestHandler = ({ locals }) =>
	locals.caller
		? new Response(null, { status: 204 })
		: json({ code: 'not_signed_in' }, { status: 401 });
