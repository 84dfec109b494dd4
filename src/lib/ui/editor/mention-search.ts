import type { CalledOrganization } from '$lib/domain/callable';
import type { Member } from '$lib/domain/member';
import { fullNameOf } from '$lib/domain/member';

/** Somebody, or an organisation, that `@` proposes. */
export type Mentionable =
	| { kind: 'person'; id: string; label: string; member: Member }
	| { kind: 'organization'; id: string; label: string; organization: CalledOrganization };

/** Organisations among the proposals. */
const ORGANIZATIONS_MAX = 2;

/** Proposals shown at once. */
export const PROPOSALS_MAX = 6;

/** Text without accents nor capitals, as people type in a hurry. */
function plainOf(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase();
}

/** Colleagues whose name or organisation has a word that begins with what is typed, people of the circle first. */
export function findMentionable(
	members: readonly Member[],
	{ query, circleIds }: { query: string; circleIds: readonly string[] | null }
): Member[] {
	const typed = plainOf(query.trim());
	const inside = (member: Member): number =>
		circleIds === null || circleIds.includes(member.id) ? 0 : 1;
	return members
		.filter((member) => {
			const words = plainOf(`${fullNameOf(member)} ${member.organization ?? ''}`);
			return ` ${words}`.includes(` ${typed}`);
		})
		.sort((a, b) => inside(a) - inside(b) || fullNameOf(a).localeCompare(fullNameOf(b), 'fr'))
		.slice(0, PROPOSALS_MAX);
}

/** What `@` proposes: colleagues, then organisations by their name once something is typed. */
export function findProposals(
	{
		members,
		organizations
	}: { members: readonly Member[]; organizations: readonly CalledOrganization[] },
	{ query, circleIds }: { query: string; circleIds: readonly string[] | null }
): Mentionable[] {
	const typed = plainOf(query.trim());
	const called = organizations
		.filter(({ name }) => typed !== '' && ` ${plainOf(name)}`.includes(` ${typed}`))
		.slice(0, ORGANIZATIONS_MAX)
		.map((organization) => ({
			kind: 'organization' as const,
			id: organization.id,
			label: organization.name,
			organization
		}));
	const people = findMentionable(members, { query, circleIds })
		.slice(0, PROPOSALS_MAX - called.length)
		.map((member) => ({
			kind: 'person' as const,
			id: member.id,
			label: fullNameOf(member),
			member
		}));
	return [...people, ...called];
}
