import { daysBetween } from './agenda-calendar';
import type { AgreementForm } from './case';

/** An agreement of the person, in force or not, as the circle reads it. */
export interface Agreement {
	id: string;
	form: AgreementForm;
	/** ISO dates. */
	givenOn: string;
	expiresOn: string;
	recordedBy: string;
	/** ISO date-times. */
	createdAt: string;
	withdrawnAt: string | null;
	replacedAt: string | null;
	organizations: NamedOrganization[];
}

/** An organisation that an agreement names; `form` and `givenOn` when it was named after the others. */
interface NamedOrganization {
	id: string;
	form: AgreementForm | null;
	givenOn: string | null;
	withdrawnAt: string | null;
}

/** A stay in the circle that has ended. */
export interface PastMember {
	profileId: string;
	/** ISO date-times. */
	from: string;
	to: string;
	reason: string;
}

/** How a case was shared until now: agreements and past members, latest first. */
export interface SharingHistory {
	agreements: Agreement[];
	past: PastMember[];
}

export type AgreementState = 'in_force' | 'withdrawn' | 'replaced' | 'expired';

/** Days before it expires at which an agreement is to renew, as the tables have it. */
const AGREEMENT_NOTICE_DAYS = 15;

/** Where an agreement stands on `today` (ISO date). */
export function stateOfAgreement(
	agreement: Pick<Agreement, 'withdrawnAt' | 'replacedAt' | 'expiresOn'>,
	today: string
): AgreementState {
	if (agreement.withdrawnAt !== null) return 'withdrawn';
	if (agreement.replacedAt !== null) return 'replaced';
	return agreement.expiresOn > today ? 'in_force' : 'expired';
}

/** Whether an agreement that expires on `expiresOn` is to renew on `today` (ISO dates). */
export function isExpiringSoon(expiresOn: string, today: string): boolean {
	return daysBetween(today, expiresOn) <= AGREEMENT_NOTICE_DAYS;
}
