import { expect, test } from 'vitest';
import { fingerprintOf } from './agenda-fingerprint';

const CASES = [{ caseId: 'c1' }, { caseId: 'c2' }];
const FREE = { id: 'free', caseId: null, title: 'Bilan', question: '', minutes: 10 };
const CASE = { id: 'case:c1', caseId: 'c1', title: '', question: 'Quel relais ?', minutes: 6 };
const SENT = fingerprintOf([FREE, CASE], CASES);

test.each([
	['order', [CASE, FREE]],
	['title', [{ ...FREE, title: 'Budget' }, CASE]],
	['question', [FREE, { ...CASE, question: 'Quel garage ?' }]],
	['minutes', [FREE, { ...CASE, minutes: 7 }]],
	['removal', [FREE]],
	['addition', [FREE, CASE, { ...CASE, id: 'case:c2', caseId: 'c2' }]]
])('[G10] a change of %s shows', (_, items) => {
	expect(fingerprintOf(items, CASES)).not.toBe(SENT);
});

test('[G10] the same agenda is the same, whatever a case that the group no longer knows', () => {
	const gone = { ...CASE, id: 'case:c9', caseId: 'c9' };
	expect(fingerprintOf([FREE, gone, { ...CASE }], CASES)).toBe(SENT);
	expect(SENT).toMatch(/^[0-9a-z]{1,80}$/);
});
