import type { ImportLine } from '../../src/lib/domain/import';

/** A line that can become a case, as it was read on that row. */
export function line(row: number): ImportLine {
	return {
		row,
		firstName: 'Ana',
		lastInitial: 'B',
		birthYear: 1990,
		cohort: 'women',
		stage: 'outreach',
		referentId: null,
		lastContactOn: null,
		blockers: ['mobility'],
		lastName: null,
		phone: null,
		email: null,
		ownReference: ''
	};
}
