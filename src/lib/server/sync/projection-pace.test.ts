import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProjectionPace } from './projection-pace';

const limits = { projectEvery: 250, projectTextEvery: 2000 };
const ondue = vi.fn();
let pace: ProjectionPace;

beforeEach(() => {
	vi.useFakeTimers();
	ondue.mockClear();
	pace = new ProjectionPace({ limits, now: Date.now, ondue });
});
afterEach(() => {
	pace.destroy();
	vi.useRealTimers();
});

test('[S76] the first write after a silence tells all of it', () => {
	expect(pace.due()).toEqual({ text: true, hurried: false });
});

test('[S76] while people write on, the tables are told each quarter of a second, of the text every two seconds', () => {
	const told: [number, boolean][] = [];
	const began = Date.now();
	for (let at = 0; at <= 4500; at += 50, vi.advanceTimersByTime(50)) {
		const due = pace.due();
		if (!due) continue;
		pace.told(due);
		told.push([Date.now() - began, due.text]);
	}
	expect(told.map(([at]) => at)).toEqual(Array.from({ length: 19 }, (_, i) => i * 250));
	expect(told.filter(([, text]) => text).map(([at]) => at)).toEqual([0, 2000, 4000]);
});

test.each([
	['all', 250],
	['text', 2000]
] as const)('[S76] of what nobody writes after, %s is told in its time', (late, wait) => {
	pace.told({ text: true });
	pace.later(late);
	vi.advanceTimersByTime(wait - 1);
	expect(ondue).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(ondue).toHaveBeenCalledOnce();
});

test('[S76] in a hurry everything is due at once', () => {
	pace.told({ text: true });
	pace.later('text');
	pace.hurry();
	expect(pace.due()).toEqual({ text: true, hurried: true });
	pace.told({ text: true });
	expect(pace.due()).toBeNull();
	vi.advanceTimersByTime(250);
	expect(pace.due()).toEqual({ text: false, hurried: false });
	vi.advanceTimersByTime(5000);
	expect(ondue).not.toHaveBeenCalled();
});

test('[S28] what is put off is told within a period, whether or not anybody writes', () => {
	let waited = 0;
	for (let round = 0; round < 100; round++) {
		ondue.mockClear();
		pace.putOff();
		if (pace.due() === null) waited++;
		pace.later('all');
		vi.advanceTimersByTime(limits.projectEvery);
		expect(ondue).toHaveBeenCalledOnce();
		expect(pace.due()).not.toBeNull();
	}
	expect(waited).toBeGreaterThan(90);
});
