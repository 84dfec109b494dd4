import type { CaseClosing, EntryWarning, Outcome, PlacementCheck } from '$lib/domain/course';
import type { Cohort } from '$lib/domain/cohort';
import { isLate } from '$lib/domain/due';
import { m } from '$lib/paraglide/messages';
import { answerLabel, reasonLabel, schemeLabel } from '$lib/ui/kit/course-labels';
import { dayOf, formatDate } from '$lib/ui/kit/dates';
import { cohortLabel } from '$lib/ui/kit/labels';

/** From when to when an outcome goes. */
export function datesText({ startsOn, endsOn }: Pick<Outcome, 'startsOn' | 'endsOn'>): string {
	return endsOn === null
		? m.course_since_day({ day: formatDate(startsOn) })
		: m.course_from_to({ from: formatDate(startsOn), to: formatDate(endsOn) });
}

/** How a check stands on `today` (ISO date); `name` is of who answered. */
export function checkText(check: PlacementCheck, today: string, name: string | null): string {
	if (check.answer === null || check.answeredOn === null) {
		const day = formatDate(check.dueOn);
		return isLate(check.dueOn, today) ? m.course_check_late({ day }) : m.course_check_due({ day });
	}
	const parts = { answer: answerLabel(check.answer), day: formatDate(check.answeredOn) };
	return name === null
		? m.course_check_answered(parts)
		: m.course_check_answered_by({ ...parts, name });
}

/** The rule that a case does not meet. */
export function warningText({ age, scheme }: EntryWarning, cohort: Cohort): string {
	if (age) {
		const parts = { cohort: cohortLabel(cohort), age: age.age };
		return age.limit === 'min' ? m.course_age_min(parts) : m.course_age_max(parts);
	}
	return scheme ? m.course_scheme_excludes({ scheme: schemeLabel(scheme) }) : '';
}

/** A closing that stands: since when, why, and until when the case is kept. */
export function closingText({ closedOn, reason, keepUntil }: CaseClosing): string {
	return m.course_closed_band({
		day: formatDate(closedOn),
		reason: reasonLabel(reason),
		until: formatDate(keepUntil)
	});
}

/** A closing that was taken back. */
export function reopenedText({ closedOn, reason, reopenedAt, reopenReason }: CaseClosing): string {
	return m.course_closed_past({
		day: formatDate(closedOn),
		reason: reasonLabel(reason),
		reopened: formatDate(dayOf(reopenedAt ?? closedOn)),
		words: reopenReason ?? ''
	});
}
