import { error } from '@sveltejs/kit';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listMembers } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params, parent }) => {
	const { groups } = await parent();
	const group = groups.find(({ slug }) => slug === params.territory);
	if (!group) error(404, { code: 'not_found', message: 'not_found' });
	// An observer sees no board, no case, no agenda: the shell says what is open to them.
	if (group.role === 'observer') error(403, { code: 'not_allowed', message: 'not_allowed' });
	const caller = requireCaller(locals);
	const members = await asCaller(getApp().databases, caller, (tx) =>
		listMembers(tx, group.id)
	).catch(refuse);
	return { group, members };
};
