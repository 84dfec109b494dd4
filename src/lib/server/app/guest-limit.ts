import { AuthError } from '$lib/server/local/auth/http';
import { Limits } from '$lib/server/local/auth/limits';

const limits = new Limits(() => new Date());

/** Counts a look at a guest's link, or an answer, from an address; false when there were too many. */
export function mayTryLink(address: string): boolean {
	try {
		limits.count('guestByAddress', address);
		return true;
	} catch (cause) {
		if (cause instanceof AuthError) return false;
		throw cause;
	}
}
