/** What the application itself does with accounts: makes, bans and deletes them, and removes a lost second factor. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js';

/** How to reach the administration of sign-in. */
export interface AuthAdminAddress {
	url: string;
	/** Opens every account: never leaves the server. */
	secretKey: string;
	fetch: typeof fetch;
}

/** The administration client of supabase-js; its answers carry their error, they do not throw it. */
export type AuthAdmin = SupabaseClient['auth']['admin'];

/** The administration client, with the secret key. Whoever calls has checked that the asker may do this. */
export function authAdmin({ url, secretKey, fetch }: AuthAdminAddress): AuthAdmin {
	return createClient(url, secretKey, {
		global: { fetch },
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	}).auth.admin;
}
