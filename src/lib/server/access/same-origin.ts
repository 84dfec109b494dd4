/** Methods that change nothing. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change something: it must come from a page of this site, whatever its body says it is.
 * SvelteKit asks only of forms where they come from, and a script elsewhere can send a body without a type.
 */
export function isFromHere(request: Request, here: string): boolean {
	return SAFE_METHODS.has(request.method) || request.headers.get('origin') === here;
}

/** Page of the link of e-mails, whose address is its secret. */
const FEWER_MAILS = /^\/courriels\/[^/]+$/;

/** Whether a request is the click of a mail server on the link for fewer messages (RFC 8058), which comes from no page. */
export function isOneClick(request: Request, path: string): boolean {
	return request.method === 'POST' && !request.headers.has('origin') && FEWER_MAILS.test(path);
}
