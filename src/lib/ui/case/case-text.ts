import type { InterviewKind } from '$lib/documents/case-document';
import { m } from '$lib/paraglide/messages';
import { formatDay } from '$lib/ui/kit/dates';

const INTERVIEW: Record<InterviewKind, () => string> = {
	interview: m.case_interview_kind_interview,
	review: m.case_interview_kind_review,
	step: m.case_interview_kind_step,
	visit: m.case_interview_kind_visit
};

const ERROR: Record<string, () => string> = {
	missing: m.case_error_missing,
	too_long: m.case_error_too_long,
	date: m.case_error_date,
	past: m.case_error_past,
	future: m.case_error_future,
	choice: m.case_error_choice,
	email: m.case_error_email
};

const REASON: Record<string, () => string> = {
	creator: m.case_reason_creator,
	referent: m.case_reason_referent
};

/** Why somebody is in the circle: two reasons are the server's own, the others are people's words. */
export const reasonText = (reason: string): string => (REASON[reason] ?? (() => reason))();

export const interviewLabel = (kind: InterviewKind): string => INTERVIEW[kind]();

/** What is wrong with a field, in the reader's language; undefined when nothing is. */
export function fieldError(code: string | undefined): string | undefined {
	return code === undefined ? undefined : (ERROR[code] ?? m.case_error_choice)();
}

/** How a due date reads today: `Retard, 20 nov.`, `Aujourd’hui` or `27 nov.`, with its tone. */
export function dueText(dueOn: string, today: string): { text: string; tone: string } {
	if (dueOn < today)
		return { text: m.case_due_late({ day: formatDay(dueOn) }), tone: 'text-danger-text' };
	if (dueOn === today) return { text: m.case_due_today(), tone: 'text-warn-text' };
	return { text: formatDay(dueOn), tone: 'text-ink-2' };
}
