/** Tables of the course of a case. */
import type { Generated } from 'kysely';
import type { Cohort } from '$lib/domain/cohort';
import type {
	CheckAnswer,
	CheckKind,
	ClosingReason,
	EmployerKind,
	EntryChoice,
	OutcomeKind,
	SchemeCode
} from '$lib/domain/course';
import type { Stage } from '$lib/domain/stage';
import type { GeneratedTimestamp, NullableTimestamp } from './schema-columns';

export interface CaseClosings {
	id: string;
	case_id: string;
	group_id: string;
	reason: ClosingReason;
	outcome_id: string | null;
	closed_on: string;
	words: Generated<string>;
	keep_until: string;
	closed_by: string;
	closed_at: GeneratedTimestamp;
	reopened_at: NullableTimestamp;
	reopened_by: string | null;
	reopen_reason: string | null;
	reopened_stage: Stage | null;
}

export interface CaseSchemes {
	id: string;
	case_id: string;
	group_id: string;
	scheme: SchemeCode;
	since: string;
	until: string | null;
	created_by: string;
	created_at: GeneratedTimestamp;
}

export interface CohortRules {
	cohort: Cohort;
	min_age: number | null;
	max_age: number | null;
}

export interface EntryDecisions {
	id: string;
	case_id: string;
	group_id: string;
	rule: string;
	decision: EntryChoice;
	words: string;
	decided_by: string;
	decided_at: GeneratedTimestamp;
}

export interface Outcomes {
	id: string;
	case_id: string;
	group_id: string;
	kind: OutcomeKind;
	employer_kind: EmployerKind | null;
	starts_on: string;
	ends_on: string | null;
	words: Generated<string>;
	created_by: string;
	created_at: GeneratedTimestamp;
}

export interface PlacementChecks {
	id: Generated<string>;
	case_id: string;
	group_id: string;
	outcome_id: string;
	kind: CheckKind;
	due_on: string;
	answer: CheckAnswer | null;
	words: Generated<string>;
	answered_at: NullableTimestamp;
	answered_by: string | null;
	created_at: GeneratedTimestamp;
}

export interface Schemes {
	code: SchemeCode;
	excludes: boolean;
	position: number;
}
