import { m } from '$lib/paraglide/messages';
import type { NewCaseField } from './new-case-values';

/** What is wrong with a field, and what to do about it. */
export function errorText(field: NewCaseField, years: { min: number; max: number }): string {
	switch (field) {
		case 'firstName':
			return m.board_error_first_name();
		case 'lastInitial':
			return m.board_error_last_initial();
		case 'birthYear':
			return m.board_error_birth_year(years);
		case 'cohort':
			return m.board_error_cohort();
		case 'stage':
			return m.board_error_stage();
		case 'referentId':
			return m.board_error_referent();
		case 'agreement':
			return m.board_error_agreement();
		case 'givenOn':
			return m.board_error_given_on();
		case 'organizationIds':
			return m.board_error_organizations();
		case 'blockers':
			return m.board_error_blockers();
		case 'lastName':
			return m.board_error_last_name();
		case 'phone':
			return m.board_error_phone();
		case 'email':
			return m.board_error_email();
		case 'similarConfirmed':
			return m.board_error_similar();
		case 'id':
			return m.board_error_refused();
	}
}

/** Names in a sentence: « A, B et C ». */
export function listNames(names: readonly string[], locale: string): string {
	return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}
