import { describe, expect, test } from 'vitest';
import { lastPosition, movesTo, positionBetween, spread, type Ranked } from './agenda-position';

describe('positionBetween', () => {
	test.each([
		[null, null],
		[null, 'A'],
		['A', null],
		['A', 'B'],
		['A', 'A1'],
		['Az', 'B'],
		['A', 'B0V'],
		['z', null],
		['zzz', null],
		['a0', 'a1'],
		['m', 'mm']
	])('[A1] a position fits between %s and %s', (before, after) => {
		const position = positionBetween(before, after);
		expect(position).not.toBeNull();
		if (before !== null) expect(position && position > before).toBe(true);
		if (after !== null) expect(position && position < after).toBe(true);
	});

	test.each([
		['A', 'A'],
		['B', 'A'],
		['é', 'é'],
		['', '0']
	])('[A1] nothing fits between %s and %s', (before, after) => {
		expect(positionBetween(before, after)).toBeNull();
	});
});

describe('movesTo', () => {
	test('[A2] a move writes one position', () => {
		expect(movesTo(list('A', 'B', 'C', 'D'), 'i3', 1)).toEqual([
			{ id: 'i3', position: expect.any(String) as string }
		]);
	});

	test('[A2] an item moved where it is writes nothing', () => {
		expect(movesTo(list('A', 'B'), 'i1', 1)).toEqual([]);
		expect(movesTo(list('A', 'B'), 'i1', 9)).toEqual([]);
	});

	test('[A3] neighbours with the same position are told apart', () => {
		const items = list('A', 'A', 'A');
		expect(apply(items, movesTo(items, 'i2', 1))).toEqual(['i0', 'i2', 'i1']);
	});

	test.each([1, 7, 42, 2026])(
		'[A4] any series of moves keeps the order asked (seed %i)',
		(seed) => {
			const random = mulberry32(seed);
			let items = list('A', 'A', 'B', '', 'é', 'zz', 'a0', 'a1');
			items.sort(byRank);
			for (let round = 0; round < 400; round += 1) {
				const from = Math.floor(random() * items.length);
				const to = Math.floor(random() * items.length);
				const wanted = items.map((item) => item.id);
				const [moved] = wanted.splice(from, 1);
				if (moved === undefined) throw new Error('empty list');
				wanted.splice(to, 0, moved);
				const order = apply(items, movesTo(items, moved, to));
				expect(order).toEqual(wanted);
				items = items.sort(byRank);
			}
		}
	);
});

test('[A5] additions at the end stay in order and short', () => {
	const items: Ranked[] = [];
	for (let count = 0; count < 200; count += 1)
		items.push({ id: `n${String(count)}`, position: lastPosition(items) });
	expect([...items].sort(byRank)).toEqual(items);
	expect(items.at(-1)?.position.length).toBeLessThanOrEqual(5);
});

test('[A5] spread gives growing positions', () => {
	const positions = spread(['x', 'y', 'z']).map((item) => item.position);
	expect([...positions].sort()).toEqual(positions);
});

function list(...positions: string[]): Ranked[] {
	return positions.map((position, index) => ({ id: `i${String(index)}`, position }));
}

/** Applies moves in place and gives the order that results. */
function apply(items: Ranked[], moves: readonly Ranked[]): string[] {
	for (const move of moves) {
		const item = items.find(({ id }) => id === move.id);
		if (item) item.position = move.position;
	}
	return [...items].sort(byRank).map(({ id }) => id);
}

function byRank(a: Ranked, b: Ranked): number {
	return compare(a.position, b.position) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
