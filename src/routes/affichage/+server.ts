import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { cookieName, locales } from '$lib/paraglide/runtime';
import { formOf } from '$lib/server/access/form-of';
import { localPath } from '$lib/server/access/local-path';
import { THEME_COOKIE, THEMES } from '$lib/ui/shell/theme';
import type { RequestHandler } from './$types';

/** The choices of a device last a year, in seconds. */
const YEAR = 365 * 24 * 3600;

const Form = v.object({
	theme: v.optional(v.picklist(THEMES)),
	locale: v.optional(v.picklist(locales)),
	back: v.string()
});

/** Keeps the theme or the language of this device, then goes back. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const parsed = v.safeParse(Form, Object.fromEntries(await formOf(request)));
	const back = parsed.success ? localPath(parsed.output.back) : null;
	if (!parsed.success || back === null) error(400, { code: 'invalid', message: 'invalid' });
	const { theme, locale } = parsed.output;
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
