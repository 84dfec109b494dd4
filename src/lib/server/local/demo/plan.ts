import { createHash } from 'node:crypto';
import type { Calendar } from './calendar';
import type { DemoCase } from './demo-case';
import { MEMBERS, type MemberKey, type OrganizationKey } from './team';

/** What every part of the demo group needs to know to make its rows. */
export interface Plan {
	calendar: Calendar;
	groupId: string;
	/** Ids of the accounts. */
	profileIds: Record<MemberKey, string>;
}

/** A row as PostgreSQL reads it from JSON. */
export type Row = Record<string, string | number | boolean | null>;

/** The rows of one table. */
export interface Rows {
	table: string;
	rows: Row[];
}

/** The UUID of a thing of the demo group: the same at each loading. */
export function demoId(key: string): string {
	const hex = createHash('sha256').update(`maillage demo ${key}`).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32)
	].join('-');
}

export function caseIdOf({ reference }: Pick<DemoCase, 'reference'>): string {
	return demoId(`case ${reference}`);
}

export function organizationIdOf(key: OrganizationKey): string {
	return demoId(`organization ${key}`);
}

/** The organisation that a member works for. */
export function employerOf(member: MemberKey): OrganizationKey {
	return MEMBERS[member].organization;
}
