import { m } from '$lib/paraglide/messages';

const TEXT: Record<string, () => string> = {
	credentials: m.auth_error_credentials,
	code: m.auth_error_code,
	too_many: m.auth_error_too_many,
	server: m.auth_error_server,
	password: m.auth_error_password,
	email: m.auth_error_email,
	link: m.auth_error_link,
	missing: m.auth_error_missing
};

/** What a refusal of a sign-in form means, in the reader's language; empty for none. */
export function signInText(code: string | undefined): string {
	return code ? (TEXT[code] ?? m.auth_error_server)() : '';
}
