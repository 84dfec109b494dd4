import type { Page } from '@playwright/test';
import { expect } from './support/test';
import { test } from './support/own-application';
import { BOARD, caseAddress } from './support/people';
import { enrol } from './support/second-factor';
import { signIn, typePassword } from './support/sign-in';

const SECURITY = '/reglages/securite';
const verification = /\/connexion\/verification\?/;

test.describe('wrong codes', () => {
	test.use({ expectedMessages: [/status of 4(00|29)/] });

	test('[J90] an application is asked for at each sign-in, its codes serve once, and the page asked for comes after', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await signIn(page, 'ines');
		await page.goto(SECURITY);
		const phone = await enrol(page);
		const visit = await newcomer();
		await visit.goto(caseAddress('VT-018'));
		await typePassword(visit, 'ines');
		await expect(visit).toHaveURL(verification);

		await typeCode(visit, phone.lastCode());
		await expect(visit.getByRole('alert')).toContainText('Ce code n’est pas le bon');
		await expect(visit.getByRole('alert')).toBeFocused();
		await typeCode(visit, await phone.code());
		await expect(visit).toHaveURL(caseAddress('VT-018'));
	});

	test('[J91] a backup code serves once, and the settings count those that are left', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await signIn(page, 'marc');
		await page.goto(SECURITY);
		const [code = ''] = (await enrol(page)).backupCodes;
		const visit = await newcomer();
		await visit.goto('/connexion');
		await typePassword(visit, 'marc');
		await visit.getByRole('link', { name: 'Utiliser un code de secours' }).click();
		await visit.getByLabel('Code de secours').fill(code.toUpperCase().replace('-', ' '));
		await visit.getByRole('button', { name: 'Se connecter' }).click();
		await expect(visit).toHaveURL('/ma-journee');
		await visit.goto(SECURITY);
		await expect(visit.getByRole('main')).toContainText('9 codes de secours encore utilisables');
		await expect.poll(() => letters(page)).toContain('Un code de secours de votre compte vient');

		const again = await newcomer();
		await again.goto('/connexion');
		await typePassword(again, 'marc');
		await again.getByRole('link', { name: 'Utiliser un code de secours' }).click();
		await again.getByLabel('Code de secours').fill(code);
		await again.getByRole('button', { name: 'Se connecter' }).click();
		await expect(again.getByRole('alert')).toContainText('Ce code de secours n’est pas le bon');
	});

	test('[J92] five wrong codes close the door for a while, and the page says until when', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await signIn(page, 'yacine');
		await page.goto(SECURITY);
		const phone = await enrol(page);
		const visit = await newcomer();
		await visit.goto('/connexion');
		await typePassword(visit, 'yacine');
		for (let count = 0; count < 5; count++) {
			await typeCode(visit, '000 000');
			await expect(visit.getByRole('alert')).toContainText('Ce code n’est pas le bon');
		}
		await typeCode(visit, await phone.code());
		await expect(visit.getByRole('alert')).toContainText(/Vous pourrez réessayer à \d+\sh/);
		await expect(visit).toHaveURL(verification);
	});
});

test('[J93] the password alone opens nothing to somebody who has an application', async ({
	newcomer
}) => {
	const page = await newcomer();
	await signIn(page, 'delphine');
	await page.goto(SECURITY);
	await enrol(page);
	const visit = await newcomer();
	await visit.goto('/connexion');
	await typePassword(visit, 'delphine');
	await expect(visit).toHaveURL(verification);

	for (const address of [BOARD, '/ma-journee', caseAddress('VT-018'), SECURITY]) {
		const answer = await visit.request.get(address, { maxRedirects: 0 });
		expect(answer.status(), address).toBe(303);
		expect(answer.headers()['location'], address).toMatch(verification);
		const data = await visit.request.get(`${address}/__data.json`);
		expect(await data.text(), address).not.toContain('Samira');
	}
	const renamed = await visit.request.post('/reglages/profil', {
		headers: { origin: new URL(visit.url()).origin, accept: 'application/json' },
		form: { firstName: 'Autre', lastName: 'Personne', jobTitle: '' }
	});
	expect(renamed.status()).toBe(403);
});

test('[J94] the code of an e-mail does not replace that of the application', async ({
	newcomer,
	own
}) => {
	const page = await newcomer();
	await signIn(page, 'sandrine');
	await page.goto(SECURITY);
	const phone = await enrol(page);
	const visit = await newcomer();
	await visit.goto(`/connexion?suite=${encodeURIComponent(BOARD)}`);
	await visit.getByRole('link', { name: 'Recevoir un code de connexion' }).click();
	await visit.getByLabel('Adresse électronique').fill('sandrine@tilleuls.example');
	await visit.getByRole('button', { name: 'Recevoir le code' }).click();
	await expect(visit).toHaveURL(/\/connexion\/code/);
	await visit.getByLabel('Code de vérification').fill(await letterCode(page));
	await visit.getByRole('button', { name: 'Se connecter' }).click();

	await expect(visit).toHaveURL(verification);
	await typeCode(visit, await phone.code());
	await expect(visit).toHaveURL(BOARD);
	expect(own.url).toContain('localhost');
});

