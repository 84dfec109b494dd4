import { m } from '$lib/paraglide/messages';
import { formatTime } from '$lib/ui/kit/dates';

const TEXT: Record<string, () => string> = {
	credentials: m.auth_error_credentials,
	code: m.auth_error_code,
	app_code: m.auth_error_app_code,
	backup_code: m.auth_error_backup_code,
	suspended: m.auth_error_suspended,
	password_wrong: m.security_password_wrong,
	new_app: m.security_password_new_app,
	too_many: m.auth_error_too_many,
	server: m.auth_error_server,
	password: m.auth_error_password,
	email: m.auth_error_email,
	taken: m.auth_error_taken,
	missing: m.auth_error_missing
};

/** What a refusal of a sign-in form means, in the reader's language; empty for none. `until`: when to try again. */
export function signInText(code: string | undefined, until?: string | null): string {
	if (!code) return '';
	if (code === 'too_many' && until) return m.auth_error_too_many_until({ time: formatTime(until) });
	return (TEXT[code] ?? m.auth_error_server)();
}
