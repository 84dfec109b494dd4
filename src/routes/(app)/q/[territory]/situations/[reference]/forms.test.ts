import * as v from 'valibot';
import { expect, test } from 'vitest';
import { dayOf } from '$lib/ui/kit/dates';
import {
	AddActionForm,
	AddBlockerForm,
	AgreementForm,
	CircleForm,
	errorsOf,
	readForm,
	SetActionForm,
	SetBlockerForm
} from './forms';

const ID = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

test('a new blocker has a type; its detail is trimmed and nobody has to carry it', () => {
	const form = { id: ID, type: 'mobility', detail: '  Pas de bus ', carrierId: '' };
	expect(v.parse(AddBlockerForm, form)).toEqual({
		id: ID,
		type: 'mobility',
		detail: 'Pas de bus',
		carrierId: null,
		origin: null,
		fromNote: false
	});
	const noted = { ...form, origin: 'structural', fromNote: 'true' };
	expect(v.parse(AddBlockerForm, noted)).toMatchObject({ origin: 'structural', fromNote: true });
	expect(wrong(AddBlockerForm, { ...form, origin: 'weather' })).toEqual({ origin: 'choice' });
	expect(wrong(AddBlockerForm, { id: ID, detail: 'x'.repeat(201), carrierId: 'nobody' })).toEqual({
		type: 'choice',
		detail: 'too_long',
		carrierId: 'choice'
	});
});

test('a change of a blocker holds only what changes', () => {
	expect(v.parse(SetBlockerForm, { id: ID, status: 'lifted' })).toEqual({
		id: ID,
		status: 'lifted'
	});
	expect(v.parse(SetBlockerForm, { id: ID, liftedBy: ' ' })).toEqual({ id: ID, liftedBy: null });
	expect(wrong(SetBlockerForm, { id: ID, status: 'gone' })).toEqual({ status: 'choice' });
});

test('a new action says what to do, and its date exists', () => {
	const form = { id: ID, label: 'Appeler la crèche', ownerId: '', dueOn: '2026-11-30' };
	expect(v.parse(AddActionForm, form)).toEqual({
		...form,
		ownerId: null,
		organizationId: null,
		blockerId: null,
		reserved: false,
		origin: 'case'
	});
	expect(wrong(AddActionForm, { ...form, label: ' ', dueOn: '2026-11-31' })).toEqual({
		label: 'missing',
		dueOn: 'date'
	});
});

test('an action is ticked alone, or changed as a whole with its box', () => {
	expect(v.parse(SetActionForm, { id: ID, status: 'done' })).toEqual({ id: ID, status: 'done' });
	const whole = { id: ID, label: 'Appeler', ownerId: OTHER, dueOn: '', status: 'todo' };
	expect(v.parse(SetActionForm, { ...whole, reserved: 'true' })).toEqual({
		...whole,
		organizationId: null,
		dueOn: null,
		blockerId: null,
		reserved: true
	});
	expect(wrong(SetActionForm, { ...whole, label: '' })).toEqual({ label: 'missing' });
});

test('an action is of a professional, of an organisation or of the person', () => {
	const owned = (ownerId: string): unknown => v.parse(SetActionForm, { id: ID, ownerId });
	expect(owned(OTHER)).toEqual({ id: ID, ownerId: OTHER, organizationId: null });
	expect(owned(`organization:${OTHER}`)).toEqual({
		id: ID,
		ownerId: null,
		organizationId: OTHER
	});
	expect(owned('')).toEqual({ id: ID, ownerId: null, organizationId: null });
	for (const ownerId of ['organization:', 'organization:x', 'x'])
		expect(v.safeParse(SetActionForm, { id: ID, ownerId }).success, ownerId).toBe(false);
});

test('an action that is dropped says why', () => {
	const whole = { id: ID, label: 'Appeler', ownerId: '', dueOn: '', status: 'dropped' };
	expect(wrong(SetActionForm, whole)).toEqual({ dropReason: 'missing' });
	expect(wrong(SetActionForm, { ...whole, dropReason: '' })).toEqual({ dropReason: 'missing' });
	expect(v.safeParse(SetActionForm, { id: ID, status: 'dropped' }).success).toBe(false);
	expect(v.parse(SetActionForm, { id: ID, status: 'dropped', dropReason: 'replaced' })).toEqual({
		id: ID,
		status: 'dropped',
		dropReason: 'replaced'
	});
});

test('an agreement names somebody and is not of tomorrow', () => {
	const today = dayOf(new Date());
	const form = { id: ID, form: 'oral', givenOn: today, organizationIds: OTHER };
	expect(v.parse(AgreementForm, form)).toEqual({ ...form, organizationIds: [OTHER] });
	expect(wrong(AgreementForm, { id: ID, form: 'oral', givenOn: '2999-01-01' })).toEqual({
		givenOn: 'future',
		organizationIds: 'choice'
	});
});

test('an organisation that is not named enters the circle with the person’s word only', () => {
	const today = dayOf(new Date());
	const form = { profileId: ID, reason: '', form: 'oral', agreedOn: today };
	expect(wrong(CircleForm, form)).toEqual({ agreed: 'missing' });
	expect(v.safeParse(CircleForm, { ...form, agreed: 'true' }).success).toBe(true);
	expect(v.safeParse(CircleForm, { profileId: ID, reason: '' }).success).toBe(true);
});

test('a name that stands several times in a form is a list', () => {
	const form = new FormData();
	form.append('form', 'oral');
	form.append('organizationIds', ID);
	form.append('organizationIds', OTHER);
	expect(readForm(form)).toEqual({ form: 'oral', organizationIds: [ID, OTHER] });
});

function wrong(schema: v.GenericSchema, form: Record<string, unknown>): Record<string, string> {
	const parsed = v.safeParse(schema, form);
	return parsed.success ? {} : errorsOf(parsed.issues);
}

test('files are left out of a form, and every name is only a name', () => {
	const form = new FormData();
	form.append('id', 'a');
	form.append('organizationIds', 'b');
	form.append('file', new Blob(['x']));
	form.append('organizationIds', 'c');
	form.append('__proto__', 'd');
	expect(Object.entries(readForm(form))).toEqual([
		['id', 'a'],
		['organizationIds', ['b', 'c']],
		['__proto__', 'd']
	]);
});
