import { sql } from 'kysely';
import { byMembers, type CallRule } from './call-rules';

/** How searching answers. */
export const FINDING_CALLS: Record<string, CallRule> = {
	search: {
		call: (w) => sql`select s.kind from public.search(${w.shared.reference}, 5) as s`,
		...byMembers(1, 0)
	}
};
