import { describe, expect, test } from 'vitest';
import { Unsaved } from './unsaved';

describe('[S20] changes against confirmed frames', () => {
	test('nothing is settled before our answer is stored', () => {
		const unsaved = opened();
		expect(unsaved.settled).toBe(false);
		unsaved.sent(true);
		expect(unsaved.confirmed(1, 0)).toBe(true);
		expect(unsaved.settled).toBe(true);
	});

	test('a frame confirms the changes made before it left, not those after', () => {
		const unsaved = opened();
		unsaved.sent(true);
		unsaved.change(10);
		unsaved.sent(false);
		unsaved.change(20);
		unsaved.sent(false);
		unsaved.confirmed(2, 30);
		expect(unsaved.pending).toBe(1);
		expect(unsaved.confirmed(3, 40)).toBe(true);
		expect(unsaved.pending).toBe(0);
	});

	test('after a cut, a frame sent before our answer confirms nothing done meanwhile', () => {
		const unsaved = opened();
		unsaved.sent(true);
		unsaved.confirmed(1, 0);
		unsaved.change(10); // a deletion, offline
		unsaved.opening(20);
		unsaved.change(30); // typed before the answer left
		unsaved.sent(false);
		unsaved.confirmed(1, 40);
		expect(unsaved.pending).toBe(2);
		unsaved.sent(true);
		expect(unsaved.confirmed(2, 50)).toBe(true);
	});

	test('the confirmation of a frame never sent is ignored', () => {
		const unsaved = opened();
		unsaved.change(0);
		expect(unsaved.confirmed(5, 0)).toBe(false);
		expect(unsaved.pending).toBe(1);
	});

	test('the wait is that of the oldest change', () => {
		const unsaved = opened();
		unsaved.change(100);
		unsaved.change(5_000);
		expect(unsaved.waited(10_100)).toBe(10_000);
	});
});

function opened(): Unsaved {
	const unsaved = new Unsaved();
	unsaved.opening(0);
	return unsaved;
}
