import { requireCaller } from '$lib/server/access/session';
import type { PageServerLoad } from './$types';

/** Nothing of its own to show: keys are chosen on each device. Answers 401 to nobody. */
export const load: PageServerLoad = ({ locals }) => {
	requireCaller(locals);
};
