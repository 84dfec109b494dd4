import { expect } from './support/test';
import { test } from './support/own-application';
import { BOARD } from './support/people';
import { signIn, typePassword } from './support/sign-in';

const PASSWORD = 'quatre vélos sous la pluie';

test('[J110] an invitation opens an account, its welcome and the board, then works no more', async ({
	newcomer,
	own
}) => {
	const link = await own.invite({ email: 'nora@tilleuls.example' });
	const page = await newcomer();
	await page.goto(link);
	const main = page.getByRole('main');
	await expect(main).toContainText('Nathalie Pruvost vous ouvre l’espace du groupe');
	await expect(main).toContainText('nora@tilleuls.example');
	await expect(main).toContainText('CCAS');
	await page.getByLabel('Prénom').fill('Nora');
	await page.getByLabel('Nom', { exact: true }).fill('Lemaire');
	await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Créer mon compte' }).click();

	await expect(page).toHaveURL(/\/bienvenue/);
	await page.getByRole('link', { name: 'Plus tard' }).click();
	await page.getByRole('button', { name: 'J’accepte la charte' }).click();
	await expect(page).toHaveURL('/ma-journee');
	await page.goto(BOARD);
	await expect(page.getByText('Samira H.').first()).toBeVisible();
	const again = await newcomer();
	await again.goto(link);
	await expect(again.getByRole('heading', { level: 1 })).toHaveText('Ce lien ne fonctionne plus');
});

test('[J111] a link that is unknown, over or revoked says the same, and no cache or other site gets it', async ({
	newcomer,
	own
}) => {
	const revoked = await own.invite({ email: 'revoquee@tilleuls.example' });
	await own.db.query(
		`update public.invitations set revoked_at = now() where email = 'revoquee@tilleuls.example'`
	);
	const over = await own.invite({ email: 'passee@tilleuls.example', over: true });
	const page = await newcomer();
	const pages: string[] = [];
	for (const link of [
		revoked,
		over,
		`/invitation/${'x'.repeat(43)}`,
		`/invitation/${'x'.repeat(999)}`
	]) {
		const answer = await page.goto(link);
		// Not `no-referrer`: with it a form without scripts does not say where it comes from, and is refused.
		expect(answer?.headers()['referrer-policy']).toBe('same-origin');
		expect(answer?.headers()['cache-control']).toContain('no-store');
		pages.push(await page.getByRole('main').innerText());
	}
	expect(new Set(pages).size).toBe(1);
	expect(pages[0]).toContain('Ce lien ne fonctionne plus');
});

test('[J112] somebody who has an account signs in first, then joins', async ({ newcomer, own }) => {
	await own.db.query(
		`update public.mandates set ends_at = now()
		 where profile_id = (select id from auth.users where email = 'marc@tilleuls.example')`
	);
	const link = await own.invite({ email: 'marc@tilleuls.example' });
	const page = await newcomer();
	await page.goto(link);
	await expect(page.getByLabel('Prénom')).toHaveCount(0);
	await page.getByRole('link', { name: 'Se connecter' }).click();
	await typePassword(page, 'marc');
	await page.getByRole('button', { name: 'Rejoindre le groupe Les Tilleuls' }).click();
	await expect(page).toHaveURL('/ma-journee');
	await page.goto(BOARD);
	await expect(page.getByText('Samira H.').first()).toBeVisible();
});

test('[J113] the invitation of somebody else is not taken by who is signed in', async ({
	newcomer,
	own
}) => {
	const link = await own.invite({ email: 'lea@tilleuls.example', role: 'observer' });
	const page = await newcomer();
	await signIn(page, 'thomas');
	await page.goto(link);
	await expect(page.getByText('Un autre compte est ouvert sur cet appareil')).toBeVisible();
	const taken = await page.request.post(`${link}?/join`, {
		headers: { origin: own.url, accept: 'application/json' },
		form: {}
	});
	expect(taken.status()).toBe(404);
	const { rows } = await own.db.query(
		`select 1 from public.invitations where email = 'lea@tilleuls.example' and accepted_at is not null`
	);
	expect(rows).toEqual([]);
});

test.describe('a weak password', () => {
	test.use({ expectedMessages: [/status of 400/] });

	test('[J114] a password that does not fit makes no account, and what was typed stays', async ({
		newcomer,
		own
	}) => {
		const link = await own.invite({ email: 'paul@tilleuls.example' });
		const page = await newcomer();
		await page.goto(link);
		await page.getByLabel('Prénom').fill('Paul');
		await page.getByLabel('Nom', { exact: true }).fill('Noiret');
		await page.getByLabel('Mot de passe', { exact: true }).fill('court');
		await page.getByRole('button', { name: 'Créer mon compte' }).click();
		await expect(page.getByText('Ce mot de passe ne convient pas')).toBeVisible();
		await expect(page.getByLabel('Prénom')).toHaveValue('Paul');
		const { rows } = await own.db.query(
			`select 1 from auth.users where email = 'paul@tilleuls.example'`
		);
		expect(rows).toEqual([]);
	});
});

test('[J115] an invitation is accepted without scripts', async ({ newcomer, own }) => {
	const link = await own.invite({ email: 'ida@tilleuls.example', role: 'observer' });
	const page = await newcomer({ javaScriptEnabled: false });
	await page.goto(link);
	await page.getByLabel('Prénom').fill('Ida');
	await page.getByLabel('Nom', { exact: true }).fill('Morel');
	await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Créer mon compte' }).click();
	await page.getByRole('link', { name: 'Plus tard' }).click();
	await page.getByRole('button', { name: 'J’accepte la charte' }).click();
	await expect(page).toHaveURL('/ma-journee');
});
