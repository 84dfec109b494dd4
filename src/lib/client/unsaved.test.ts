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

describe('[S97] changes as a person counts them', () => {
	test('typing in one field without a pause of two seconds is one, and another field is another', () => {
		const unsaved = opened();
		unsaved.sent(true);
		for (const at of [0, 500, 2_400]) unsaved.change(at, 'note');
		expect(unsaved.changes).toBe(1);
		unsaved.change(4_500, 'note');
		unsaved.change(4_600, 'title');
		expect([unsaved.changes, unsaved.pending]).toEqual([3, 5]);
	});

	test('one that is half stored still counts, and all are gone once stored', () => {
		const unsaved = opened();
		unsaved.sent(true);
		unsaved.change(0, 'note');
		unsaved.sent(false);
		unsaved.change(100, 'note');
		unsaved.sent(false);
		unsaved.confirmed(2, 200);
		expect(unsaved.changes).toBe(1);
		unsaved.confirmed(3, 300);
		expect(unsaved.changes).toBe(0);
	});

	test('those put back from the device are as many as when they were kept', () => {
		const unsaved = opened();
		unsaved.restored(0, 3);
		unsaved.change(100, 'note');
		expect([unsaved.changes, unsaved.pending]).toEqual([4, 2]);
	});
});
