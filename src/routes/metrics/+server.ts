import { error } from '@sveltejs/kit';
import { getApp } from '$lib/server/app/app';
import type { RequestHandler } from './$types';

/** What the process counts, for Prometheus; for anybody else this address does not exist. */
export const GET: RequestHandler = async ({ request, getClientAddress }) => {
	const { settings, sync } = getApp();
	// With its library: only for whoever asks.
	const { mayReadMetrics, renderMetrics } = await import('$lib/server/app/metrics');
	const asking = {
		headers: request.headers,
		address: getClientAddress(),
		token: settings.metricsToken
	};
	if (!mayReadMetrics(asking)) error(404, { code: 'not_found', message: 'not_found' });
	return new Response(await renderMetrics(sync), {
		headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }
	});
};
