import type { Member } from '$lib/domain/member';
import { fullNameOf } from '$lib/domain/member';

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
