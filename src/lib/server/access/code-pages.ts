/** The two pages of a code by e-mail, the same for signing in and for a forgotten password. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { AuthError } from '@supabase/supabase-js';
import * as v from 'valibot';
import type { AuthClient } from './auth-client';
import { formOf } from './form-of';
import {
	Code,
	Email,
	forgetPending,
	keepPending,
	readPending,
	signInError,
	signInStatus,
	tryAgainAt,
	withSuite
} from './sign-in-form';

interface AskPage {
	/** Asks the sign-in service for a code; null when it took the request. */
	send: (client: AuthClient, email: string) => Promise<AuthError | null>;
	/** Page where the code is typed. */
	next: string;
}

/** Form action that has a code sent. An unknown address gets the answer of a known one. */
export function askForCode({ send, next }: AskPage) {
	return async ({ request, locals, cookies, url }: RequestEvent) => {
		const typed = (await formOf(request)).get('email');
		const email = typeof typed === 'string' ? typed : '';
		const parsed = v.safeParse(Email, email);
		if (!parsed.success) return fail(400, { email, emailError: 'email' });
		const error = await send(locals.auth(), parsed.output);
		if (error) {
			const code = signInError(error, 'server');
			const until = tryAgainAt(code, 'mail', new Date());
			return fail(signInStatus(code), { email, error: code, until });
		}
		keepPending(cookies, parsed.output, url.protocol === 'https:');
		redirect(303, withSuite(next, url));
	};
}

interface EnterPage {
	type: 'email' | 'recovery';
	/** Page where a code is asked for. */
	again: string;
	/** Where the right code leads, from this address. */
	next: (url: URL) => string;
}

/** Load and form action of the page where a code is typed. */
export function enterCode({ type, again, next }: EnterPage) {
	return {
		load: ({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>): void => {
			if (!readPending(cookies)) redirect(303, withSuite(again, url));
		},
		action: async ({ request, locals, cookies, url }: RequestEvent) => {
			const email = readPending(cookies);
			if (!email) redirect(303, withSuite(again, url));
			const parsed = v.safeParse(Code, (await formOf(request)).get('code'));
			if (!parsed.success) return fail(400, { error: 'code', until: null });
			const { error } = await locals.auth().auth.verifyOtp({ email, token: parsed.output, type });
			if (error) {
				const code = signInError(error, 'code');
				const until = tryAgainAt(code, 'code', new Date());
				return fail(signInStatus(code), { error: code, until });
			}
			forgetPending(cookies);
			redirect(303, next(url));
		}
	};
}
