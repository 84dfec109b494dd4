import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { command } from '$lib/server/app/commands';
import { listBlockerTypes, listGroups, setBlockerType } from '$lib/server/database/administration';
import { asCaller } from '$lib/server/database/transaction';
import { listLevers, setLever } from '$lib/server/database/vocabulary';
import { BlockerTypeForm, LeverForm } from '../forms';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const caller = requireCaller(locals);
	return asCaller(getApp().databases, caller, async (tx) => ({
		types: await listBlockerTypes(tx),
		levers: await listLevers(tx)
	})).catch(refuse);
};

export const actions: Actions = {
	lever: command({ schema: LeverForm, administrators: true, work: setLever }),
	edit: command({
		schema: BlockerTypeForm,
		administrators: true,
		async work(tx, { code, ...changes }) {
			await setBlockerType(tx, { code, changes });
			return listGroups(tx);
		},
		async after(groups) {
			// Boards name the type, or no longer do, at once.
			await getApp().sync.refresh({ groupIds: groups.map(({ id }) => id) });
			await getApp().sync.recheck();
		}
	})
};
