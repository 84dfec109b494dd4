import { expect, test } from 'vitest';
import { isStale } from './fresh-session';

const NOW = Date.parse('2026-11-24T09:00:00Z');

test.each([
	['an hour', 3600, false],
	['six minutes', 360, false],
	['four minutes', 240, true],
	['nothing', -1, true]
])('a token with %s left: renewed is %#', (_, left, renewed) => {
	expect(isStale(callerUntil(NOW / 1000 + left), NOW)).toBe(renewed);
});

test('a token that does not say when it ends is renewed', () => {
	expect(isStale(callerUntil(undefined), NOW)).toBe(true);
});

function callerUntil(exp: number | undefined): Parameters<typeof isStale>[0] {
	return { profileId: 'p', sessionId: 's', claims: { exp } };
}
