import type { BlockerType } from './blocker';

/** What is known to lift each type of blocker, in the order in which it is proposed. */
export const LEVERS = {
	mobility: [
		'mobility_platform',
		'mobility_licence',
		'mobility_garage',
		'mobility_carpool',
		'mobility_fare',
		'mobility_route'
	],
	childcare: ['childcare_hours', 'childcare_emergency', 'childcare_mutual', 'childcare_parenting'],
	language: ['language_course', 'language_work', 'language_talk', 'language_plain'],
	housing: ['housing_request', 'housing_deposit', 'housing_condition'],
	health: ['health_checkup', 'health_listening', 'health_rights', 'health_adapt'],
	digital: ['digital_access', 'digital_workshop', 'digital_together', 'digital_equipment'],
	rights: ['rights_contact', 'rights_map', 'rights_relay', 'rights_status', 'rights_nearby'],
	budget: ['budget_simulation', 'budget_fund', 'budget_advice', 'budget_costs'],
	confidence: [
		'confidence_strengths',
		'confidence_mentor',
		'confidence_interview',
		'confidence_group',
		'confidence_meeting'
	],
	qualification: [
		'qualification_placement',
		'qualification_training',
		'qualification_experience',
		'qualification_clause',
		'qualification_forum'
	],
	isolation: [
		'isolation_activity',
		'isolation_network',
		'isolation_outreach',
		'isolation_exchange'
	],
	discrimination: [
		'discrimination_employers',
		'discrimination_skills',
		'discrimination_support',
		'discrimination_rights'
	]
} as const satisfies Record<BlockerType, readonly string[]>;
export type LeverCode = (typeof LEVERS)[BlockerType][number];

/** A lever of the vocabulary. */
export interface Lever {
	code: LeverCode;
	type: BlockerType;
	/** Proposed when somebody raises a blocker of its type. */
	offered: boolean;
}

export function isLeverCode(value: unknown): value is LeverCode {
	return Object.values(LEVERS).some((codes) => (codes as readonly unknown[]).includes(value));
}
