import { expect, test } from 'vitest';
import { commandOf } from './board-keys';

const FREE = { carrying: false, writable: true };
const CARRYING = { carrying: true, writable: true };
const READER = { carrying: false, writable: false };

test.each([
	['ArrowLeft', FREE, { kind: 'go', direction: 'left' }],
	[' ', FREE, { kind: 'pick' }],
	['m', FREE, { kind: 'menu' }],
	['O', FREE, { kind: 'propose' }],
	['Enter', FREE, null],
	['ArrowRight', CARRYING, { kind: 'carry', step: 1 }],
	['ArrowUp', CARRYING, null],
	[' ', CARRYING, { kind: 'drop' }],
	['Enter', CARRYING, { kind: 'drop' }],
	['Escape', CARRYING, { kind: 'cancel' }],
	['m', CARRYING, null],
	['ArrowDown', READER, { kind: 'go', direction: 'down' }],
	[' ', READER, null],
	['m', READER, null]
] as const)('%j means what it says (%o)', (key, state, command) => {
	expect(commandOf(press(key), state)).toEqual(command);
});

test('keys of the browser are left alone', () => {
	expect(commandOf({ ...press('m'), ctrlKey: true }, FREE)).toBeNull();
	expect(commandOf({ ...press('ArrowLeft'), altKey: true }, FREE)).toBeNull();
});

function press(key: string): Parameters<typeof commandOf>[0] {
	return { key, ctrlKey: false, metaKey: false, altKey: false };
}
