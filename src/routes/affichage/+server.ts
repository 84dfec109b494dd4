import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { cookieName, locales } from '$lib/paraglide/runtime';
import { THEME_COOKIE, THEMES } from '$lib/ui/shell/theme';
import type { RequestHandler } from './$types';

/** The choices of a device last a year, in seconds. */
const YEAR = 365 * 24 * 3600;

const Form = v.object({
	theme: v.optional(v.picklist(THEMES)),
	locale: v.optional(v.picklist(locales)),
	// A path of this site: never the address of another one.
	back: v.pipe(v.string(), v.regex(/^\/(?![/\\])/))
});

/** Keeps the theme or the language of this device, then goes back. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const parsed = v.safeParse(Form, Object.fromEntries(await request.formData()));
	if (!parsed.success) error(400, { code: 'invalid', message: 'invalid' });
	const { theme, locale, back } = parsed.output;
	const options = {
		path: '/',
		maxAge: YEAR,
		sameSite: 'lax',
		secure: url.protocol === 'https:'
	} as const;
	if (theme) cookies.set(THEME_COOKIE, theme, options);
	// Read by the page's own scripts too.
	if (locale) cookies.set(cookieName, locale, { ...options, httpOnly: false });
	redirect(303, back);
};
