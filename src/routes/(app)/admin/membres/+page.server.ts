import type { Account } from '$lib/domain/administration';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { invitationCommands } from '$lib/server/app/invitation-commands';
import { listAccounts, listGroups, listOrganizations } from '$lib/server/database/administration';
import { listInvitations } from '$lib/server/database/invitations';
import { asCaller } from '$lib/server/database/transaction';
import { plain } from '../forms';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const caller = requireCaller(locals);
	const read = (name: string): string => url.searchParams.get(name) ?? '';
	const filter = {
		words: read('recherche'),
		groupId: read('quartier'),
		organizationId: read('structure')
	};
	const { accounts, invitations, groups, organizations } = await asCaller(
		getApp().databases,
		caller,
		async (tx) => ({
			accounts: await listAccounts(tx),
			invitations: await listInvitations(tx, null),
			groups: await listGroups(tx),
			organizations: await listOrganizations(tx)
		})
	).catch(refuse);
	return {
		filter,
		total: accounts.length,
		accounts: accounts.filter((account) => isFound(account, filter)),
		invitations: invitations.filter(({ state }) => state === 'open' || state === 'expired'),
		groups: groups.map(({ id, name }) => ({ id, name })),
		organizations: organizations.map(({ id, name }) => ({ id, name })),
		newId: crypto.randomUUID()
	};
};

const invitations = invitationCommands({ administrators: true });
export const actions: Actions = {
	invite: invitations.invite,
	renew: invitations.renew,
	revoke: invitations.revoke
};

/** Whether every word stands in the name, the address or the organisation, accents aside. */
function isFound(
	account: Account,
	{ words, groupId, organizationId }: { words: string; groupId: string; organizationId: string }
): boolean {
	const { firstName, lastName, email, organization, mandates } = account;
	const text = plain([firstName, lastName, email, organization].join(' '));
	return (
		plain(words)
			.split(/\s+/)
			.every((word) => text.includes(word)) &&
		(groupId === '' || mandates.some((mandate) => mandate.groupId === groupId)) &&
		(organizationId === '' || account.organizationId === organizationId)
	);
}
