import { sql } from 'kysely';
import { BY_PROFESSIONALS, DENIED, type CallRule } from './call-rules';

/** Calls about how one is written to. */
export const MAIL_CALLS: Record<string, CallRule> = {
	find_mail_settings: {
		call: () => sql`select s.language from public.find_mail_settings() as s`,
		answers: { stranger: 0, anonymous: DENIED },
		otherwise: 1
	},
	set_mail_settings: {
		call: () => sql`select public.set_mail_settings('fr', '{"work":"never"}')`,
		...BY_PROFESSIONALS
	}
};
