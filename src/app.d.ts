import type { Caller } from '$lib/domain/caller';
import type { AuthClient } from '$lib/server/access/auth-client';

declare global {
	namespace App {
		interface Error {
			/** A refusal code, or `internal`. */
			code: string;
			message: string;
		}
		interface Locals {
			/** Who is asking, or null before sign-in. */
			caller: Caller | null;
			/** The sign-in client of this request. */
			auth: () => AuthClient;
		}
	}
}

export {};
