import { error } from '@sveltejs/kit';
import { Refusal, type RefusalCode } from '$lib/domain/refusal';

/** HTTP status of each refusal. What may not be seen is not found: the answer must not leak that it exists. */
export const STATUS: Record<RefusalCode, number> = {
	not_signed_in: 401,
	not_found: 404,
	read_only: 403,
	not_allowed: 403,
	invalid: 400,
	conflict: 409,
	too_many_tries: 429,
	bad_credentials: 400,
	unavailable: 503
};

/** Turns a Refusal into SvelteKit's error; throws anything else as it is. */
export function refuse(cause: unknown): never {
	if (cause instanceof Refusal) {
		error(STATUS[cause.code], { code: cause.code, message: cause.code });
	}
	throw cause;
}
