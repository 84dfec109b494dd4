import { organizationsOf } from '$lib/domain/organizations';
import { dayOf } from '$lib/ui/kit/dates';
import { partsOf } from '$lib/ui/case/sheet-parts';
import { readCaseToPrint } from '../case-to-print';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { group, members } = await event.parent();
	const facts = await readCaseToPrint(event, group.id);
	return {
		facts,
		members,
		organizations: organizationsOf(members),
		parts: partsOf(event.url.searchParams),
		today: dayOf(new Date())
	};
};
