import type { InvitationLetter } from '$lib/domain/invitation';
import type { Role } from '$lib/domain/member';
import { m } from '$lib/paraglide/messages';
import type { Mail } from './mailer';

const ROLE_NAMES: Record<Role, () => string> = {
	practitioner: m.domain_role_practitioner,
	facilitator: m.domain_role_facilitator,
	observer: m.domain_role_observer
};

/**
 * Writes the message that carries the link of an invitation, in the language of the request. It names a colleague and a
 * territory: no organisation and no case.
 */
export function invitationMail({
	email,
	role,
	...letter
}: InvitationLetter & { link: string }): Mail {
	return {
		to: email,
		subject: m.mail_invitation_subject({ territory: letter.territory }),
		text: m.mail_invitation_text({ ...letter, role: ROLE_NAMES[role]() })
	};
}
