export const COHORTS = ['youth', 'women', 'seniors'] as const;
export type Cohort = (typeof COHORTS)[number];

export function isCohort(value: unknown): value is Cohort {
	return (COHORTS as readonly unknown[]).includes(value);
}
