import type { RefusalCode } from '$lib/domain/refusal';
import { m } from '$lib/paraglide/messages';

const TEXT: Record<RefusalCode, () => string> = {
	not_signed_in: m.kit_refusal_not_signed_in,
	not_found: m.kit_refusal_not_found,
	read_only: m.kit_refusal_read_only,
	not_allowed: m.kit_refusal_not_allowed,
	invalid: m.kit_refusal_invalid,
	conflict: m.kit_refusal_conflict,
	too_many_tries: m.kit_refusal_too_many_tries,
	bad_credentials: m.kit_refusal_bad_credentials,
	unavailable: m.kit_refusal_unavailable
};

/** What a refusal means for the reader, in their language; an unknown code reads as a failure of the server. */
export function refusalText(code: string): string {
	return (Object.entries(TEXT).find(([known]) => known === code)?.[1] ?? m.kit_refusal_internal)();
}
