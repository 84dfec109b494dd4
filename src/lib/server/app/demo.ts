import pg from 'pg';
import { authAdmin } from '$lib/server/access/auth-admin';
import { demoAccounts } from '$lib/server/local/demo/demo-accounts';
import { loadDemo } from '$lib/server/local/demo/load-demo';
import type { AuthConnection } from './app';
import type { Backend } from './backend';
import { SettingsError, type Settings } from './settings';

export interface DemoOptions {
	settings: Settings;
	backend: Backend;
	report: (line: string) => void;
}

/**
 * In demo mode, loads the demonstration group into an empty database, and gives the lines that name its accounts.
 * Throws SettingsError on a database that is not ours to fill.
 */
export async function loadDemoOnce({ settings, backend, report }: DemoOptions): Promise<string[]> {
	if (!settings.demo) return [];
	if (settings.supabase) {
		throw new SettingsError(
			'Le groupe de démonstration ne se charge pas dans un projet Supabase : retirez les réglages SUPABASE_… et DATABASE_URL, ou lancez « npm start ».'
		);
	}
	const owner = new pg.Client({ connectionString: backend.urls.owner });
	await owner.connect();
	try {
		const { rows } = await owner.query<{ email: string | null }>(
			`select (select u.email from auth.users as u join public.profiles as p on p.id = u.id order by u.email limit 1) as email
			 where exists (select 1 from public.profiles)`
		);
		const accounts = demoAccounts();
		if (rows.length === 0) {
			report('Chargement du groupe de démonstration');
			await loadDemo({
				owner,
				now: new Date(),
				createUser: (email, password) => createUser(backend.auth, { email, password })
			});
		} else if (!accounts.some(({ email }) => email === rows[0]?.email)) {
			return [
				'Cette base contient déjà d’autres données : le groupe de démonstration n’est pas chargé.'
			];
		}
		return [
			...accounts.map(({ email, password, role, organization }) =>
				['compte', email, password, role, organization].join('  ')
			),
			`Les courriels ne partent pas, ils se lisent ici : ${settings.publicUrl}/demo/mail`
		];
	} finally {
		await owner.end();
	}
}

/** Makes an account, or finds the one that a load cut short has made. */
async function createUser(
	auth: AuthConnection,
	{ email, password }: { email: string; password: string }
): Promise<string> {
	const admin = authAdmin(auth);
	const { data, error } = await admin.createUser({ email, password, email_confirm: true });
	if (data.user) return data.user.id;
	if (error?.code !== 'email_exists') throw error ?? new Error('no user');
	const { data: listed, error: listError } = await admin.listUsers({ perPage: 1000 });
	const found = listed.users.find((user) => user.email === email);
	if (!found) throw listError ?? error;
	return found.id;
}
