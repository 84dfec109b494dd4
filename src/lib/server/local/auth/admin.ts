/** /admin/users: what the application itself does with accounts, opened by the secret key. */
import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { destroyCodes } from './codes';
import { transaction, type AuthContext } from './context';
import { removeFactor } from './factors';
import { AuthError, bearerOf, email, json, readBody } from './http';
import { checkStrength, hashPassword } from './passwords';
import { endSessions } from './session-rows';
import { createUser, deleteUser, findUser, listUsers, updateUser, userJson } from './users';

const metadata = v.record(v.string(), v.unknown());
const CreateBody = v.object({
	id: v.optional(v.pipe(v.string(), v.uuid())),
	email,
	password: v.optional(v.string()),
	password_hash: v.optional(v.pipe(v.string(), v.regex(/^\$2[aby]\$\d\d\$.{53}$/))),
	email_confirm: v.optional(v.boolean(), false),
	user_metadata: v.optional(metadata),
	app_metadata: v.optional(metadata)
});
const UpdateBody = v.object({
	email: v.optional(email),
	password: v.optional(v.string()),
	email_confirm: v.optional(v.boolean()),
	user_metadata: v.optional(metadata),
	app_metadata: v.optional(metadata),
	/** `none`, or hours: `24h`. */
	ban_duration: v.optional(v.pipe(v.string(), v.regex(/^(?:none|\d{1,7}h)$/)))
});

const HOUR = 3_600_000;
const PER_PAGE_MAX = 1000;

/** Answers a request under /admin/users, `rest` being what follows: an id, then `factors`, then the id of one. */
export async function adminUsers(
	context: AuthContext,
	request: Request,
	{ url, rest }: { url: URL; rest: string[] }
): Promise<Response> {
	checkSecret(context, request);
	const [id, part, factorId] = rest;
	if (part === 'factors') return userFactors(context, request, { id: checkId(id), factorId });
	switch (`${request.method} ${id === undefined ? 'all' : 'one'}`) {
		case 'GET all':
			return list(context, url);
		case 'POST all':
			return create(context, request);
		case 'GET one':
			return json(userJson(await findUser(context.pool, checkId(id))));
		case 'PUT one':
			return update(context, request, checkId(id));
		case 'DELETE one':
			return remove(context, checkId(id));
		default:
			throw new AuthError(405, 'method_not_allowed', 'Method not allowed');
	}
}

/** Removes a factor of somebody who lost their phone, or lists what they have. */
async function userFactors(
	context: AuthContext,
	{ method }: Request,
	{ id, factorId }: { id: string; factorId: string | undefined }
): Promise<Response> {
	const { factors } = await findUser(context.pool, id);
	if (method === 'GET' && factorId === undefined) return json(factors);
	const factor = factors.find((each) => each.id === factorId);
	if (method !== 'DELETE' || !factor) {
		throw new AuthError(404, 'mfa_factor_not_found', 'Factor not found');
	}
	await removeFactor(context, factor.id);
	return json(factor);
}

function checkSecret(context: AuthContext, request: Request): void {
	const given = Buffer.from(bearerOf(request));
	const wanted = Buffer.from(context.secretKey);
	if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
		throw new AuthError(403, 'not_admin', 'User not allowed');
	}
}

function checkId(id: string | undefined): string {
	if (v.is(v.pipe(v.string(), v.uuid()), id)) return id;
	throw new AuthError(404, 'user_not_found', 'User not found');
}

async function list(context: AuthContext, url: URL): Promise<Response> {
	const page = positive(url.searchParams.get('page'), 1);
	const perPage = Math.min(positive(url.searchParams.get('per_page'), 50), PER_PAGE_MAX);
	const { users, total } = await listUsers(context.pool, { page, perPage });
	const last = Math.max(1, Math.ceil(total / perPage));
	const links = [
		...(page < last ? [`<${url.pathname}?page=${page + 1}&per_page=${perPage}>; rel="next"`] : []),
		`<${url.pathname}?page=${last}&per_page=${perPage}>; rel="last"`
	];
	return json(
		{ users: users.map(userJson), aud: 'authenticated' },
		{ headers: { 'x-total-count': String(total), link: links.join(', ') } }
	);
}

async function create(context: AuthContext, request: Request): Promise<Response> {
	const body = await readBody(request, CreateBody);
	if (body.password !== undefined) checkStrength(body.password);
	const passwordHash =
		body.password === undefined ? (body.password_hash ?? null) : await hashPassword(body.password);
	const user = await transaction(context.pool, (db) =>
		createUser(
			db,
			{
				email: body.email,
				passwordHash,
				isConfirmed: body.email_confirm,
				...(body.id ? { id: body.id } : {}),
				...(body.user_metadata ? { userMetadata: body.user_metadata } : {}),
				...(body.app_metadata ? { appMetadata: body.app_metadata } : {})
			},
			context.now()
		)
	);
	return json(userJson(user));
}

async function update(context: AuthContext, request: Request, id: string): Promise<Response> {
	const body = await readBody(request, UpdateBody);
	if (body.password !== undefined) checkStrength(body.password);
	const passwordHash = body.password === undefined ? undefined : await hashPassword(body.password);
	const bannedUntil = banEnd(body.ban_duration, context.now());
	const { user, ended } = await transaction(context.pool, async (db) => {
		const changed = await updateUser(
			db,
			id,
			{
				email: body.email,
				passwordHash,
				isConfirmed: body.email_confirm,
				appMetadata: body.app_metadata,
				userMetadata: body.user_metadata,
				bannedUntil
			},
			context.now()
		);
		if (passwordHash !== undefined || body.email !== undefined) await destroyCodes(db, id);
		const endsSessions = passwordHash !== undefined || Boolean(bannedUntil);
		return { user: changed, ended: endsSessions ? await endSessions(db, { userId: id }) : [] };
	});
	if (ended.length > 0) context.onSessionsEnded(ended);
	return json(userJson(user));
}

async function remove(context: AuthContext, id: string): Promise<Response> {
	const ended = await transaction(context.pool, async (db) => {
		const sessions = await endSessions(db, { userId: id });
		await deleteUser(db, id);
		return sessions;
	});
	if (ended.length > 0) context.onSessionsEnded(ended);
	return json({});
}

/** Undefined: unchanged. Null: lifted. */
function banEnd(duration: string | undefined, now: Date): Date | null | undefined {
	if (duration === undefined) return undefined;
	return duration === 'none' ? null : new Date(now.getTime() + Number.parseInt(duration) * HOUR);
}

function positive(text: string | null, otherwise: number): number {
	const value = Number(text);
	return Number.isInteger(value) && value > 0 ? value : otherwise;
}
