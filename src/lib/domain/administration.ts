import type { BlockerType } from './blocker';
import type { Role } from './member';

export const ORGANIZATION_KINDS = [
	'ccas',
	'local_mission',
	'employment_service',
	'plie',
	'neighbourhood_company',
	'association',
	'state',
	'social_centre',
	'coordination'
] as const;
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** An employer as administrators keep it. */
export interface AdministeredOrganization {
	id: string;
	name: string;
	kind: OrganizationKind;
	/** Its very name reveals health or justice. */
	sensitive: boolean;
	/** Its people set up a second factor before anything opens. */
	secondFactor: boolean;
	accounts: number;
}

/** A territory and its group as administrators keep them: of cases, how many. */
export interface AdministeredGroup {
	id: string;
	slug: string;
	name: string;
	commune: string;
	officialCode: string;
	referencePrefix: string;
	meetingIntervalWeeks: number;
	members: number;
	observers: number;
	cases: number;
}

export interface AdministeredBlockerType {
	code: BlockerType;
	family: 'living' | 'rights' | 'skills' | 'person' | 'society';
	/** Named inside the circle only. */
	restricted: boolean;
	/** Proposed by forms. */
	offered: boolean;
}

/** A mandate that is not over. */
export interface AdministeredMandate {
	id: string;
	groupId: string;
	territory: string;
	role: Role;
	/** ISO date-times. */
	startsAt: string;
	endsAt: string | null;
}

/** An account as administrators keep it. */
export interface Account {
	id: string;
	firstName: string;
	lastName: string;
	email: string | null;
	jobTitle: string;
	organizationId: string;
	organization: string;
	administrator: boolean;
	/** Whether they have a second factor. */
	secondFactor: boolean;
	/** Null unless suspended now. */
	bannedUntil: Date | null;
	/** Null: never. */
	lastSeenAt: Date | null;
	createdAt: Date;
	mandates: AdministeredMandate[];
}
