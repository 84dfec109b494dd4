import { describe, expect, test } from 'vitest';
import { isExpiringSoon, stateOfAgreement } from './sharing';

describe('[H1] the state of an agreement', () => {
	const given = { withdrawnAt: null, replacedAt: null, expiresOn: '2026-12-01' };
	test.each([
		['in force until the day it expires', given, '2026-11-30', 'in_force'],
		['expired on that day', given, '2026-12-01', 'expired'],
		[
			'withdrawn, even when its time is over',
			{ ...given, withdrawnAt: '2026-11-02T10:00:00Z' },
			'2027-01-01',
			'withdrawn'
		],
		['replaced', { ...given, replacedAt: '2026-11-02T10:00:00Z' }, '2026-11-03', 'replaced']
	])('%s', (_, agreement, today, state) => {
		expect(stateOfAgreement(agreement, today)).toBe(state);
	});
});

test('[H2] an agreement is to renew from 15 days before it expires', () => {
	expect(isExpiringSoon('2026-12-16', '2026-11-30')).toBe(false);
	expect(isExpiringSoon('2026-12-15', '2026-11-30')).toBe(true);
});
