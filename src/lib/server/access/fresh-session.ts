/** Keeps the session of a page fresh: sockets never refresh, so a page does it early enough for them. */
import type { AuthClient } from './auth-client';
import type { Caller } from '$lib/domain/caller';

/** A token with less than this left, in seconds, is renewed by the page that meets it. */
const RENEW_BELOW = 5 * 60;

/** Whether the caller's token should be renewed now. `now` in milliseconds. */
export function isStale(caller: Caller, now: number): boolean {
	const expires = caller.claims['exp'];
	return typeof expires !== 'number' || expires - now / 1000 < RENEW_BELOW;
}

/** Renews the session in the cookies; false when it is over. */
export async function renewSession(client: AuthClient): Promise<boolean> {
	const { data, error } = await client.auth.refreshSession();
	return error === null && data.session !== null;
}
