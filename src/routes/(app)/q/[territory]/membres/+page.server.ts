import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { invitationCommands } from '$lib/server/app/invitation-commands';
import { listInvitations } from '$lib/server/database/invitations';
import { listGroupOrganizations, listMemberStarts } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const { starts, invites } = await asCaller(getApp().databases, caller, async (tx) => ({
		starts: await listMemberStarts(tx, group.id),
		// Only facilitators invite: nobody else is told whom they invited.
		invites:
			group.role === 'facilitator'
				? {
						invitations: await listInvitations(tx, group.id),
						organizations: await listGroupOrganizations(tx, group.id),
						newId: crypto.randomUUID()
					}
				: null
	})).catch(refuse);
	return {
		since: Object.fromEntries(starts.map(({ profileId, since }) => [profileId, since])),
		invites: invites && {
			...invites,
			invitations: invites.invitations.filter(
				({ state }) => state === 'open' || state === 'expired'
			)
		}
	};
};

const invitations = invitationCommands({ administrators: false });
export const actions: Actions = {
	invite: invitations.invite,
	renew: invitations.renew,
	revoke: invitations.revoke
};
