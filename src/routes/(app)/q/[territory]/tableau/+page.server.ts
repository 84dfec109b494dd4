import type { Member } from '$lib/domain/member';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { asCaller } from '$lib/server/database/transaction';
import { listGroupNews } from '$lib/server/database/visits';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const caller = requireCaller(locals);
	const { group, me } = await parent();
	const { databases, sync } = getApp();
	try {
		const [shared, own, news] = await Promise.all([
			sync.read(caller, `board:${group.id}`),
			sync.read(caller, `board-own:${group.id}:${organizationOf(me)}`),
			asCaller(databases, caller, (tx) => listGroupNews(tx, group.id))
		]);
		return { shared, own, news, now: new Date().toISOString() };
	} catch (error) {
		return refuse(error);
	}
};

function organizationOf(me: Member): string {
	return me.organizationId ?? '';
}
