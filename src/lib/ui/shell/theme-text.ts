import { m } from '$lib/paraglide/messages';
import type { Theme } from './theme';

const TEXT: Record<Theme, () => string> = {
	system: m.shell_theme_system,
	light: m.shell_theme_light,
	dark: m.shell_theme_dark
};

/** The name of a theme. */
export const themeText = (theme: Theme): string => TEXT[theme]();
