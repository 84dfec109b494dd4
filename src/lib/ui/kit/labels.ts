import type { ActionStatus } from '$lib/domain/action';
import type { BlockerStatus, BlockerType, RESERVED } from '$lib/domain/blocker';
import type { AgreementForm } from '$lib/domain/case';
import type { Cohort } from '$lib/domain/cohort';
import type { Role } from '$lib/domain/member';
import type { Stage } from '$lib/domain/stage';
import { m } from '$lib/paraglide/messages';

const STAGE: Record<Stage, () => string> = {
	outreach: m.domain_stage_outreach,
	diagnosis: m.domain_stage_diagnosis,
	unblocking: m.domain_stage_unblocking,
	project: m.domain_stage_project,
	employment: m.domain_stage_employment,
	exit: m.domain_stage_exit
};

const COHORT: Record<Cohort, () => string> = {
	youth: m.domain_cohort_youth,
	women: m.domain_cohort_women,
	seniors: m.domain_cohort_seniors
};

const COHORT_LETTER: Record<Cohort, () => string> = {
	youth: m.domain_cohort_letter_youth,
	women: m.domain_cohort_letter_women,
	seniors: m.domain_cohort_letter_seniors
};

const BLOCKER: Record<BlockerType | typeof RESERVED, () => string> = {
	mobility: m.domain_blocker_mobility,
	childcare: m.domain_blocker_childcare,
	language: m.domain_blocker_language,
	housing: m.domain_blocker_housing,
	health: m.domain_blocker_health,
	digital: m.domain_blocker_digital,
	rights: m.domain_blocker_rights,
	budget: m.domain_blocker_budget,
	confidence: m.domain_blocker_confidence,
	qualification: m.domain_blocker_qualification,
	isolation: m.domain_blocker_isolation,
	discrimination: m.domain_blocker_discrimination,
	reserved: m.domain_blocker_reserved
};

/** Names that fit a card, where they differ. */
const SHORT_BLOCKER: Partial<typeof BLOCKER> = {
	childcare: m.domain_blocker_short_childcare,
	rights: m.domain_blocker_short_rights,
	confidence: m.domain_blocker_short_confidence
};

const BLOCKER_STATUS: Record<BlockerStatus, () => string> = {
	open: m.domain_blocker_status_open,
	in_progress: m.domain_blocker_status_in_progress,
	stuck: m.domain_blocker_status_stuck,
	lifted: m.domain_blocker_status_lifted
};

const ACTION_STATUS: Record<ActionStatus, () => string> = {
	todo: m.domain_action_status_todo,
	in_progress: m.domain_action_status_in_progress,
	stuck: m.domain_action_status_stuck,
	done: m.domain_action_status_done,
	dropped: m.domain_action_status_dropped
};

const ROLE: Record<Role, () => string> = {
	practitioner: m.domain_role_practitioner,
	facilitator: m.domain_role_facilitator,
	observer: m.domain_role_observer
};

const AGREEMENT: Record<AgreementForm, () => string> = {
	oral: m.domain_agreement_oral,
	signed: m.domain_agreement_signed
};

export const stageLabel = (stage: Stage): string => STAGE[stage]();
export const cohortLabel = (cohort: Cohort): string => COHORT[cohort]();
export const cohortLetter = (cohort: Cohort): string => COHORT_LETTER[cohort]();
export const blockerLabel = (type: BlockerType | typeof RESERVED): string => BLOCKER[type]();
export const shortBlockerLabel = (type: BlockerType | typeof RESERVED): string =>
	(SHORT_BLOCKER[type] ?? BLOCKER[type])();
export const blockerStatusLabel = (status: BlockerStatus): string => BLOCKER_STATUS[status]();
export const actionStatusLabel = (status: ActionStatus): string => ACTION_STATUS[status]();
export const roleLabel = (role: Role): string => ROLE[role]();
export const agreementLabel = (form: AgreementForm): string => AGREEMENT[form]();
