/** Rows of auth.users, and users as supabase-js reads them. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { AuthError } from './http';

export type Query = Pick<pg.ClientBase, 'query'>;

export interface UserRow {
	id: string;
	email: string;
	encrypted_password: string | null;
	email_confirmed_at: Date | null;
	last_sign_in_at: Date | null;
	raw_app_meta_data: Record<string, unknown> | null;
	raw_user_meta_data: Record<string, unknown> | null;
	banned_until: Date | null;
	created_at: Date;
	updated_at: Date;
	factors: FactorJson[];
}

/** A second factor as the API gives it: without its secret. */
export interface FactorJson {
	id: string;
	friendly_name: string;
	factor_type: 'totp';
	status: 'unverified' | 'verified';
	created_at: string;
	updated_at: string;
}

export interface NewUser {
	id?: string;
	email: string;
	/** bcrypt, or null for somebody who signs in by code. */
	passwordHash: string | null;
	isConfirmed: boolean;
	appMetadata?: Record<string, unknown>;
	userMetadata?: Record<string, unknown>;
}

const COLUMNS = `id, email, encrypted_password, email_confirmed_at, last_sign_in_at, raw_app_meta_data,
	raw_user_meta_data, banned_until, created_at, updated_at,
	(select coalesce(jsonb_agg(jsonb_build_object(
			'id', f.id, 'friendly_name', f.friendly_name, 'factor_type', f.factor_type, 'status', f.status,
			'created_at', f.created_at, 'updated_at', f.updated_at
		) order by f.created_at, f.id), '[]')
		from auth.mfa_factors f where f.user_id = users.id and f.factor_type = 'totp') as factors`;

const UNIQUE_VIOLATION = '23505';

export async function findUserByEmail(db: Query, email: string): Promise<UserRow | null> {
	const { rows } = await db.query<UserRow>(
		`select ${COLUMNS} from auth.users where email = $1 and deleted_at is null`,
		[email]
	);
	return rows[0] ?? null;
}

/** Throws AuthError 404 when there is none. */
export async function findUser(db: Query, id: string): Promise<UserRow> {
	const { rows } = await db.query<UserRow>(
		`select ${COLUMNS} from auth.users where id = $1 and deleted_at is null`,
		[id]
	);
	if (rows[0]) return rows[0];
	throw new AuthError(404, 'user_not_found', 'User not found');
}

export async function listUsers(
	db: Query,
	{ page, perPage }: { page: number; perPage: number }
): Promise<{ users: UserRow[]; total: number }> {
	const { rows } = await db.query<UserRow>(
		`select ${COLUMNS} from auth.users where deleted_at is null order by created_at desc, id limit $1 offset $2`,
		[perPage, (page - 1) * perPage]
	);
	const counted = await db.query<{ total: string }>(
		'select count(*) as total from auth.users where deleted_at is null'
	);
	return { users: rows, total: Number(counted.rows[0]?.total ?? 0) };
}

/** Makes a user with the identity row that Supabase Auth wants. Throws AuthError 422 when the address is taken. */
export async function createUser(db: Query, user: NewUser, now: Date): Promise<UserRow> {
	const id = user.id ?? randomUUID();
	const appMetadata = { provider: 'email', providers: ['email'], ...user.appMetadata };
	const { rows } = await refuseTaken(
		db.query<UserRow>(
			`insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
				raw_user_meta_data, created_at, updated_at)
			 values ($1, $2, $3, $4, $5, $6, $7, $7) returning ${COLUMNS}`,
			[
				id,
				user.email,
				user.passwordHash,
				user.isConfirmed ? now : null,
				appMetadata,
				user.userMetadata ?? {},
				now
			]
		)
	);
	await db.query(
		`insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
		 values ($1, $2, $3, 'email', $4, $4)`,
		[id, id, { sub: id, email: user.email, email_verified: user.isConfirmed }, now]
	);
	if (rows[0]) return rows[0];
	throw new Error('auth.users returned no row');
}

export interface UserChange {
	email?: string | undefined;
	passwordHash?: string | undefined;
	isConfirmed?: boolean | undefined;
	appMetadata?: Record<string, unknown> | undefined;
	userMetadata?: Record<string, unknown> | undefined;
	/** Null lifts a ban. */
	bannedUntil?: Date | null | undefined;
}

/** Changes what is given; metadata is merged. */
export async function updateUser(
	db: Query,
	id: string,
	change: UserChange,
	now: Date
): Promise<UserRow> {
	const { rows } = await refuseTaken(
		db.query<UserRow>(
			`update auth.users set
				email = coalesce($2, email),
				encrypted_password = coalesce($3, encrypted_password),
				email_confirmed_at = case when $4 then coalesce(email_confirmed_at, $9) else email_confirmed_at end,
				raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || $5,
				raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || $6,
				banned_until = case when $7 then $8 else banned_until end,
				updated_at = $9
			 where id = $1 and deleted_at is null returning ${COLUMNS}`,
			[
				id,
				change.email ?? null,
				change.passwordHash ?? null,
				change.isConfirmed ?? false,
				change.appMetadata ?? {},
				change.userMetadata ?? {},
				change.bannedUntil !== undefined,
				change.bannedUntil ?? null,
				now
			]
		)
	);
	if (change.email !== undefined) {
		await db.query(
			`update auth.identities set identity_data = identity_data || jsonb_build_object('email', $2::text), updated_at = $3
			 where user_id = $1 and provider = 'email'`,
			[id, change.email, now]
		);
	}
	if (rows[0]) return rows[0];
	throw new AuthError(404, 'user_not_found', 'User not found');
}

export async function deleteUser(db: Query, id: string): Promise<void> {
	const { rowCount } = await db.query('delete from auth.users where id = $1', [id]);
	if (!rowCount) throw new AuthError(404, 'user_not_found', 'User not found');
}

export function isBanned(user: UserRow, now: Date): boolean {
	return user.banned_until !== null && user.banned_until > now;
}

export function hasSecondFactor({ factors }: UserRow): boolean {
	return factors.some(({ status }) => status === 'verified');
}

/** A user as the API gives it. */
export function userJson(user: UserRow): Record<string, unknown> {
	return {
		id: user.id,
		aud: 'authenticated',
		role: 'authenticated',
		email: user.email,
		email_confirmed_at: user.email_confirmed_at,
		phone: '',
		confirmed_at: user.email_confirmed_at,
		last_sign_in_at: user.last_sign_in_at,
		app_metadata: user.raw_app_meta_data ?? {},
		user_metadata: user.raw_user_meta_data ?? {},
		identities: [],
		factors: user.factors,
		...(user.banned_until ? { banned_until: user.banned_until } : {}),
		created_at: user.created_at,
		updated_at: user.updated_at,
		is_anonymous: false
	};
}

async function refuseTaken<T>(query: Promise<T>): Promise<T> {
	try {
		return await query;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) {
			throw new AuthError(
				422,
				'email_exists',
				'A user with this email address has already been registered'
			);
		}
		throw error;
	}
}
