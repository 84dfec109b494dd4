import { beforeEach, expect, test, vi } from 'vitest';
import { decline, readDeclined } from './declined';

let kept: Map<string, string>;

beforeEach(() => {
	kept = new Map();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	});
	return () => vi.unstubAllGlobals();
});

test('[L12] an invitation that was put off stays so for that meeting alone', () => {
	decline('thursday', ['thursday']);
	expect(readDeclined()).toEqual(['thursday']);
});

test('[L12] meetings that are over are forgotten', () => {
	decline('thursday', ['thursday']);
	expect(decline('friday', ['friday', 'monday'])).toEqual(['friday']);
	expect(readDeclined()).toEqual(['friday']);
});

test('[L12] a device that keeps nothing, or something else, has put nothing off', () => {
	for (const text of ['nothing', '{"a":1}', '[1]']) {
		kept.set('maillage-not-following', text);
		expect(readDeclined()).toEqual([]);
	}
});