test('[J95] where the organisation asks for it, nothing opens before an application and the charter', async ({
	newcomer,
	own
}) => {
	await own.db.query(`update public.organizations set second_factor = true where name = 'PLIE'`);
	await own.db.query(
		`update public.profiles set charter_accepted_at = null
		 where id = (select id from auth.users where email = 'olivier@tilleuls.example')`
	);
	const page = await newcomer();
	await page.goto(`/connexion?suite=${encodeURIComponent(BOARD)}`);
	await typePassword(page, 'olivier');
	await expect(page).toHaveURL(/\/bienvenue\?/);
	await expect(page.getByText('Votre structure le demande')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Plus tard' })).toHaveCount(0);
	const skipped = await page.request.get(BOARD, { maxRedirects: 0 });
	expect(skipped.headers()['location']).toMatch(/^\/bienvenue\?/);

	await enrol(page);
	await page.getByLabel('Je les ai mis de côté').check();
	await page.getByRole('button', { name: 'Continuer' }).click();
	await expect(page.getByRole('heading', { name: 'La charte du groupe' })).toBeVisible();
	await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(6);
	await page.getByRole('button', { name: 'J’accepte la charte' }).click();
	await expect(page).toHaveURL(BOARD);
});

test('[J96] backup codes are shown once, kept as a file, and new ones replace the old', async ({
	newcomer
}) => {
	const page = await newcomer();
	await signIn(page, 'helene');
	await page.goto(SECURITY);
	const phone = await enrol(page);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Télécharger' }).click()
	]);
	expect(download.suggestedFilename()).toBe('codes-de-secours.txt');
	await page.goto(SECURITY);
	await expect(page.getByText(/^\w{5}-\w{5}$/)).toHaveCount(0);

	await page.getByText('Créer dix nouveaux codes de secours').first().click();
	const form = page.locator('form', {
		has: page.getByRole('button', { name: 'Créer dix nouveaux' })
	});
	await form.getByLabel(/Code de l’application/).fill(await phone.code());
	await form.getByRole('button').click();
	const codes = page.getByRole('listitem').filter({ hasText: /^\w{5}-\w{5}$/ });
	await expect(codes).toHaveCount(10);
	expect(await codes.allInnerTexts()).not.toEqual(expect.arrayContaining(phone.backupCodes));
	await expect(letters(page)).resolves.toContain('De nouveaux codes de secours viennent');
});

test('[J97] an application is removed with a fresh code, and a letter says so', async ({
	newcomer
}) => {
	const page = await newcomer();
	await signIn(page, 'thomas');
	await page.goto(SECURITY);
	const [code = ''] = (await enrol(page)).backupCodes;
	await page.goto(SECURITY);
	await page.getByText('Retirer ou remplacer l’application').first().click();
	const form = page.locator('form', { has: page.getByRole('button', { name: 'Retirer' }) });
	await form.getByLabel(/Code de l’application/).fill(code);
	await form.getByRole('button').click();
	await expect(page.getByRole('button', { name: 'Commencer' })).toBeVisible();

	const visit = await newcomer();
	await signIn(visit, 'thomas');
	await expect(visit).toHaveURL('/ma-journee');
	await expect.poll(() => letters(page)).toContain('vient d’être retirée');
	await expect.poll(() => letters(page)).toContain('vient d’être ajoutée');
});

test.describe('a session that ends', () => {
	test.use({ expectedMessages: [/status of 40[01]/] });

	test('[J98] a device that is signed out from another one loses its open pages at once', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await signIn(page, 'bruno');
		const other = await newcomer();
		await signIn(other, 'bruno');
		await other.goto(BOARD);
		await expect(other.getByText('Tout est enregistré')).toBeVisible();

		await page.goto(SECURITY);
		await expect(page.getByText('Cet appareil', { exact: true })).toHaveCount(1);
		// The last active of the others comes first.
		await page
			.getByRole('button', { name: /^Déconnecter .+ sur / })
			.first()
			.click();
		await expect(page.getByText('Cet appareil', { exact: true })).toBeVisible();
		await expect(other.getByText('Tout est enregistré')).toHaveCount(0);
		await other.reload();
		await expect(other).toHaveURL(/\/connexion\?/);
		await page.reload();
		await expect(page).toHaveURL(SECURITY);
	});

	test('[J99] a password is changed with the current one, which ends the other devices', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await signIn(page, 'karim');
		const other = await newcomer();
		await signIn(other, 'karim');
		await page.goto(SECURITY);
		const change = async (current: string): Promise<void> => {
			await page.getByLabel('Mot de passe actuel').fill(current);
			await page.getByLabel('Nouveau mot de passe').fill('trois bateaux sur la rive');
			await page.getByRole('button', { name: 'Changer le mot de passe' }).click();
		};
		await change('pas-le-bon-mot');
		await expect(page.getByText('Ce n’est pas le mot de passe actuel')).toBeVisible();
		await change('lanterne-colline-35');
		await expect(page.getByText('Mot de passe changé')).toBeVisible();

		await other.goto('/ma-journee');
		await expect(other).toHaveURL(/\/connexion\?/);
		await typePassword(other, 'karim', 'trois bateaux sur la rive');
		await expect(other).toHaveURL('/ma-journee');
		await expect.poll(() => letters(page)).toContain('Le mot de passe de votre compte');
	});
});

async function typeCode(page: Page, code: string): Promise<void> {
	await page.getByLabel('Code de vérification').fill(code);
	await page.getByRole('button', { name: 'Se connecter' }).click();
}

/** The e-mails that the demonstration kept. */
async function letters(page: Page): Promise<string> {
	const answer = await page.request.get('/demo/mail');
	return answer.text();
}

/** The newest code sent by e-mail. */
async function letterCode(page: Page): Promise<string> {
	const pattern = /Votre code de connexion[\s\S]*?(\d{6})/;
	await expect.poll(() => letters(page)).toMatch(pattern);
	return pattern.exec(await letters(page))?.[1] ?? '';
}
