import { expect, test } from 'vitest';
import { postponeDays } from './postpone-days';

test.each([
	['2026-11-22', '2026-11-23'],
	['2026-11-23', '2026-11-30'],
	['2026-11-28', '2026-11-30'],
	['2026-12-31', '2027-01-04']
])('from %s, Monday is %s', (today, monday) => {
	expect(postponeDays(today).monday).toBe(monday);
});

test('tomorrow and two weeks go over months', () => {
	expect(postponeDays('2026-12-31')).toMatchObject({
		tomorrow: '2027-01-01',
		twoWeeks: '2027-01-14'
	});
});
