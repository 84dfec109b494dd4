import { expect, test } from 'vitest';
import { LOCK_AFTER, phaseOf, WARN_AFTER } from './idle';

const NOW = Date.UTC(2026, 10, 24, 9);

test.each([
	['just used', 0, 'active'],
	['a moment before the warning', WARN_AFTER - 1, 'active'],
	['at the warning', WARN_AFTER, 'warned'],
	['a moment before the lock', LOCK_AFTER - 1, 'warned'],
	['at the lock', LOCK_AFTER, 'locked'],
	['woken after a night', 12 * 3_600_000, 'locked'],
	['with a clock that was set back', -3_600_000, 'active']
] as const)('a page %s is %s ms idle: %s', (_, idle, phase) => {
	expect(phaseOf(NOW - idle, NOW)).toBe(phase);
});
