import { expect, test } from 'vitest';
import { neighbourOf } from './card-grid';

const STAGES = [[['a1', 'a2', 'a3'], [], ['c1', 'c2']]];
const LANES = [
	[['a1', 'a2'], ['b1']],
	[[], ['b2']],
	[['a3'], []]
];

test.each([
	['a1', 'down', 'a2'],
	['a3', 'down', null],
	['a1', 'up', null],
	['a3', 'right', 'c2'],
	['a1', 'right', 'c1'],
	['c1', 'left', 'a1'],
	['c1', 'right', null],
	['unknown', 'down', null]
] as const)('by stage, from %s going %s leads to %s', (from, direction, to) => {
	expect(neighbourOf(STAGES, from, direction)).toBe(to);
});

test.each([
	['a2', 'down', 'a3'],
	['a3', 'up', 'a2'],
	['b1', 'down', 'b2'],
	['b2', 'left', null]
] as const)('by cohort, from %s going %s leads to %s', (from, direction, to) => {
	expect(neighbourOf(LANES, from, direction)).toBe(to);
});
