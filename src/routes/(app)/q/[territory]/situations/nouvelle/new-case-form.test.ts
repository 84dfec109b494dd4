import { describe, expect, test } from 'vitest';
import type { Member } from '$lib/domain/member';
import type { NewCaseValues } from '$lib/ui/new-case/new-case-values';
import { parseNewCase, valuesOf } from './new-case-form';

const ME = '00000000-0000-4000-8000-000000000001';
const COLLEAGUE = '00000000-0000-4000-8000-000000000002';
const OBSERVER = '00000000-0000-4000-8000-000000000003';
const OWN = '00000000-0000-4000-8000-0000000000aa';
const PLIE = '00000000-0000-4000-8000-0000000000bb';
const CONTEXT = {
	groupId: '00000000-0000-4000-8000-0000000000cc',
	me: ME,
	today: '2026-11-24',
	members: [
		member(ME, OWN),
		member(COLLEAGUE, PLIE),
		{ ...member(OBSERVER, OWN), role: 'observer' as const }
	]
};

describe('a form that is right', () => {
	test('without agreement, stays with my organisation', () => {
		const parsed = parseNewCase(values({}), CONTEXT);
		expect(parsed).toEqual({
			ok: true,
			similarConfirmed: false,
			input: {
				id: '11111111-1111-4111-8111-111111111111',
				groupId: CONTEXT.groupId,
				firstName: 'Élise',
				lastInitial: 'É',
				birthYear: 1998,
				cohort: 'youth',
				stage: 'outreach',
				referentId: ME,
				blockers: ['mobility'],
				agreement: null,
				identity: null
			}
		});
	});

	test('with an agreement, says its form, its date and the organisations', () => {
		const parsed = parseNewCase(
			values({
				agreement: 'oral',
				givenOn: '2026-11-24',
				organizationIds: [OWN, PLIE],
				referentId: COLLEAGUE
			}),
			CONTEXT
		);
		expect(parsed.ok && parsed.input.agreement).toEqual({
			form: 'oral',
			givenOn: '2026-11-24',
			organizationIds: [OWN, PLIE]
		});
	});

	test('the full identity is kept only where something is written', () => {
		const parsed = parseNewCase(values({ phone: ' 06 12 34 56 78 ' }), CONTEXT);
		expect(parsed.ok && parsed.input.identity).toEqual({
			lastName: null,
			phone: '06 12 34 56 78',
			email: null
		});
	});
});

describe('a form that is wrong says which fields', () => {
	const shared = { agreement: 'signed', givenOn: '2026-11-20', organizationIds: [OWN] };
	test.each<[string, Partial<NewCaseValues>]>([
		['firstName', { firstName: '   ' }],
		['firstName', { firstName: 'a'.repeat(61) }],
		['lastInitial', { lastInitial: 'Be' }],
		['lastInitial', { lastInitial: '1' }],
		['birthYear', { birthYear: '98' }],
		['birthYear', { birthYear: '1919' }],
		['birthYear', { birthYear: '2013' }],
		['cohort', { cohort: '' }],
		['stage', { stage: 'exit' }],
		['referentId', { referentId: '' }],
		['referentId', { referentId: OBSERVER }],
		['referentId', { referentId: COLLEAGUE }],
		['referentId', { ...shared, referentId: COLLEAGUE }],
		['agreement', { agreement: '' }],
		['givenOn', { ...shared, givenOn: '2026-11-25' }],
		['givenOn', { ...shared, givenOn: '2026-11-31' }],
		['givenOn', { ...shared, givenOn: '2025-11-24' }],
		['organizationIds', { ...shared, organizationIds: [] }],
		['organizationIds', { ...shared, organizationIds: ['elsewhere'] }],
		['blockers', { blockers: ['bad weather'] }],
		['phone', { phone: 'call me' }],
		['email', { email: 'nobody@' }],
		['id', { id: 'x' }]
	])('%s: %o', (field, wrong) => {
		expect(parseNewCase(values(wrong), CONTEXT)).toEqual({ ok: false, errors: [field] });
	});

	test('all of them at once', () => {
		const parsed = parseNewCase(valuesOf(new FormData()), CONTEXT);
		expect(parsed.ok ? [] : parsed.errors).toEqual([
			'id',
			'firstName',
			'lastInitial',
			'birthYear',
			'cohort',
			'stage',
			'referentId',
			'agreement'
		]);
	});
});

test('what was typed is given back as it was typed', () => {
	const form = new FormData();
	form.set('firstName', ' Élise ');
	form.append('blockers', 'mobility');
	form.append('blockers', 'budget');
	expect(valuesOf(form)).toMatchObject({ firstName: ' Élise ', blockers: ['mobility', 'budget'] });
});

function member(id: string, organizationId: string): Member {
	return {
		id,
		organizationId,
		organization: 'Structure',
		firstName: 'Amina',
		lastName: 'D.',
		jobTitle: '',
		role: 'practitioner',
		color: 1
	};
}

function values(fields: Partial<NewCaseValues>): NewCaseValues {
	return {
		id: '11111111-1111-4111-8111-111111111111',
		firstName: 'Élise',
		lastInitial: 'é',
		birthYear: '1998',
		cohort: 'youth',
		stage: 'outreach',
		referentId: ME,
		agreement: 'later',
		givenOn: '',
		organizationIds: [],
		blockers: ['mobility'],
		lastName: '',
		phone: '',
		email: '',
		similarConfirmed: false,
		...fields
	};
}
