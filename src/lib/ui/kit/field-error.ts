import { m } from '$lib/paraglide/messages';

const ERROR: Record<string, () => string> = {
	missing: m.case_error_missing,
	too_long: m.case_error_too_long,
	date: m.case_error_date,
	past: m.case_error_past,
	future: m.case_error_future,
	choice: m.case_error_choice,
	email: m.case_error_email
};

/** What is wrong with a field, in the reader's language; undefined when nothing is. */
export function fieldError(code: string | undefined): string | undefined {
	return code === undefined ? undefined : (ERROR[code] ?? m.case_error_choice)();
}
