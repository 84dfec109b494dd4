import type { Member } from '$lib/domain/member';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const caller = requireCaller(locals);
	const { group, me } = await parent();
	const { sync } = getApp();
	try {
		const [shared, own] = await Promise.all([
			sync.read(caller, `board:${group.id}`),
			sync.read(caller, `board-own:${group.id}:${organizationOf(me)}`)
		]);
		return { shared, own, now: new Date().toISOString() };
	} catch (error) {
		return refuse(error);
	}
};

function organizationOf(me: Member): string {
	return me.organizationId ?? '';
}
