/** What a session may not do before it suffices, and what no longer holds once somebody's sign-in changed. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { test, type OwnApplication } from './support/own-application';
import { enrol } from './support/second-factor';
import { signIn, typePassword } from './support/sign-in';
import { expect } from './support/test';

const SECURITY = '/reglages/securite';
const NEW_PASSWORD = '/mot-de-passe/nouveau';

/** Addresses are of the demo group: the first name is enough. */
const USER = `(select id from auth.users where email = $1 || '@tilleuls.example')`;

const waits = [
	{
		what: 'is locked',
		person: 'pauline',
		page: /^\/verrou\?/,
		sql: `update public.session_states set locked_at = now() where profile_id = ${USER}`
	},
	{
		what: 'waits for a code',
		person: 'julien',
		page: /^\/connexion\/verification\?/,
		sql: `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
			values (gen_random_uuid(), ${USER}, '', 'totp', 'verified', now(), now(), 'JBSWY3DPEHPK3PXP')`
	}
] as const;

for (const { what, person, page: where, sql } of waits) {
	test(`[J140] a session that ${what} sets up no application and chooses no password`, async ({
		newcomer,
		own
	}) => {
		const page = await newcomer();
		await signIn(page, person);
		await own.db.query(sql, [person]);
		const before = await signInOf(own, person);

		for (const address of ['/bienvenue', SECURITY]) {
			const fields = {
				factorId: randomUUID(),
				uri: 'otpauth://totp/Maillage?secret=JBSWY3DPEHPK3PXP',
				code: '123456'
			};
			for (const action of ['begin', 'finish']) {
				const answer = await post(page, own, `${address}?/${action}`, fields, 'application/json');
				expect(answer.status(), `${address} ${action}`).toBe(403);
			}
		}
		const opened = await page.request.get(NEW_PASSWORD, { maxRedirects: 0 });
		const chosen = await post(page, own, NEW_PASSWORD, { password: 'trois bateaux sur la rive' });
		for (const answer of [opened, chosen]) {
			expect(answer.status()).toBe(303);
			expect(answer.headers()['location']).toMatch(where);
		}
		expect(await signInOf(own, person)).toEqual(before);
	});
}

test('[J141] no token says that an application proved the session once it is removed', async ({
	newcomer,
	own
}) => {
	const page = await newcomer();
	await signIn(page, 'fatiha');
	await page.goto(SECURITY);
	const { backupCodes } = await enrol(page);
	expect(await levelOf(page)).toBe('aal2');
	const [code = ''] = backupCodes;
	const removed = await post(page, own, `${SECURITY}?/remove`, { code });
	expect(removed.status()).toBe(303);
	expect(await levelOf(page)).toBe('aal1');
});

test('[J142] a code of an application that nobody has is a wrong code', async ({
	newcomer,
	own
}) => {
	const page = await newcomer();
	await signIn(page, 'olivier');
	for (const action of ['codes', 'remove']) {
		const answer = await post(page, own, `${SECURITY}?/${action}`, { code: '123456' });
		expect(answer.status(), action).toBe(400);
	}
});

test.describe('refused', () => {
	test.use({ expectedMessages: [/status of 40[03]/] });

	test('[J143] a session that a backup code opened is told to connect an application before a new password', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await signIn(page, 'helene');
		await page.goto(SECURITY);
		const [code = ''] = (await enrol(page)).backupCodes;
		const visit = await newcomer();
		await visit.goto('/connexion');
		await typePassword(visit, 'helene');
		await visit.getByRole('link', { name: 'Utiliser un code de secours' }).click();
		await visit.getByLabel('Code de secours').fill(code);
		await visit.getByRole('button', { name: 'Se connecter' }).click();
		await expect(visit).toHaveURL('/ma-journee');
		await visit.goto(SECURITY);
		await visit.getByLabel('Mot de passe actuel').fill('marelle-sapin-39');
		await visit.getByLabel('Nouveau mot de passe').fill('trois bateaux sur la rive');
		await visit.getByRole('button', { name: 'Changer le mot de passe' }).click();

		await expect(visit.getByText('Reliez d’abord une nouvelle application')).toBeVisible();
		await expect(visit.getByText('Ce n’est pas le mot de passe actuel')).toHaveCount(0);
	});

	test('[J144] who is suspended is told whom to ask, after the right password only', async ({
		newcomer,
		own
	}) => {
		await own.db.query(
			`update auth.users set banned_until = now() + interval '1 year' where id = ${USER}`,
			['delphine']
		);
		const page = await newcomer();
		await page.goto('/connexion');
		await typePassword(page, 'delphine', 'pas-le-bon-mot');
		await expect(page.getByRole('alert')).toContainText('Adresse ou mot de passe incorrect');
		await expect(page.getByText('suspendu')).toHaveCount(0);
		await typePassword(page, 'delphine');
		await expect(page.getByRole('alert')).toContainText('Ce compte est suspendu');
		await expect(page.getByRole('alert')).toContainText('la personne qui administre Maillage');
	});
});

/** Sends a form; with `accept` JSON as the scripts of a page do, which answers with the status of the action itself. */
function post(
	page: Page,
	{ url }: OwnApplication,
	path: string,
	form: Record<string, string>,
	accept = 'text/html'
) {
	const headers = { origin: url, accept };
	return page.request.post(path, { headers, form, maxRedirects: 0 });
}

/** All that somebody signs in with. */
async function signInOf({ db }: OwnApplication, person: string): Promise<unknown> {
	const { rows } = await db.query<{ factors: string[]; password: string }>(
		`select u.encrypted_password as password,
			array(select f.id || f.status::text from auth.mfa_factors as f where f.user_id = u.id) as factors
		 from auth.users as u where u.id = ${USER}`,
		[person]
	);
	return rows;
}

/** The level that the token in the cookies of a browser claims. */
async function levelOf(page: Page): Promise<unknown> {
	const pieces = (await page.context().cookies()).filter(({ name }) =>
		name.startsWith('maillage-auth')
	);
	const value = pieces
		.toSorted((a, b) => a.name.localeCompare(b.name))
		.map((piece) => piece.value)
		.join('');
	const session: unknown = JSON.parse(decode(value.replace(/^base64-/, '')));
	const token = (session as { access_token: string }).access_token;
	const claims: unknown = JSON.parse(decode(token.split('.')[1] ?? ''));
	return (claims as { aal: string }).aal;
}

function decode(text: string): string {
	return Buffer.from(text, 'base64url').toString();
}
