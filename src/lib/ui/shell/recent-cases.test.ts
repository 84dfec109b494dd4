import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
	forgetRecentCases,
	observeRecentCases,
	readRecentCases,
	rememberCase
} from './recent-cases';

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	});
	const target = new EventTarget();
	vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
	vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
	vi.stubGlobal('dispatchEvent', target.dispatchEvent.bind(target));
});
afterEach(() => {
	vi.unstubAllGlobals();
});

test('the three cases opened last, the latest first, each once', () => {
	for (const n of [1, 2, 3, 4, 2]) rememberCase(opened(n));
	expect(readRecentCases().map(({ reference }) => reference)).toEqual(['VT-2', 'VT-4', 'VT-3']);
});

test('whoever watches is told', () => {
	const onchange = vi.fn();
	const stop = observeRecentCases(onchange);
	rememberCase(opened(1));
	stop();
	rememberCase(opened(2));
	expect(onchange).toHaveBeenCalledTimes(1);
});

test('signing out forgets them', () => {
	rememberCase(opened(1));
	forgetRecentCases();
	expect(readRecentCases()).toEqual([]);
});

test.each(['{', '[{"href":"https://elsewhere.test"}]', '{}'])(
	'a memory that holds %s holds nothing',
	(text) => {
		sessionStorage.setItem('maillage-recent', text);
		expect(readRecentCases()).toEqual([]);
	}
);

test('a device that stores nothing opens cases all the same', () => {
	vi.stubGlobal('sessionStorage', {
		getItem: refuse,
		setItem: refuse,
		removeItem: refuse
	});
	rememberCase(opened(1));
	forgetRecentCases();
	expect(readRecentCases()).toEqual([]);
});

function opened(n: number): Parameters<typeof rememberCase>[0] {
	return {
		href: `/q/les-tilleuls/situations/VT-${n}`,
		reference: `VT-${n}`,
		shortName: 'Samira H.',
		cohort: 'women'
	};
}

function refuse(): never {
	throw new Error('denied');
}
