import { expect, test } from 'vitest';
import { sendingHours } from './sending-hours';

test.each([
	['a Tuesday in winter at 7 h 29', '2026-11-24T06:29:59Z', false],
	['at 7 h 30', '2026-11-24T06:30:00Z', true],
	['at 18 h 29', '2026-11-24T17:29:59Z', true],
	['at 18 h 30', '2026-11-24T17:30:00Z', false],
	['a Tuesday in summer at 7 h 30', '2026-06-23T05:30:00Z', true],
	['a Saturday at noon', '2026-11-28T11:00:00Z', false],
	['a Sunday at noon', '2026-11-29T11:00:00Z', false],
	['Armistice Day, a Wednesday', '2026-11-11T11:00:00Z', false]
])('[O10] %s, whether messages leave', (_, instant, open) => {
	expect(sendingHours(new Date(instant)).open).toBe(open);
});

test('[O10] the next working day passes over a week-end and a holiday', () => {
	// Thursday, before Friday 1 May, Labour Day.
	expect(sendingHours(new Date('2026-04-30T14:00:00Z'))).toEqual({
		open: true,
		day: '2026-04-30',
		nextDay: '2026-05-04',
		afternoon: true
	});
});
