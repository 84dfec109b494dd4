import type { Member } from './member';

/** The organisations of colleagues, by name. Those whose name is not shown are left out. */
export function organizationsOf(members: readonly Member[]): { id: string; name: string }[] {
	const names = new Map<string, string>();
	for (const { organizationId, organization } of members) {
		if (organizationId && organization) names.set(organizationId, organization);
	}
	return [...names]
		.map(([id, name]) => ({ id, name }))
		.sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}
