/** The only way in which pages speak to sign-in: supabase-js, with the session in cookies that scripts cannot read. */
import { createServerClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Cookies } from '@sveltejs/kit';
import { SESSION_COOKIE } from './session-cookie';

/** How to reach sign-in. */
export interface AuthAddress {
	url: string;
	publishableKey: string;
	fetch: typeof fetch;
}

export interface AuthClientOptions {
	cookies: Cookies;
	auth: AuthAddress;
	/** Whether the page was opened over https. */
	secure: boolean;
	/** Address of the asking device, for the limits on tries. */
	address: string;
	/** What the browser says it is, for the list of devices; null when it says nothing. */
	userAgent: string | null;
	/** Language of the e-mails. */
	locale: string;
}

/** What pages use of a Supabase client: sign-in, nothing else. */
export type AuthClient = Pick<SupabaseClient, 'auth'>;

/** The sign-in client of one request. */
export function createAuthClient({
	cookies,
	auth,
	secure,
	address,
	userAgent,
	locale
}: AuthClientOptions): AuthClient {
	const { auth: client } = createServerClient(auth.url, auth.publishableKey, {
		cookieOptions: { name: SESSION_COOKIE, httpOnly: true, sameSite: 'lax', secure, path: '/' },
		cookies: {
			getAll: () => cookies.getAll(),
			setAll: (all) => {
				for (const { name, value, options } of all) {
					// Codes are typed, never followed as links: nothing waits for a verifier.
					if (name.endsWith('-code-verifier')) continue;
					cookies.set(name, value, { ...options, path: '/', httpOnly: true, secure });
				}
			}
		},
		global: {
			fetch: auth.fetch,
			headers: {
				'x-maillage-address': address,
				'x-maillage-locale': locale,
				...(userAgent === null ? {} : { 'user-agent': userAgent })
			}
		}
	});
	return { auth: client };
}
