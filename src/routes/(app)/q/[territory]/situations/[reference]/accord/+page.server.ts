import { organizationsOf } from '$lib/domain/organizations';
import { readCaseToPrint } from '../case-to-print';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { group, members } = await event.parent();
	const facts = await readCaseToPrint(event, group.id);
	const named = new Set(facts.agreement?.organizationIds ?? [facts.organizationId]);
	return {
		facts,
		organizations: organizationsOf(members).flatMap(({ id, name }) => (named.has(id) ? [name] : []))
	};
};
