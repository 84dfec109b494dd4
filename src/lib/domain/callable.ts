import type { Member } from './member';

/** An organisation that may be called to a case. */
export interface CalledOrganization {
	id: string;
	name: string;
	/** Its people of the group; those who would read, and those who would only be told. */
	readers: Member[];
	told: Member[];
}

/**
 * Organisations that may be called, by name: those that everybody in the group knows by name (`named`, as the document
 * tells them, no sensitive one), and those of the circle. `circleIds` null: everybody reads. `onlyId`: the
 * organisation of a case that is not shared.
 */
export function callableOrganizations(
	members: readonly Member[],
	{
		named,
		circleIds,
		meId,
		onlyId
	}: {
		named: readonly Member[];
		circleIds: readonly string[] | null;
		meId: string;
		onlyId: string | null;
	}
): CalledOrganization[] {
	const known = new Set(
		named.flatMap(({ organization, organizationId }) =>
			organization && organizationId ? [organizationId] : []
		)
	);
	const found = new Map<string, CalledOrganization>();
	for (const member of members) {
		const { organization: name, organizationId: id, role } = member;
		if (!name || !id || member.id === meId || role === 'observer') continue;
		const reads = circleIds === null || circleIds.includes(member.id);
		const called = found.get(id) ?? { id, name, readers: [], told: [] };
		called[reads ? 'readers' : 'told'].push(member);
		found.set(id, called);
	}
	return [...found.values()]
		.filter(({ id, readers }) => known.has(id) || readers.length > 0)
		.filter(({ id }) => onlyId === null || id === onlyId)
		.sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}
