import { readTheme, THEME_COOKIE } from '$lib/ui/shell/theme';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ cookies }) => ({
	theme: readTheme(cookies.get(THEME_COOKIE))
});
