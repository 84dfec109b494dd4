import { expect, test } from 'vitest';
import type { Member } from '$lib/domain/member';
import { findMentionable, findProposals, PROPOSALS_MAX } from './mention-search';

test('accents and capitals do not matter, any word of the name or organisation does', () => {
	const members = [
		member('a', 'Léa', 'Marchand'),
		member('b', 'Karim', 'Belhadj', 'France Travail')
	];
	expect(ids(members, 'lea')).toEqual(['a']);
	expect(ids(members, 'MARCH')).toEqual(['a']);
	expect(ids(members, 'trav')).toEqual(['b']);
	expect(ids(members, 'elhadj')).toEqual([]);
});

test('people of the circle come first, then names in order', () => {
	const members = [member('a', 'Zoé', 'A'), member('b', 'Bruno', 'B'), member('c', 'Anna', 'C')];
	expect(ids(members, '', ['a'])).toEqual(['a', 'c', 'b']);
});

test('no more proposals than fit', () => {
	const members = Array.from({ length: 20 }, (_, index) => member(String(index), 'Ana', 'Dupont'));
	expect(ids(members, 'a')).toHaveLength(PROPOSALS_MAX);
});

function ids(members: Member[], query: string, circleIds: string[] | null = null): string[] {
	return findMentionable(members, { query, circleIds }).map(({ id }) => id);
}

function member(id: string, firstName: string, lastName: string, organization = 'CCAS'): Member {
	return {
		id,
		firstName,
		lastName,
		organization,
		organizationId: organization,
		jobTitle: '',
		role: 'practitioner',
		color: 1
	};
}

test('an organisation is proposed by its name, after the colleagues, once something is typed', () => {
	const members = [member('a', 'Cécile', 'A'), member('b', 'Bruno', 'B', 'Mission')];
	const organizations = [{ id: 'o', name: 'CCAS', readers: members, told: [] }];
	const proposed = (query: string): string[] =>
		findProposals({ members, organizations }, { query, circleIds: null }).map(({ id }) => id);
	expect(proposed('cca')).toEqual(['a', 'o']);
	expect(proposed('')).toEqual(['b', 'a']);
	expect(proposed('bru')).toEqual(['b']);
});
