/** The look chosen on this device; `system` follows the device's own setting. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'maillage-theme';

/** The theme of a cookie, `system` for anything else. */
export function readTheme(value: string | undefined): Theme {
	return THEMES.find((theme) => theme === value) ?? 'system';
}
