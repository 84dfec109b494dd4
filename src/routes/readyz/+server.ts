import { findApp } from '$lib/server/app/app';
import type { RequestHandler } from './$types';

/** Whether this process can serve people: 503 and why when it cannot, for what spreads the load. */
export const GET: RequestHandler = async () => {
	const app = findApp();
	const answer = app ? await app.ready() : 'stopping';
	return new Response(`${answer}\n`, {
		status: answer === 'ready' ? 200 : 503,
		headers: { 'content-type': 'text/plain' }
	});
};
