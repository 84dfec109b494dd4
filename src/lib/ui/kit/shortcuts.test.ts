import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
	isShortcut,
	keepShortcuts,
	keyOf,
	readShortcuts,
	SHORTCUT_IDS,
	withKey,
	type ShortcutChoice
} from './shortcuts';

const ORIGINAL: ShortcutChoice = { off: false, keys: {} };
const press = (key: string, more = {}): Parameters<typeof isShortcut>[0] => ({
	key,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	...more
});

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	});
});
afterEach(() => {
	vi.unstubAllGlobals();
});

test('[FI15] a key alone is a shortcut, small or capital, and never with another one', () => {
	expect([press('c'), press('C')].map((event) => isShortcut(event, 'new'))).toEqual([true, true]);
	for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
		expect(isShortcut(press('c', more), 'new')).toBe(false);
	expect(isShortcut(press('m'), 'new')).toBe(false);
});

test('[FI15] switched off, no key does anything', () => {
	keepShortcuts({ off: true, keys: {} });
	expect(SHORTCUT_IDS.some((id) => isShortcut(press(keyOf(id, ORIGINAL)), id))).toBe(false);
});

test('[FI16] a key that was changed acts, and the original one no more', () => {
	const changed = withKey(ORIGINAL, 'new', ' X ');
	expect(changed).toEqual({ choice: { off: false, keys: { new: 'x' } } });
	if ('choice' in changed) keepShortcuts(changed.choice);
	expect(isShortcut(press('x'), 'new')).toBe(true);
	expect(isShortcut(press('c'), 'new')).toBe(false);
});

test('[FI17] a key that serves in the same place is refused; elsewhere it may serve twice', () => {
	expect(withKey(ORIGINAL, 'new', 'm')).toEqual({ taken: 'move' });
	expect(withKey(ORIGINAL, 'done', '?')).toEqual({ taken: 'help' });
	expect(withKey(ORIGINAL, 'help', 'd')).toEqual({ taken: 'decide' });
	expect(withKey(ORIGINAL, 'done', 'm')).toHaveProperty('choice');
	expect(withKey(ORIGINAL, 'new', 'c')).toHaveProperty('choice');
});

test.each(['', ' ', 'ab', 'Enter', '\u{200b}'])('[FI17] « %s » is no key', (typed) => {
	expect(withKey(ORIGINAL, 'new', typed)).toEqual({ invalid: true });
});

test.each(['{', 'null', '3', '{"off":"yes","keys":{"new":"ab","old":"x"}}'])(
	'[FI16] a device that holds %s has the original keys',
	(text) => {
		localStorage.setItem('maillage-shortcuts', text);
		expect(readShortcuts()).toEqual(ORIGINAL);
	}
);

test('[FI16] a device that keeps nothing keeps the keys for the visit', () => {
	vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
	expect(keepShortcuts({ off: false, keys: { new: 'x' } })).toBe(false);
	expect(isShortcut(press('x'), 'new')).toBe(true);
});

function refuse(): never {
	throw new Error('denied');
}
