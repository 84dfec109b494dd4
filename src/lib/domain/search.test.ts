import { expect, test } from 'vitest';
import { answers, readFound, searchKey } from './search';

test.each([
	['  Élodie-Cœur  H. ', 'elodie coeur h'],
	['VT-018', 'vt 018'],
	['L’auto-école', 'l auto ecole'],
	['% _ \\', '']
])('[FI2] « %s » is searched as « %s »', (text, key) => {
	expect(searchKey(text)).toBe(key);
});

test('[FI13] a page answers when each word begins one of its words, in any order', () => {
	const text = 'Réunions – Les Tilleuls';
	expect(['reu', 'til reu', 'les tilleuls'].map((key) => answers(text, key))).toEqual([
		true,
		true,
		true
	]);
	expect(['unions', 'reunions glycines'].map((key) => answers(text, key))).toEqual([false, false]);
});

test('[FI14] what is no answer of the server is refused', () => {
	const member = { kind: 'member', slug: 'les-tilleuls', id: '1', firstName: 'Léa' };
	expect(readFound([member])).toEqual([member]);
	for (const wrong of [null, {}, [null], [{ ...member, kind: 'page' }], [{ ...member, slug: 1 }]])
		expect(readFound(wrong)).toBeNull();
});
