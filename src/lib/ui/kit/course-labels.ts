/** What the words of a course are called. */
import type {
	CheckAnswer,
	CheckKind,
	ClosingReason,
	EmployerKind,
	EntryChoice,
	OutcomeKind,
	SchemeCode
} from '$lib/domain/course';
import { m } from '$lib/paraglide/messages';

const OUTCOME: Record<OutcomeKind, () => string> = {
	training: m.course_outcome_training,
	certified_training: m.course_outcome_certified_training,
	internship: m.course_outcome_internship,
	immersion: m.course_outcome_immersion,
	civic_service: m.course_outcome_civic_service,
	temp_work: m.course_outcome_temp_work,
	cddi: m.course_outcome_cddi,
	apprenticeship: m.course_outcome_apprenticeship,
	fixed_term: m.course_outcome_fixed_term,
	permanent: m.course_outcome_permanent,
	business_creation: m.course_outcome_business_creation,
	active_search: m.course_outcome_active_search,
	remobilisation: m.course_outcome_remobilisation
};

const EMPLOYER: Record<EmployerKind, () => string> = {
	company: m.course_employer_company,
	public: m.course_employer_public,
	insertion: m.course_employer_insertion,
	association: m.course_employer_association,
	self: m.course_employer_self,
	other: m.course_employer_other
};

const CHECK: Record<CheckKind, () => string> = {
	entry: m.course_check_entry,
	month1: m.course_check_month1,
	month3: m.course_check_month3,
	month6: m.course_check_month6
};

const ANSWER: Record<CheckAnswer, () => string> = {
	yes: m.course_answer_yes,
	no: m.course_answer_no,
	unknown: m.course_answer_unknown
};

const SCHEME: Record<SchemeCode, () => string> = {
	youth_contract: m.course_scheme_youth_contract,
	second_chance: m.course_scheme_second_chance,
	epide: m.course_scheme_epide,
	plie: m.course_scheme_plie,
	global_support: m.course_scheme_global_support,
	insertion: m.course_scheme_insertion
};

const CHOICE: Record<EntryChoice, () => string> = {
	kept: m.course_choice_kept,
	not_followed: m.course_choice_not_followed
};

const REASON: Record<ClosingReason, () => string> = {
	lasting_job: m.course_reason_lasting_job,
	mainstream_services: m.course_reason_mainstream_services,
	moved_away: m.course_reason_moved_away,
	no_longer_wishes: m.course_reason_no_longer_wishes,
	no_news: m.course_reason_no_news,
	other: m.course_reason_other
};

export const outcomeLabel = (kind: OutcomeKind): string => OUTCOME[kind]();
export const employerLabel = (kind: EmployerKind): string => EMPLOYER[kind]();
export const checkLabel = (kind: CheckKind): string => CHECK[kind]();
export const answerLabel = (answer: CheckAnswer): string => ANSWER[answer]();
export const schemeLabel = (scheme: SchemeCode): string => SCHEME[scheme]();
export const choiceLabel = (choice: EntryChoice): string => CHOICE[choice]();
export const reasonLabel = (reason: ClosingReason): string => REASON[reason]();
