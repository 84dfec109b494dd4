/** What the forms of the course of a case may hold; codes as in `forms.ts`. */
import * as v from 'valibot';
import {
	CHECK_ANSWERS,
	CLOSING_REASONS,
	EMPLOYER_KINDS,
	ENTRY_CHOICES,
	OUTCOME_KINDS,
	SCHEME_CODES
} from '$lib/domain/course';
import { dayOf } from '$lib/ui/kit/dates';

/** Longest text, in characters, as the tables hold it. */
const LINE_MAX = 200;

const Id = v.pipe(v.string('choice'), v.uuid('choice'));
const Line = v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(LINE_MAX, 'too_long'));
const RequiredLine = v.pipe(
	v.string('missing'),
	v.trim(),
	v.minLength(1, 'missing'),
	v.maxLength(LINE_MAX, 'too_long')
);
const Day = v.pipe(v.string('date'), v.isoDate('date'), v.check(isRealDay, 'date'));
const PastDay = v.pipe(
	Day,
	v.check((text) => text <= dayOf(new Date()), 'future')
);
const Nothing = v.pipe(
	v.literal(''),
	v.transform(() => null)
);

export const OutcomeForm = v.pipe(
	v.object({
		id: Id,
		kind: v.picklist(OUTCOME_KINDS, 'choice'),
		employerKind: v.union([v.picklist(EMPLOYER_KINDS), Nothing], 'choice'),
		startsOn: Day,
		endsOn: v.union([Day, Nothing], 'date'),
		words: Line
	}),
	v.forward(
		v.check(({ startsOn, endsOn }) => endsOn === null || endsOn >= startsOn, 'date'),
		['endsOn']
	)
);

export const OneForm = v.object({ id: Id });

export const CheckForm = v.object({
	id: Id,
	answer: v.picklist(CHECK_ANSWERS, 'choice'),
	words: Line
});

export const SchemeForm = v.object({
	id: Id,
	scheme: v.picklist(SCHEME_CODES, 'choice'),
	since: PastDay
});

export const EntryForm = v.object({
	id: Id,
	rule: v.pipe(v.string('choice'), v.regex(/^(age|scheme:[a-z_]{2,40})$/, 'choice')),
	decision: v.picklist(ENTRY_CHOICES, 'choice'),
	words: RequiredLine
});

export const ReopenForm = v.object({ reason: RequiredLine });

/** An outcome, or that there is none: one of both is said. */
export const ClosingForm = v.object({
	id: Id,
	reason: v.picklist(CLOSING_REASONS, 'choice'),
	outcomeId: v.pipe(
		v.union([Id, v.literal('none')], 'choice'),
		v.transform((text) => (text === 'none' ? null : text))
	),
	closedOn: PastDay,
	words: Line,
	dropActions: v.pipe(
		v.optional(v.picklist(['true', 'false'], 'choice'), 'false'),
		v.transform((text) => text === 'true')
	)
});

/** Whether the calendar has this day. */
function isRealDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
