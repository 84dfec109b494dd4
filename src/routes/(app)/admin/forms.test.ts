import { describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import {
	BlockerTypeForm,
	endOfDay,
	GroupForm,
	isRealDay,
	MandateForm,
	NewGroupForm,
	NewMandateForm,
	OrganizationForm,
	plain,
	slugOf,
	startOfDay
} from './forms';

const ID = '3f6b1d0a-5c6e-4d53-9a37-0a4a6f1f9d01';

describe('[K1] an organisation', () => {
	const typed = { id: ID, name: '  Clinique du Port ', kind: 'association' };

	test('without its boxes is neither sensitive nor demanding', () => {
		expect(v.parse(OrganizationForm, typed)).toEqual({
			id: ID,
			name: 'Clinique du Port',
			kind: 'association',
			sensitive: false,
			secondFactor: false
		});
	});

	test.each([
		['name', '', 'missing'],
		['name', ' ', 'missing'],
		['name', 'x'.repeat(121), 'too_long'],
		['kind', 'bank', 'choice'],
		['sensitive', 'yes', 'choice'],
		['id', 'x', 'choice']
	])('whose %s is %j is refused by the field', (field, value, code) => {
		expect(wrong(OrganizationForm, { ...typed, [field]: value })).toEqual([[field, code]]);
	});
});

describe('[K2] a territory', () => {
	const typed = {
		id: ID,
		name: 'Les Glycines',
		commune: 'Valmarin',
		officialCode: ' qn 05909m ',
		meetingIntervalWeeks: '6',
		slug: '',
		referencePrefix: 'gl'
	};

	test('is read as it is published', () => {
		expect(v.parse(NewGroupForm, typed)).toMatchObject({
			officialCode: 'QN05909M',
			referencePrefix: 'GL',
			meetingIntervalWeeks: 6
		});
	});

	test('never changes its address or its prefix', () => {
		expect(v.parse(GroupForm, typed)).not.toHaveProperty('slug');
		expect(v.parse(GroupForm, typed)).not.toHaveProperty('referencePrefix');
	});

	test.each([
		['officialCode', '', 'missing'],
		['officialCode', 'QP_99', 'code'],
		['meetingIntervalWeeks', '0', 'weeks'],
		['meetingIntervalWeeks', '27', 'weeks'],
		['meetingIntervalWeeks', '1.5', 'weeks'],
		['meetingIntervalWeeks', '', 'weeks'],
		['slug', 'Les Glycines', 'slug'],
		['slug', '../admin', 'slug'],
		['referencePrefix', 'G', 'prefix'],
		['referencePrefix', 'G1', 'prefix'],
		['name', 'x'.repeat(61), 'too_long']
	])('whose %s is %j is refused by the field', (field, value, code) => {
		expect(wrong(NewGroupForm, { ...typed, [field]: value })).toEqual([[field, code]]);
	});

	test.each([
		['Les Tilleuls', 'les-tilleuls'],
		['Cœur de Ville – Nord', 'coeur-de-ville-nord'],
		['  L’Étang  ', 'l-etang'],
		['É', 'e']
	])('named %j has an address of its name', (name, slug) => {
		expect(slugOf(name)).toBe(slug);
	});
});

describe('[K3] a mandate', () => {
	const typed = { id: ID, groupId: ID, role: 'observer' };

	test('without a last day is open', () => {
		expect(v.parse(NewMandateForm, { ...typed, endsOn: '' })).toMatchObject({ endsOn: null });
	});

	test('ends with its last day, in winter and in summer, on the days when clocks change too', () => {
		expect(endOfDay('2027-01-31')).toBe('2027-01-31T23:00:00.000Z');
		expect(endOfDay('2027-06-30')).toBe('2027-06-30T22:00:00.000Z');
		expect(endOfDay('2027-03-27')).toBe('2027-03-27T23:00:00.000Z');
		expect(endOfDay('2027-03-28')).toBe('2027-03-28T22:00:00.000Z');
		expect(endOfDay('2026-10-25')).toBe('2026-10-25T23:00:00.000Z');
		expect(startOfDay('2026-10-25')).toBe('2026-10-24T22:00:00.000Z');
	});

	test('ends today at the soonest', () => {
		vi.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z') });
		try {
			expect(wrong(NewMandateForm, { ...typed, endsOn: '2026-11-23' })).toEqual([
				['endsOn', 'past']
			]);
			expect(wrong(NewMandateForm, { ...typed, endsOn: '2026-11-24' })).toEqual([]);
		} finally {
			vi.useRealTimers();
		}
	});

	test.each(['2026-02-30', '24/11/2026', 'demain'])('has no last day %j', (endsOn) => {
		expect(wrong(NewMandateForm, { ...typed, endsOn })).toEqual([['endsOn', 'date']]);
		expect(isRealDay(endsOn)).toBe(false);
	});

	test('is changed from what the page showed', () => {
		const changed = { id: ID, role: 'observer', endsOn: '', expectedRole: 'practitioner' };
		expect(v.parse(MandateForm, changed)).toMatchObject({ expectedEndsAt: null });
		expect(wrong(MandateForm, { ...changed, expectedRole: 'admin' })).toEqual([
			['expectedRole', 'choice']
		]);
	});
});

test('[K4] a type of blocker changes in one thing at a time', () => {
	expect(v.parse(BlockerTypeForm, { code: 'health', offered: 'false' })).toEqual({
		code: 'health',
		offered: false
	});
	expect(wrong(BlockerTypeForm, { code: 'luck' })).toEqual([['code', 'choice']]);
});

test('[K5] a name is found without its accents', () => {
	expect(plain('Hélène AUBRY')).toBe('helene aubry');
});

/** The first thing that is wrong with each field. */
function wrong(schema: v.GenericSchema, typed: unknown): [unknown, string][] {
	const { issues = [] } = v.safeParse(schema, typed);
	const found = new Map<unknown, string>();
	for (const { path, message } of issues) {
		if (!found.has(path?.[0]?.key)) found.set(path?.[0]?.key, message);
	}
	return [...found];
}
