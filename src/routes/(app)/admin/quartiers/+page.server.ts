import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { command } from '$lib/server/app/commands';
import { createGroup, listGroups, setGroup } from '$lib/server/database/administration';
import { asCaller } from '$lib/server/database/transaction';
import { GroupForm, NewGroupForm, slugOf } from '../forms';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const caller = requireCaller(locals);
	const groups = await asCaller(getApp().databases, caller, listGroups).catch(refuse);
	const edited = url.searchParams.get('modifier');
	return {
		groups,
		edited: groups.find(({ id }) => id === edited) ?? null,
		newId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	add: command({
		schema: NewGroupForm,
		administrators: true,
		work: (tx, group) => createGroup(tx, { ...group, slug: group.slug || slugOf(group.name) })
	}),
	edit: command({
		schema: GroupForm,
		administrators: true,
		work: (tx, { id, ...changes }) => setGroup(tx, { id, changes }),
		async after(_, { id }) {
			await getApp().sync.refresh({ groupIds: [id] });
		}
	})
};
