import * as v from 'valibot';
import { BLOCKER_TYPES } from '$lib/domain/blocker';
import { COHORTS } from '$lib/domain/cohort';
import type { Member } from '$lib/domain/member';
import { BOARD_STAGES } from '$lib/domain/stage';
import type { NewCase } from '$lib/server/database/cases';
import type { NewCaseField, NewCaseValues } from '$lib/ui/new-case/new-case-values';

/** Oldest and youngest person one may enter, in years; the database knows the oldest too. */
const OLDEST_BIRTH_YEAR = 1920;
const YOUNGEST_AGE = 14;

/** An agreement holds for this many months: an older one cannot be recorded. */
const AGREEMENT_MONTHS = 12;

const optional = (max: number) =>
	v.pipe(
		v.string(),
		v.trim(),
		v.maxLength(max),
		v.transform((text) => text || null)
	);

interface Context {
	groupId: string;
	/** Colleagues of the group, the caller among them. */
	members: readonly Member[];
	me: string;
	/** ISO date. */
	today: string;
}

export type ParsedNewCase =
	{ ok: true; input: NewCase; similarConfirmed: boolean } | { ok: false; errors: NewCaseField[] };

/** The years of birth that the form takes on a day. */
export function birthYears(today: string): { min: number; max: number } {
	return { min: OLDEST_BIRTH_YEAR, max: Number(today.slice(0, 4)) - YOUNGEST_AGE };
}

/** What was typed, as it was typed, to be shown again. */
export function valuesOf(form: FormData): NewCaseValues {
	const text = (name: string): string => {
		const value = form.get(name);
		return typeof value === 'string' ? value.slice(0, 500) : '';
	};
	const texts = (name: string): string[] =>
		form.getAll(name).filter((value) => typeof value === 'string');
	return {
		id: text('id'),
		firstName: text('firstName'),
		lastInitial: text('lastInitial'),
		birthYear: text('birthYear'),
		cohort: text('cohort'),
		stage: text('stage'),
		referentId: text('referentId'),
		agreement: text('agreement'),
		givenOn: text('givenOn'),
		organizationIds: texts('organizationIds'),
		blockers: texts('blockers'),
		lastName: text('lastName'),
		phone: text('phone'),
		email: text('email'),
		similarConfirmed: form.has('similarConfirmed')
	};
}

/** Parses the values of the form into a case to create, or says which fields are wrong. */
export function parseNewCase(values: NewCaseValues, context: Context): ParsedNewCase {
	const shared = values.agreement === 'oral' || values.agreement === 'signed';
	const result = v.safeParse(schemaFor(context, shared), values);
	const errors = new Set(result.success ? [] : fieldsOf(result.issues));
	if (!errors.has('referentId') && !mayRefer(values, context, shared)) errors.add('referentId');
	if (!result.success || errors.size > 0) return { ok: false, errors: [...errors] };
	const { agreement, givenOn, organizationIds, lastName, phone, email, similarConfirmed, ...rest } =
		result.output;
	const identity = lastName || phone || email ? { lastName, phone, email } : null;
	return {
		ok: true,
		similarConfirmed,
		input: {
			...rest,
			groupId: context.groupId,
			agreement: agreement === 'later' ? null : { form: agreement, givenOn, organizationIds },
			identity
		}
	};
}

function schemaFor({ members, today }: Context, shared: boolean) {
	const years = birthYears(today);
	const organizations = new Set(members.map(({ organizationId }) => organizationId));
	const organizationId = v.pipe(
		v.string(),
		v.check((id) => organizations.has(id))
	);
	const date = v.pipe(
		v.string(),
		v.isoDate(),
		v.check((day) => isRealDay(day) && day <= today && day > monthsBefore(today, AGREEMENT_MONTHS))
	);
	return v.object({
		id: v.pipe(v.string(), v.uuid()),
		firstName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
		lastInitial: v.pipe(
			v.string(),
			v.trim(),
			v.toUpperCase(),
			v.transform((letter) => letter.normalize('NFC')),
			v.regex(/^\p{Lu}$/u)
		),
		birthYear: v.pipe(
			v.string(),
			v.trim(),
			v.regex(/^\d{4}$/),
			v.transform(Number),
			v.minValue(years.min),
			v.maxValue(years.max)
		),
		cohort: v.picklist(COHORTS),
		stage: v.picklist(BOARD_STAGES),
		referentId: v.pipe(
			v.string(),
			v.check((id) => members.some((member) => member.id === id && member.role !== 'observer'))
		),
		agreement: v.picklist(['oral', 'signed', 'later']),
		givenOn: shared ? date : v.string(),
		organizationIds: shared ? v.pipe(v.array(organizationId), v.minLength(1)) : v.array(v.string()),
		blockers: v.array(v.picklist(BLOCKER_TYPES)),
		lastName: optional(80),
		phone: v.pipe(optional(30), v.nullable(v.pipe(v.string(), v.regex(/^[+\d][\d ().-]{5,29}$/)))),
		email: v.pipe(optional(120), v.nullable(v.pipe(v.string(), v.email()))),
		similarConfirmed: v.boolean()
	});
}

/** The référent works in my organisation, or in one that the agreement names. */
function mayRefer(values: NewCaseValues, { members, me }: Context, shared: boolean): boolean {
	const referent = members.find(({ id }) => id === values.referentId);
	const own = members.find(({ id }) => id === me);
	if (!referent) return false;
	if (referent.organizationId === own?.organizationId) return true;
	return (
		shared &&
		referent.organizationId !== null &&
		values.organizationIds.includes(referent.organizationId)
	);
}

function fieldsOf(issues: readonly v.BaseIssue<unknown>[]): NewCaseField[] {
	return issues.flatMap((issue) => (issue.path?.[0]?.key as NewCaseField | undefined) ?? []);
}

function isRealDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}

function monthsBefore(day: string, months: number): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCMonth(date.getUTCMonth() - months);
	return date.toISOString().slice(0, 10);
}
