import { expect, test } from 'vitest';
import { EditedField } from './edited-field.svelte';

test('a field that nobody touched takes what somebody else writes', () => {
	const { field, write } = opened('2026-11-20');
	write('2026-12-02');
	expect([field.value, field.conflict]).toEqual(['2026-12-02', false]);
});

test('a field that was changed keeps its value and asks', () => {
	const { field, write } = opened('2026-11-20');
	field.value = '2026-11-27';
	write('2026-12-02');
	expect([field.value, field.conflict]).toEqual(['2026-11-27', true]);
	field.take();
	expect([field.value, field.conflict]).toEqual(['2026-12-02', false]);
});

test('nothing is written under the caret', () => {
	const { field, write } = opened('2026-11-20');
	field.focused = true;
	write('2026-12-02');
	expect([field.value, field.conflict]).toEqual(['2026-11-20', true]);
	field.keep();
	expect([field.value, field.conflict]).toEqual(['2026-11-20', false]);
	write('2026-12-09');
	expect(field.conflict).toBe(true);
});

test('two people who write the same do not disagree', () => {
	const { field, write } = opened('2026-11-20');
	field.value = '2026-12-02';
	write('2026-12-02');
	expect(field.conflict).toBe(false);
});

function opened(first: string): { field: EditedField; write: (value: string) => void } {
	let shared = first;
	const field = new EditedField(() => shared);
	return {
		field,
		write: (value) => {
			shared = value;
			field.follow();
		}
	};
}
