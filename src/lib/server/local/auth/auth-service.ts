/** The sign-in service of local mode: speaks the part of Supabase Auth's HTTP that supabase-js needs, in process. */
import type { JSONWebKeySet } from 'jose';
import { getUser, logout, putUser } from './account';
import { adminUsers } from './admin';
import { openPool, type AuthContext, type CodeMail } from './context';
import { sendCode, verify } from './email-codes';
import { factors } from './factors';
import { AuthError, errorResponse, json } from './http';
import { loadKeys } from './keys';
import { Limits } from './limits';
import { token } from './sign-in';

export interface AuthServiceOptions {
	/** Address of the database for the role `app_auth`. */
	databaseUrl: string;
	/** Folder that keeps the secrets. */
	folder: string;
	issuer: string;
	secretKey: string;
	now: () => Date;
	sendCode: (mail: CodeMail) => Promise<void>;
	onSessionsEnded: (sessionIds: string[]) => void;
	/** Told of a failure that no answer can carry. */
	onError: (error: unknown) => void;
}

export interface AuthService {
	/** Answers a request under `/auth/v1`. Never throws. */
	handle(request: Request): Promise<Response>;
	jwks: JSONWebKeySet;
	/** Waits for the e-mails being sent. */
	settle(): Promise<void>;
	stop(): Promise<void>;
}

const JWKS_SECONDS = 600;
const PREFIX = '/auth/v1';

/** Opens the service; its keys are made in the folder the first time. */
export async function createAuthService(options: AuthServiceOptions): Promise<AuthService> {
	const pool = openPool(options.databaseUrl, options.onError);
	const keys = await loadKeys(options.folder);
	const pending = new Set<Promise<void>>();
	const context: AuthContext = {
		pool,
		keys,
		issuer: options.issuer,
		secretKey: options.secretKey,
		limits: new Limits(options.now),
		now: options.now,
		sendCode: options.sendCode,
		onSessionsEnded: options.onSessionsEnded,
		later(work) {
			const done = work()
				.catch(options.onError)
				.finally(() => pending.delete(done));
			pending.add(done);
		}
	};
	const settle = async (): Promise<void> => {
		await Promise.all(pending);
	};
	return {
		jwks: keys.published,
		settle,
		async handle(request) {
			try {
				return await route(context, request);
			} catch (error) {
				if (error instanceof AuthError) return errorResponse(error);
				options.onError(error);
				return errorResponse(new AuthError(500, 'unexpected_failure', 'Unexpected failure'));
			}
		},
		async stop() {
			await settle();
			await pool.end();
		}
	};
}

async function route(context: AuthContext, request: Request): Promise<Response> {
	const url = new URL(request.url);
	const path = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : '';
	const [, area, part, ...rest] = path.split('/');
	if (area === 'admin' && part === 'users') return adminUsers(context, request, { url, rest });
	if (area === 'factors') return factors(context, request, { id: part, verb: rest[0] });
	switch (`${request.method} ${path}`) {
		case 'POST /token':
			return token(context, request, url);
		case 'POST /otp':
			return sendCode(context, request, 'sign_in');
		case 'POST /recover':
			return sendCode(context, request, 'recovery');
		case 'POST /verify':
			return verify(context, request);
		case 'GET /user':
			return getUser(context, request);
		case 'PUT /user':
			return putUser(context, request);
		case 'POST /logout':
			return logout(context, request, url);
		case 'GET /.well-known/jwks.json':
			return json(context.keys.published, {
				headers: { 'cache-control': `public, max-age=${JWKS_SECONDS}` }
			});
		case 'POST /signup':
			throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance');
		default:
			throw new AuthError(404, 'not_found', 'Not found');
	}
}
