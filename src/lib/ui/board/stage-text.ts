import type { Cohort } from '$lib/domain/cohort';
import type { Stage } from '$lib/domain/stage';
import { m } from '$lib/paraglide/messages';

/** One line on what a stage is for. */
export function stageMeaning(stage: Stage): string {
	switch (stage) {
		case 'outreach':
			return m.board_meaning_outreach();
		case 'diagnosis':
			return m.board_meaning_diagnosis();
		case 'unblocking':
			return m.board_meaning_unblocking();
		case 'project':
			return m.board_meaning_project();
		case 'employment':
			return m.board_meaning_employment();
		case 'exit':
			return m.board_meaning_exit();
	}
}

/** The ages of a cohort. */
export function cohortAges(cohort: Cohort): string {
	switch (cohort) {
		case 'youth':
			return m.board_age_youth();
		case 'women':
			return m.board_age_women();
		case 'seniors':
			return m.board_age_seniors();
	}
}
