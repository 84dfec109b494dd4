import type { MeetingState } from '$lib/client/meeting-state.svelte';

/** Ids of the items that concern somebody: they present it, lead the case, or have something of it to do. */
export function concerning(
	profileId: string,
	{
		items,
		cases,
		decisions,
		previous
	}: Pick<MeetingState, 'items' | 'cases' | 'decisions' | 'previous'>
): Set<string> {
	const led = cases.filter(({ referentId }) => referentId === profileId);
	const promised = previous.filter(
		({ ownerId, status }) => ownerId === profileId && status !== 'done' && status !== 'dropped'
	);
	const caseIds = new Set([...led, ...promised].map(({ caseId }) => caseId));
	const itemIds = new Set(
		decisions.filter(({ ownerId }) => ownerId === profileId).map(({ itemId }) => itemId)
	);
	return new Set(
		items
			.filter(
				({ id, presenterId, caseId }) =>
					presenterId === profileId || itemIds.has(id) || (caseId !== null && caseIds.has(caseId))
			)
			.map(({ id }) => id)
	);
}
