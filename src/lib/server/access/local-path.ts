/** Stands for the address of this site, whatever it is. */
const HERE = 'http://here.invalid';

/**
 * A path of this site as a browser will read it, for a redirect; null for anything that leads elsewhere. Browsers drop
 * tabs and line ends and turn backslashes, so the text is read as they do before it is trusted.
 */
export function localPath(asked: string | null): string | null {
	if (!asked?.startsWith('/') || !URL.canParse(asked, HERE)) return null;
	const { origin, pathname, search, hash } = new URL(asked, HERE);
	const path = pathname + search + hash;
	return origin === HERE && !path.startsWith('//') ? path : null;
}
