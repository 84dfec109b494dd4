import type { Person } from '$lib/server/access/person';

declare global {
	namespace App {
		interface Error {
			/** A refusal code, or `internal`. */
			code: string;
			message: string;
		}
		interface Locals {
			/** Who is asking, or null before sign-in. */
			person: Person | null;
		}
	}
}

export {};
