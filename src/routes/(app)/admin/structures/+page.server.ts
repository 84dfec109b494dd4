import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { command } from '$lib/server/app/commands';
import {
	createOrganization,
	listOrganizations,
	setOrganization
} from '$lib/server/database/administration';
import { asCaller } from '$lib/server/database/transaction';
import { OrganizationForm } from '../forms';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const caller = requireCaller(locals);
	const organizations = await asCaller(getApp().databases, caller, listOrganizations).catch(refuse);
	const edited = url.searchParams.get('modifier');
	return {
		organizations,
		edited: organizations.find(({ id }) => id === edited) ?? null,
		newId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	add: command({
		schema: OrganizationForm,
		administrators: true,
		work: createOrganization
	}),
	edit: command({
		schema: OrganizationForm,
		administrators: true,
		work: (tx, { id, ...changes }) => setOrganization(tx, { id, changes }),
		async after() {
			// Its people may have to prove more, and its name may be hidden, wherever they are.
			await getApp().sync.recheck();
		}
	})
};
