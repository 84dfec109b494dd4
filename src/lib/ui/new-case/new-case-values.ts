/** What is typed in the form of a new case, as text. */
export interface NewCaseValues {
	/** Made with the page, so that sending twice creates one case. */
	id: string;
	firstName: string;
	lastInitial: string;
	birthYear: string;
	cohort: string;
	stage: string;
	referentId: string;
	/** `oral`, `signed`, `later`, or empty. */
	agreement: string;
	givenOn: string;
	organizationIds: string[];
	blockers: string[];
	lastName: string;
	phone: string;
	email: string;
	/** The person is not one of those already followed under the same first name and year. */
	similarConfirmed: boolean;
}

export type NewCaseField = keyof NewCaseValues;
