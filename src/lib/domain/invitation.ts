import type { Role } from './member';

export const INVITATION_STATES = ['open', 'expired', 'accepted', 'revoked'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** An invitation as those who may invite see it. It never says whether its address has an account. */
export interface Invitation {
	id: string;
	email: string;
	/** Null when the organisation is sensitive and the reader may not know it. */
	organization: string | null;
	role: Role;
	territory: string;
	/** First name and last name. */
	invitedBy: string;
	createdAt: Date;
	expiresAt: Date;
	state: InvitationState;
}

/** What the e-mail of an invitation says: no organisation, whose name may be sensitive. */
export interface InvitationLetter {
	email: string;
	territory: string;
	role: Role;
	/** First name and last name. */
	inviter: string;
	/** How long its link works. */
	days: number;
}
