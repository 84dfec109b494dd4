import { expect, test } from 'vitest';
import { isLate } from './due';

test.each([
	['the day before', '2026-11-19', true],
	['the day itself', '2026-11-20', false],
	['the day after', '2026-11-21', false],
	['no day', null, false]
])('a day to act by is late once it is over: %s', (_, dueOn, late) => {
	expect(isLate(dueOn, '2026-11-20')).toBe(late);
});
