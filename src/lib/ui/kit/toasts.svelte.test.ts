import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Toasts } from './toasts.svelte';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

test('a message stays ten seconds', () => {
	const toasts = new Toasts();
	toasts.notify({ text: 'Fait' });
	vi.advanceTimersByTime(9_999);
	expect(texts(toasts)).toEqual(['Fait']);
	vi.advanceTimersByTime(1);
	expect(texts(toasts)).toEqual([]);
});

test('a message that is being read waits, then stays ten seconds more', () => {
	const toasts = new Toasts();
	toasts.notify({ text: 'Fait' });
	const id = toasts.list[0]?.id ?? 0;
	toasts.hold(id);
	vi.advanceTimersByTime(60_000);
	expect(texts(toasts)).toEqual(['Fait']);
	toasts.resume(id);
	vi.advanceTimersByTime(10_000);
	expect(texts(toasts)).toEqual([]);
});

test('three messages at once, the oldest leaves', () => {
	const toasts = new Toasts();
	for (const text of ['a', 'b', 'c', 'd']) toasts.notify({ text });
	expect(texts(toasts)).toEqual(['b', 'c', 'd']);
});

test('a message put away does not come back', () => {
	const toasts = new Toasts();
	toasts.notify({ text: 'Fait' });
	toasts.dismiss(toasts.list[0]?.id ?? 0);
	expect(texts(toasts)).toEqual([]);
});

function texts(toasts: Toasts): string[] {
	return toasts.list.map(({ text }) => text);
}
