import { m } from '$lib/paraglide/messages';
import type { Mail } from './mailer';

/** What changed in how somebody signs in. */
export type SecurityChange =
	'factor_added' | 'factor_removed' | 'codes_replaced' | 'backup_used' | 'password';

const LINES: Record<SecurityChange, () => string> = {
	factor_added: m.mail_security_factor_added,
	factor_removed: m.mail_security_factor_removed,
	codes_replaced: m.mail_security_codes_replaced,
	backup_used: m.mail_security_backup_used,
	password: m.mail_security_password
};

/** Writes the message that tells somebody of a change of their sign-in, in the language of the request. */
export function securityMail({ to, change }: { to: string; change: SecurityChange }): Mail {
	return {
		to,
		subject: m.mail_security_subject(),
		text: m.mail_security_text({ change: LINES[change]() })
	};
}
