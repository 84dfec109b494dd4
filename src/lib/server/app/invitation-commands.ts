/** Inviting somebody, the same for administrators and for the facilitators of a group. */
import * as v from 'valibot';
import type { InvitationLetter } from '$lib/domain/invitation';
import { ROLES } from '$lib/domain/member';
import {
	createInvitation,
	newInvitationToken,
	renewInvitation,
	revokeInvitation
} from '$lib/server/database/invitations';
import { findGroupBySlug } from '$lib/server/database/members';
import { invitationMail } from '$lib/server/mail/invitation-mail';
import { getApp } from './app';
import { command } from './commands';

/** Longest address of an e-mail, in characters (RFC 5321). */
const EMAIL_MAX = 254;

const Id = v.pipe(v.string('choice'), v.uuid('choice'));
const Address = v.pipe(
	v.string('missing'),
	v.trim(),
	v.toLowerCase(),
	v.minLength(1, 'missing'),
	v.maxLength(EMAIL_MAX, 'email'),
	v.email('email')
);

/** The fields that invite; the group stands in the form of an administrator, in the address of a facilitator's page. */
const InvitationForm = v.object({
	id: Id,
	email: Address,
	organizationId: Id,
	role: v.picklist(ROLES, 'choice')
});

/** The actions `invite`, `renew` and `revoke` of a page. */
export function invitationCommands({ administrators }: { administrators: boolean }) {
	const invite = administrators
		? command({
				schema: v.object({ ...InvitationForm.entries, groupId: Id }),
				administrators,
				async work(tx, input) {
					const { token, tokenHash } = newInvitationToken();
					return { token, letter: await createInvitation(tx, { ...input, tokenHash }) };
				},
				after: send
			})
		: command({
				schema: InvitationForm,
				administrators,
				async work(tx, input, { params }) {
					const group = await findGroupBySlug(tx, params['territory'] ?? '');
					const { token, tokenHash } = newInvitationToken();
					const letter = await createInvitation(tx, { ...input, groupId: group.id, tokenHash });
					return { token, letter };
				},
				after: send
			});
	return {
		invite,
		renew: command({
			schema: v.object({ id: Id }),
			administrators,
			async work(tx, { id }) {
				const { token, tokenHash } = newInvitationToken();
				return { token, letter: await renewInvitation(tx, { id, tokenHash }) };
			},
			after: send
		}),
		revoke: command({
			schema: v.object({ id: Id }),
			administrators,
			work: (tx, { id }) => revokeInvitation(tx, id)
		})
	};
}

/** The invitation stands whether or not its e-mail leaves: the page then offers to send it again. */
async function send({
	token,
	letter
}: {
	token: string;
	letter: InvitationLetter;
}): Promise<{ sentTo: string; sent: boolean }> {
	const { mail, settings, log } = getApp();
	const link = `${settings.publicUrl}/invitation/${token}`;
	try {
		await mail.send(invitationMail({ ...letter, link }));
		return { sentTo: letter.email, sent: true };
	} catch (cause) {
		// Its message may hold the address: only its code is for the log.
		const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
		log.error({ code }, 'an invitation could not be sent');
		return { sentTo: letter.email, sent: false };
	}
}
