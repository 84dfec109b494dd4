/** The one-time link that makes the first administrator of an empty installation. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import pg from 'pg';
import { Refusal } from '$lib/domain/refusal';
import { authAdmin } from '$lib/server/access/auth-admin';
import type { App } from './app';
import type { Backend } from './backend';

export interface NewAdministrator {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
	/** Name of the organisation that employs them, made with them. */
	organization: string;
}

export interface FirstAdmin {
	/** Secret of the link; a new one at each start, kept in memory only. */
	readonly token: string;
	/** Makes the account. Throws Refusal. */
	create(administrator: NewAdministrator): Promise<void>;
}

/** The link's secret when the installation has no administrator yet, else null. */
export async function prepareFirstAdmin({ urls, auth }: Backend): Promise<FirstAdmin | null> {
	if (await asOwner(urls.owner, hasAdministrator)) return null;
	const admin = authAdmin(auth);
	return {
		token: randomBytes(24).toString('base64url'),
		async create(administrator) {
			const { email, password } = administrator;
			const { data, error } = await admin.createUser({ email, password, email_confirm: true });
			if (!data.user) {
				throw new Refusal(error?.code === 'email_exists' ? 'conflict' : 'invalid', {
					cause: error
				});
			}
			const { id } = data.user;
			try {
				await asOwner(urls.owner, (client) =>
					insertAdministrator(client, { ...administrator, id })
				);
			} catch (cause) {
				await admin.deleteUser(id);
				throw cause;
			}
		}
	};
}

/** Whether the link may be used. */
export function isFirstAdminToken({ firstAdmin }: Pick<App, 'firstAdmin'>, token: string): boolean {
	if (!firstAdmin) return false;
	const given = Buffer.from(token);
	const wanted = Buffer.from(firstAdmin.token);
	return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Makes the first administrator; the link then no longer works.
 * Throws Refusal: `not_found` for a link that does not work, `conflict` for an address in use, `invalid` for a
 * password that is too weak.
 */
export async function createFirstAdmin(
	app: Pick<App, 'firstAdmin'>,
	token: string,
	administrator: NewAdministrator
): Promise<void> {
	const { firstAdmin } = app;
	if (!firstAdmin || !isFirstAdminToken(app, token)) throw new Refusal('not_found');
	await firstAdmin.create(administrator);
	app.firstAdmin = null;
}

async function hasAdministrator(client: pg.Client): Promise<boolean> {
	const { rows } = await client.query<{ found: boolean }>(
		'select exists (select 1 from public.administrators) as found'
	);
	return rows[0]?.found ?? false;
}

/** The lock makes the second of two people who opened the link wait, then be refused. */
async function insertAdministrator(
	client: pg.Client,
	{ id, firstName, lastName, organization }: NewAdministrator & { id: string }
): Promise<void> {
	await client.query('begin');
	await client.query('lock table public.administrators in exclusive mode');
	if (await hasAdministrator(client)) throw new Refusal('not_found');
	const { rows } = await client.query<{ id: string }>(
		`insert into public.organizations (name, kind) values ($1, 'coordination')
		 on conflict (name) do update set name = excluded.name returning id`,
		[organization]
	);
	await client.query(
		`insert into public.profiles (id, organization_id, first_name, last_name) values ($1, $2, $3, $4)`,
		[id, rows[0]?.id, firstName, lastName]
	);
	await client.query('insert into public.administrators (profile_id) values ($1)', [id]);
	await client.query('commit');
}

/** Row-level security would stop whoever is not an administrator yet; ending the connection undoes what failed. */
async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
