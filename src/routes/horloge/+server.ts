import type { RequestHandler } from './$types';

/** The time of the server, in milliseconds since the epoch: nobody's data, and asked for by every screen of a meeting. */
export const GET: RequestHandler = () =>
	new Response(String(Date.now()), { headers: { 'content-type': 'text/plain' } });
