import { expect, test } from 'vitest';
import { Reading } from './reading';

/** A value that readings copy, and how often it was read. */
function copied() {
	const state = { truth: 0, copy: 0, reads: 0, atOnce: 0, most: 0 };
	const reading = new Reading(async () => {
		state.reads++;
		state.most = Math.max(state.most, ++state.atOnce);
		const seen = state.truth;
		await Promise.resolve();
		state.copy = seen;
		state.atOnce--;
	});
	return { state, reading };
}

test('[S35] a change told at any moment of a reading is read', async () => {
	for (let ticks = 0; ticks < 20; ticks++) {
		const { state, reading } = copied();
		state.truth = 1;
		const first = reading.again();
		for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
		state.truth = 2;
		await reading.again();
		expect(state.copy, `told after ${ticks} ticks`).toBe(2);
		await first;
		expect(state.most).toBe(1);
	}
});

test('[S35] however many ask during a reading, one more is made', async () => {
	const { state, reading } = copied();
	await Promise.all(Array.from({ length: 50 }, () => reading.again()));
	expect(state.reads).toBe(2);
	expect(state.most).toBe(1);
});

test('[S35] a reading that fails fails who waited for it, and not the next ones', async () => {
	let fails = true;
	const reading = new Reading(() =>
		fails ? Promise.reject(new Error('away')) : Promise.resolve()
	);
	await expect(reading.again()).rejects.toThrow('away');
	const first = reading.again();
	const second = reading.again();
	fails = false;
	await expect(first).rejects.toThrow('away');
	await expect(second).resolves.toBeUndefined();
	await expect(reading.again()).resolves.toBeUndefined();
});
