import { BOARD, emailOf, passphraseOf } from './support/people';
import { signIn } from './support/sign-in';
import { expect, test } from './support/test';

const CODE = /\b\d{6}\b/;

test('[J1] who asks for a page before signing in gets it after', async ({ visitor }) => {
	const page = await visitor();
	await page.goto(BOARD);
	await expect(page).toHaveURL(/\/connexion\?suite=/);
	await page.getByLabel('Adresse électronique').fill(emailOf('karim'));
	await page.getByLabel('Mot de passe', { exact: true }).fill(passphraseOf('karim'));
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await expect(page).toHaveURL(BOARD);
});

test('[J2] a wrong password and an unknown address get the same message, and the address stays', async ({
	visitor
}) => {
	const page = await visitor();
	for (const email of [emailOf('sophie'), 'personne@tilleuls.example']) {
		await page.goto('/connexion');
		await page.getByLabel('Adresse électronique').fill(email);
		await page.getByLabel('Mot de passe', { exact: true }).fill('pas-le-bon-mot');
		await page.getByRole('button', { name: 'Se connecter' }).click();
		await expect(page.getByRole('alert')).toContainText('Adresse ou mot de passe incorrect');
		await expect(page.getByLabel('Adresse électronique')).toHaveValue(email);
	}
});

test('[J6] what is typed before the scripts arrive stays', async ({ visitor }) => {
	const page = await visitor();
	let release = (): void => undefined;
	const gate = new Promise<void>((resolve) => (release = resolve));
	await page.route(/\.js$/, async (route) => {
		await gate;
		await route.continue();
	});
	await page.goto('/connexion', { waitUntil: 'commit' });
	await page.getByLabel('Adresse électronique').fill(emailOf('karim'));
	await page.getByLabel('Mot de passe', { exact: true }).fill(passphraseOf('karim'));
	release();
	await page.waitForLoadState('networkidle');
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await expect(page).not.toHaveURL(/\/connexion/);
});

test('[J3] the code of an e-mail signs in', async ({ visitor }) => {
	const page = await visitor();
	await page.goto('/connexion/lien');
	await page.getByLabel('Adresse électronique').fill(emailOf('bruno'));
	await page.getByRole('button', { name: 'Recevoir le code' }).click();
	await expect(page).toHaveURL(/\/connexion\/code/);

	const letters = await page.context().newPage();
	await expect(async () => {
		await letters.goto('/demo/mail');
		await expect(letters.getByRole('main')).toContainText(CODE, { timeout: 500 });
	}).toPass();
	const [code] = CODE.exec(await letters.getByRole('main').innerText()) ?? [];
	await page.getByLabel(/Code/).fill(code ?? 'no code');
	await page.getByRole('button', { name: /Continuer|Valider|Se connecter/ }).click();
	await expect(page).not.toHaveURL(/\/connexion/);
});

test('[J7] a new password wants a code first, even from somebody who is signed in', async ({
	pageOf
}) => {
	const page = await pageOf('karim');
	await page.goto('/mot-de-passe/nouveau');
	await page.getByLabel('Nouveau mot de passe').fill('trois bateaux sur la rive');
	await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
	await expect(page).toHaveURL(/\/mot-de-passe$/);
});

test('[J4] signing out ends the session, on its open pages too', async ({ visitor }) => {
	const page = await visitor();
	await signIn(page, 'sophie');
	await page.goto(BOARD);
	const cookies = await page.context().cookies();
	await page.getByRole('button', { name: /Sophie Lambert/ }).click();
	await page.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
	await expect(page).toHaveURL(/\/connexion/);

	await page.context().addCookies(cookies);
	await page.goto(BOARD);
	await expect(page).toHaveURL(/\/connexion/);
});

test.describe('an observer', () => {
	test.use({ expectedMessages: [/40[34]/] });

	test('[J5] an observer sees no case', async ({ pageOf }) => {
		const page = await pageOf('isabelle');
		await page.goto('/');
		await expect(page.getByText('Samira H.')).toHaveCount(0);
		const answer = await page.goto(BOARD);
		await expect(page.getByText('Samira H.')).toHaveCount(0);
		expect(await answer?.text()).not.toContain('Samira');
	});
});
