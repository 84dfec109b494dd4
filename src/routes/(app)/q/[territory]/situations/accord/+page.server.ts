import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
	// A browser may ask for this part alone: the group still has to be open to it.
	await parent();
};
