import { expect, test } from 'vitest';
import { readTheme, THEMES } from './theme';

test('a theme is read from its cookie, anything else follows the device', () => {
	expect(THEMES.map(readTheme)).toEqual([...THEMES]);
	expect(readTheme(undefined)).toBe('system');
	expect(readTheme('dark" onload="')).toBe('system');
});
