/** Methods that change nothing. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change something: it must come from a page of this site, whatever its body says it is.
 * SvelteKit asks only of forms where they come from, and a script elsewhere can send a body without a type.
 */
export function isFromHere(request: Request, here: string): boolean {
	return SAFE_METHODS.has(request.method) || request.headers.get('origin') === here;
}
