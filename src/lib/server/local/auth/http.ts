/** What the sign-in service says over its in-process HTTP, in the words of Supabase Auth. */
import * as v from 'valibot';

const API_VERSION_HEADER = 'x-supabase-api-version';
const API_VERSION = '2024-01-01';

/** Set by the application, which is the only one that can call: the address of the browser. */
const ADDRESS_HEADER = 'x-maillage-address';

/** A refusal of the sign-in service, with the status and code that supabase-js knows. */
export class AuthError extends Error {
	override readonly name = 'AuthError';
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

export function json(body: unknown, init: ResponseInit = {}): Response {
	const headers = new Headers(init.headers);
	headers.set('content-type', 'application/json');
	headers.set(API_VERSION_HEADER, API_VERSION);
	return new Response(JSON.stringify(body), { ...init, headers });
}

export function noContent(): Response {
	return new Response(null, { status: 204, headers: { [API_VERSION_HEADER]: API_VERSION } });
}

/** supabase-js reads the code from the body only when the answer carries the version header. */
export function errorResponse({ status, code, message }: AuthError): Response {
	return json({ code, message }, { status, headers: { 'x-sb-error-code': code } });
}

/** Reads a JSON body. Throws AuthError when it is not what the schema says. */
export async function readBody<const S extends v.GenericSchema>(
	request: Request,
	schema: S
): Promise<v.InferOutput<S>> {
	let body: unknown;
	try {
		body = await request.json();
	} catch (error) {
		throw new AuthError(400, 'bad_json', error instanceof Error ? error.message : 'bad json');
	}
	const parsed = v.safeParse(schema, body);
	if (parsed.success) return parsed.output;
	throw new AuthError(400, 'validation_failed', parsed.issues[0].message);
}

export function bearerOf(request: Request): string {
	const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ');
	if (scheme?.toLowerCase() === 'bearer' && token) return token;
	throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
}

export function addressOf(request: Request): string {
	return request.headers.get(ADDRESS_HEADER) ?? 'unknown';
}

/** Longest name of a browser that is kept, in characters. */
const USER_AGENT_MAX = 300;

/** What the browser says it is, for the list of devices; null when it says nothing. */
export function userAgentOf(request: Request): string | null {
	return request.headers.get('user-agent')?.slice(0, USER_AGENT_MAX) || null;
}

/** Addresses are compared without regard to case, as Supabase Auth stores them. */
export const email = v.pipe(
	v.string(),
	v.trim(),
	v.toLowerCase(),
	v.maxLength(254),
	v.regex(/^[^\s@]+@[^\s@]+$/, 'Unable to validate email address: invalid format')
);
