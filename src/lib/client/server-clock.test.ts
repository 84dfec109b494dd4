import { expect, test } from 'vitest';
import { ServerClock } from './server-clock';

/** How far from the server's time a screen may be, in milliseconds. */
const TOLERANCE = 200;
const SERVER = Date.UTC(2026, 10, 26, 8, 30);

/** A computer whose page was drawn `late` milliseconds after the server did, and a network that takes `ways` there and back. */
function world(ways: readonly (readonly [number, number])[], booted: number) {
	let elapsed = booted;
	let asked = 0;
	return {
		/** The true time of the server. */
		truth: () => SERVER + elapsed - booted,
		wait: (milliseconds: number) => {
			elapsed += milliseconds;
		},
		world: {
			elapsed: () => elapsed,
			ask: () => {
				const [there, back] = ways[asked % ways.length] ?? [0, 0];
				asked += 1;
				elapsed += there;
				const told = SERVER + elapsed - booted;
				elapsed += back;
				return Promise.resolve(told);
			}
		}
	};
}

test.each([
	['a quick network', [[5, 5]], 0],
	['a slow one, the same both ways', [[900, 900]], 3_600_000],
	[
		'one answer of five quick',
		[
			[1200, 40],
			[30, 2400],
			[80, 20],
			[900, 10],
			[700, 100]
		],
		86_400_000
	],
	['a radio that is slow one way only', [[20, 380]], 123_456]
] as const)(
	'[U12] the clock is right within 200 ms whatever the computer says: %s',
	async (_, ways, booted) => {
		const { world: computer, truth, wait } = world(ways, booted);
		// The page took its time to arrive.
		const clock = new ServerClock(SERVER - 4_000, computer);
		for (let asked = 0; asked < 5; asked += 1) await clock.probe();
		expect(Math.abs(clock.now() - truth())).toBeLessThan(TOLERANCE);
		wait(600_000);
		expect(Math.abs(clock.now() - truth()), 'ten minutes later').toBeLessThan(TOLERANCE);
	}
);

test('[U13] a server that does not answer leaves the clock as it was', async () => {
	const elapsed = 50_000;
	const clock = new ServerClock(SERVER, {
		elapsed: () => elapsed,
		ask: () => Promise.reject(new Error('offline'))
	});
	await clock.probe();
	expect(clock.now()).toBe(SERVER);
});

test('[U14] an old answer gives way to a slower one: computers drift', async () => {
	let elapsed = 0;
	let way = 5;
	let drift = 0;
	const clock = new ServerClock(SERVER, {
		elapsed: () => elapsed,
		ask: () => {
			elapsed += way;
			const told = SERVER + elapsed + drift;
			elapsed += way;
			return Promise.resolve(told);
		}
	});
	await clock.probe();
	elapsed += 11 * 60_000;
	drift = 700;
	way = 50;
	await clock.probe();
	expect(clock.now()).toBe(SERVER + elapsed + drift);
});
