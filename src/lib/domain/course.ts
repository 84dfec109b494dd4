import type { Cohort } from './cohort';
import type { Stage } from './stage';

export const OUTCOME_KINDS = [
	'training',
	'certified_training',
	'internship',
	'immersion',
	'civic_service',
	'temp_work',
	'cddi',
	'apprenticeship',
	'fixed_term',
	'permanent',
	'business_creation',
	'active_search',
	'remobilisation'
] as const;
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

export const EMPLOYER_KINDS = [
	'company',
	'public',
	'insertion',
	'association',
	'self',
	'other'
] as const;
export type EmployerKind = (typeof EMPLOYER_KINDS)[number];

export type CheckKind = 'entry' | 'month1' | 'month3' | 'month6';

export const CHECK_ANSWERS = ['yes', 'no', 'unknown'] as const;
export type CheckAnswer = (typeof CHECK_ANSWERS)[number];

export const SCHEME_CODES = [
	'youth_contract',
	'second_chance',
	'epide',
	'plie',
	'global_support',
	'insertion'
] as const;
export type SchemeCode = (typeof SCHEME_CODES)[number];

export const ENTRY_CHOICES = ['kept', 'not_followed'] as const;
export type EntryChoice = (typeof ENTRY_CHOICES)[number];

export const CLOSING_REASONS = [
	'lasting_job',
	'mainstream_services',
	'moved_away',
	'no_longer_wishes',
	'no_news',
	'other'
] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];

/** Months for which a case is kept once it is closed. */
export const RETENTION_MONTHS = 24;

/** The day until which a case is kept that is closed on a day; both ISO dates. As in SQL, a month that is too short ends sooner. */
export function keptUntil(closedOn: string): string {
	const [year = 0, month = 0, day = 0] = closedOn.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + RETENTION_MONTHS, 0)).getUTCDate();
	const until = new Date(Date.UTC(year, month - 1 + RETENTION_MONTHS, Math.min(day, last)));
	return until.toISOString().slice(0, 10);
}

/** What came of a follow-up. Dates are ISO dates. */
export interface Outcome {
	id: string;
	kind: OutcomeKind;
	employerKind: EmployerKind | null;
	startsOn: string;
	endsOn: string | null;
	words: string;
	byId: string;
}

/** A day on which somebody asks whether a job or a training goes on. */
export interface PlacementCheck {
	id: string;
	outcomeId: string;
	kind: CheckKind;
	/** ISO date. */
	dueOn: string;
	answer: CheckAnswer | null;
	words: string;
	/** ISO date. */
	answeredOn: string | null;
	answeredById: string | null;
}

/** A public scheme that the person is or was in. */
interface CaseScheme {
	id: string;
	scheme: SchemeCode;
	/** It follows the person by itself. */
	excludes: boolean;
	since: string;
	until: string | null;
}

/** What somebody decided of a rule that a case does not meet. */
interface EntryDecision {
	id: string;
	rule: string;
	decision: EntryChoice;
	words: string;
	byId: string;
	/** ISO date-time. */
	at: string;
}

/** How the follow-up ended; `reopenedAt` null: it still has. */
export interface CaseClosing {
	id: string;
	reason: ClosingReason;
	outcomeId: string | null;
	/** ISO dates. */
	closedOn: string;
	keepUntil: string;
	words: string;
	byId: string;
	/** ISO date-times. */
	at: string;
	reopenedAt: string | null;
	reopenedById: string | null;
	reopenReason: string | null;
}

interface StageChange {
	from: Stage;
	to: Stage;
	byId: string | null;
	/** ISO date-time. */
	at: string;
}

/** The course of a case, as its circle sees it. */
export interface CaseCourse {
	/** Oldest first. */
	stages: StageChange[];
	/** Latest first. */
	outcomes: Outcome[];
	/** By day. */
	checks: PlacementCheck[];
	schemes: CaseScheme[];
	entry: { birthYear: number; minAge: number | null; maxAge: number | null };
	/** Oldest first. */
	decisions: EntryDecision[];
	/** Oldest first. */
	closings: CaseClosing[];
}

/** The closing that stands, or null. */
export function closingOf({ closings }: Pick<CaseCourse, 'closings'>): CaseClosing | null {
	return closings.find(({ reopenedAt }) => reopenedAt === null) ?? null;
}

/** A stretch of time in one stage. */
interface StagePeriod {
	stage: Stage;
	/** ISO date-times; `until` null: now. */
	from: string;
	until: string | null;
	/** Who moved the case there; null for the first and for the server. */
	byId: string | null;
}

/** The stages that a case went through, oldest first. */
export function stagePeriods({
	stages,
	stage,
	createdAt
}: {
	stages: readonly StageChange[];
	/** Where it is now. */
	stage: Stage;
	createdAt: string;
}): StagePeriod[] {
	const first: StagePeriod = {
		stage: stages[0]?.from ?? stage,
		from: createdAt,
		until: stages[0]?.at ?? null,
		byId: null
	};
	return [
		first,
		...stages.map(({ to, at, byId }, index) => ({
			stage: to,
			from: at,
			until: stages[index + 1]?.at ?? null,
			byId
		}))
	];
}

/** Ages for which a cohort is meant; null: no limit. */
export interface CohortRule {
	cohort: Cohort;
	minAge: number | null;
	maxAge: number | null;
}

type AgeWarning = { limit: 'min' | 'max'; age: number };

/**
 * Whether a person is outside the ages of a cohort. Only the year of birth is known: it warns when both ages that the
 * person may have in `year` are outside.
 */
export function ageWarning({
	birthYear,
	year,
	minAge,
	maxAge
}: {
	birthYear: number;
	year: number;
	minAge: number | null;
	maxAge: number | null;
}): AgeWarning | null {
	const oldest = year - birthYear;
	if (minAge !== null && oldest < minAge) return { limit: 'min', age: minAge };
	if (maxAge !== null && oldest - 1 > maxAge) return { limit: 'max', age: maxAge };
	return null;
}

/** A rule that a case does not meet; `decision` says what somebody decided of it last. */
export interface EntryWarning {
	/** `age`, or `scheme:<code>`: what a decision is about. */
	rule: string;
	age: AgeWarning | null;
	scheme: SchemeCode | null;
	decision: EntryDecision | null;
}

/** The rules of entry that a case does not meet in `year`. They warn; a human decides. */
export function entryWarnings(
	{ entry, schemes, decisions }: Pick<CaseCourse, 'entry' | 'schemes' | 'decisions'>,
	year: number
): EntryWarning[] {
	const decided = (rule: string): EntryDecision | null =>
		decisions.findLast((decision) => decision.rule === rule) ?? null;
	const age = ageWarning({ ...entry, year });
	const excluding = schemes.filter(({ excludes, until }) => excludes && until === null);
	return [
		...(age ? [{ rule: 'age', age, scheme: null, decision: decided('age') }] : []),
		...excluding.map(({ scheme }) => {
			const rule = `scheme:${scheme}`;
			return { rule, age: null, scheme, decision: decided(rule) };
		})
	];
}
