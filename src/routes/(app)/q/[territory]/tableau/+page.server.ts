import type { Member } from '$lib/domain/member';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import type { PageServerLoad } from './$types';

/** Whether this device hides names: kept in a cookie so that the first draw already hides them. */
const NAMES_COOKIE = 'maillage-names';

export const load: PageServerLoad = async ({ locals, parent, cookies }) => {
	const caller = requireCaller(locals);
	const { group, me } = await parent();
	const { sync } = getApp();
	try {
		const [shared, own] = await Promise.all([
			sync.read(caller, `board:${group.id}`),
			sync.read(caller, `board-own:${group.id}:${organizationOf(me)}`)
		]);
		const namesHidden = cookies.get(NAMES_COOKIE) === 'hidden';
		return { shared, own, namesHidden, now: new Date().toISOString() };
	} catch (error) {
		return refuse(error);
	}
};

function organizationOf(me: Member): string {
	return me.organizationId ?? '';
}
