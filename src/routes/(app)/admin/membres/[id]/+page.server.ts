import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listGroups, listOrganizations } from '$lib/server/database/administration';
import { asCaller } from '$lib/server/database/transaction';
import { findAccount } from './account-commands';
import * as commands from './account-commands';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const caller = requireCaller(locals);
	const { account, groups, organizations } = await asCaller(
		getApp().databases,
		caller,
		async (tx) => ({
			account: await findAccount(tx, params.id),
			groups: await listGroups(tx),
			organizations: await listOrganizations(tx)
		})
	).catch(refuse);
	return {
		account,
		isMe: account.id === caller.profileId,
		groups: groups.map(({ id, name }) => ({ id, name })),
		organizations: organizations.map(({ id, name }) => ({ id, name })),
		newId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	grant: commands.grant,
	change: commands.change,
	end: commands.end,
	employer: commands.employer,
	job: commands.job,
	suspend: commands.suspend,
	lift: commands.lift,
	signOut: commands.signOut,
	removeFactor: commands.removeFactor,
	makeAdministrator: commands.makeAdministrator,
	unmakeAdministrator: commands.unmakeAdministrator
};
