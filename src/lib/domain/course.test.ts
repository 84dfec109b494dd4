import { expect, test } from 'vitest';
import { ageWarning, closingOf, entryWarnings, stagePeriods, type CaseClosing } from './course';

test.each([
	[1998, null],
	[2000, null],
	[2001, null],
	[1999, { limit: 'max', age: 25 }],
	[2010, null],
	[2011, { limit: 'min', age: 16 }]
] as const)('[CO12] born in %i, for 16 to 25 years in 2026', (birthYear, expected) => {
	const limits = birthYear === 1998 ? { minAge: null, maxAge: null } : { minAge: 16, maxAge: 25 };
	expect(ageWarning({ birthYear, year: 2026, ...limits })).toEqual(expected);
});

test('[CO12] a scheme warns while the person is in it and only if it excludes; the last decision stands', () => {
	const decision = (id: string, rule: string) => ({
		id,
		rule,
		decision: 'kept' as const,
		words: 'Accord avec la conseillère',
		byId: 'p',
		at: '2026-11-02T10:00:00Z'
	});
	const scheme = { id: 's', scheme: 'youth_contract', since: '2026-01-05', until: null } as const;
	const course = {
		entry: { birthYear: 1990, minAge: 16, maxAge: 25 },
		schemes: [
			{ ...scheme, excludes: true },
			{ ...scheme, scheme: 'epide' as const, excludes: true, until: '2026-02-01' },
			{ ...scheme, scheme: 'plie' as const, excludes: false }
		],
		decisions: [decision('a', 'age'), decision('b', 'age'), decision('c', 'scheme:epide')]
	};
	expect(
		entryWarnings(course, 2026).map(({ rule, decision }) => [rule, decision?.id ?? null])
	).toEqual([
		['age', 'b'],
		['scheme:youth_contract', null]
	]);
});

test('[CO1] the thread begins where the case was opened and ends where it is', () => {
	const createdAt = '2026-01-01T09:00:00Z';
	expect(stagePeriods({ stages: [], stage: 'diagnosis', createdAt })).toEqual([
		{ stage: 'diagnosis', from: createdAt, until: null, byId: null }
	]);
	const stages = [
		{ from: 'outreach', to: 'project', byId: 'a', at: '2026-02-01T09:00:00Z' },
		{ from: 'project', to: 'exit', byId: null, at: '2026-03-01T09:00:00Z' }
	] as const;
	expect(stagePeriods({ stages, stage: 'exit', createdAt })).toEqual([
		{ stage: 'outreach', from: createdAt, until: stages[0].at, byId: null },
		{ stage: 'project', from: stages[0].at, until: stages[1].at, byId: 'a' },
		{ stage: 'exit', from: stages[1].at, until: null, byId: null }
	]);
});

test('[CO6] a closing that was reopened does not stand', () => {
	const closing = { id: 'a', reopenedAt: '2026-02-01T09:00:00Z' } as CaseClosing;
	expect(closingOf({ closings: [closing] })).toBeNull();
	expect(closingOf({ closings: [closing, { ...closing, id: 'b', reopenedAt: null }] })?.id).toBe(
		'b'
	);
});
