import { building } from '$app/environment';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import type { Caller } from '$lib/domain/caller';
import { paraglideMiddleware } from '$lib/paraglide/server';
import { createAuthClient } from '$lib/server/access/auth-client';
import { withBodyLimit } from '$lib/server/access/body-limit';
import { isStale, renewSession } from '$lib/server/access/fresh-session';
import { isFromHere, isOneClick } from '$lib/server/access/same-origin';
import { callerOf } from '$lib/server/access/session';
import { SESSION_COOKIE } from '$lib/server/access/session-cookie';
import { findApp, getApp } from '$lib/server/app/app';
import { report } from '$lib/server/app/report';
import { readSettings } from '$lib/server/app/settings';
import { startApp } from '$lib/server/app/start';
import { isSessionAlive } from '$lib/server/database/sessions';
import { readTheme, THEME_COOKIE } from '$lib/ui/shell/theme';

export const init: ServerInit = async () => {
	if (!building) await startApp(readSettings(process.env), report);
};

const SECURITY_HEADERS = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'x-frame-options': 'DENY'
};

const headers: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
	// Pages hold people's situations: a shared computer keeps none of them.
	if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
	return response;
};

const origin: Handle = ({ event, resolve }) =>
	isFromHere(event.request, event.url.origin) || isOneClick(event.request, event.url.pathname)
		? resolve(event)
		: new Response(null, { status: 403 });

const body: Handle = ({ event, resolve }) => {
	event.request = withBodyLimit(event.request, event.url.pathname);
	return resolve(event);
};

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request, locale }) => {
		event.request = request;
		const theme = readTheme(event.cookies.get(THEME_COOKIE));
		return resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%lang%', locale).replace('%theme%', theme)
		});
	});

const session: Handle = async ({ event, resolve }) => {
	event.locals.auth = () =>
		createAuthClient({
			cookies: event.cookies,
			auth: getApp().auth,
			secure: event.url.protocol === 'https:',
			address: event.getClientAddress(),
			userAgent: event.request.headers.get('user-agent'),
			locale: event.cookies.get('PARAGLIDE_LOCALE') ?? 'fr'
		});
	event.locals.caller = building ? null : await findCaller(event);
	return resolve(event);
};

/** Who asks for a page: their token is renewed when it is about to expire, and their session must still exist. */
async function findCaller(event: Parameters<Handle>[0]['event']): Promise<Caller | null> {
	const cookie = event.request.headers.get('cookie') ?? '';
	if (!cookie.includes(SESSION_COOKIE)) return null;
	const { auth, databases } = getApp();
	let caller = await callerOf({ cookie, auth });
	if (caller === null || isStale(caller, Date.now())) {
		if (await renewSession(event.locals.auth())) {
			const renewed = event.cookies.getAll().filter(({ name }) => name.startsWith(SESSION_COOKIE));
			caller = await callerOf({
				cookie: renewed.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '),
				auth
			});
		}
		// Not renewed: a token that is still valid serves to its end, the session is asked for below.
	}
	const found = caller;
	if (found === null) return null;
	// As the system: a session that has ended can no longer ask anything itself.
	const alive = await isSessionAlive(databases, found.sessionId);
	return alive ? found : null;
}

export const handle = sequence(headers, origin, body, language, session);

export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { code: 'not_found', message: 'not_found' };
	// Too large, malformed, or a method that the address does not have: nothing is wrong here.
	if (status < 500) return { code: 'invalid', message: 'invalid' };
	findApp()?.log.error({ err: error, route: event.route.id, status }, 'unexpected');
	return { code: 'internal', message: 'internal' };
};
