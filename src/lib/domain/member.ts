export const ROLES = ['practitioner', 'facilitator', 'observer'] as const;
export type Role = (typeof ROLES)[number];

/** A professional as colleagues of the group see them. */
export interface Member {
	id: string;
	firstName: string;
	lastName: string;
	jobTitle: string;
	/** Null when the organisation is sensitive and the reader may not know it. */
	organization: string | null;
	organizationId: string | null;
	role: Role;
	/** 1 to 8: one of the avatar colours, stable for the person. */
	color: number;
}

/** Two letters for an avatar, e.g. `AD`. */
export function initialsOf(member: Pick<Member, 'firstName' | 'lastName'>): string {
	return (member.firstName.charAt(0) + member.lastName.charAt(0)).toUpperCase();
}

/** First name and last name as shown to colleagues. */
export function fullNameOf(member: Pick<Member, 'firstName' | 'lastName'>): string {
	return `${member.firstName} ${member.lastName}`.trim();
}
