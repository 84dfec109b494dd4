import { expect, test } from 'vitest';
import { afterCommand, hrefOf, stepOf, tabOf } from './case-address';

const CASE = '/q/les-tilleuls/situations/VT-018';

test('[H3] an address opens its tab and its step, and anything else the follow-up', () => {
	const query = new URLSearchParams('onglet=partage&etape=retrait');
	expect([tabOf(query), stepOf(query)]).toEqual(['sharing', 'withdrawal']);
	const other = new URLSearchParams('onglet=toString&etape=x');
	expect([tabOf(other), stepOf(other)]).toEqual(['follow-up', null]);
	expect(hrefOf(CASE, 'sharing', 'handover')).toBe(`${CASE}?onglet=partage&etape=relais`);
	expect(hrefOf(CASE, 'follow-up')).toBe(CASE);
});

test('[H4] a form sent without scripts leads back to its tab, out of its step', () => {
	const url = new URL(`http://x${CASE}?/withdrawAgreement&onglet=partage&etape=retrait`);
	expect(afterCommand(url)).toBe(`${CASE}?onglet=partage`);
});
