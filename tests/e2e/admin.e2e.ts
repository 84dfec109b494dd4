import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './support/test';
import { test } from './support/own-application';
import { BOARD } from './support/people';
import { signIn } from './support/sign-in';

const PASSWORD = 'quatre vélos sous la pluie';
const PAGES = ['membres', 'structures', 'quartiers', 'vocabulaire', 'revue', 'journal'];
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

test('[J120] from an organisation and a territory to a colleague on the board, and out again', async ({
	newcomer
}) => {
	test.slow();
	const admin = await newcomer();
	await signIn(admin, 'damien');
	await admin.getByRole('link', { name: 'Administration' }).first().click();
	await admin.getByRole('link', { name: 'Structures' }).click();
	await admin.getByText('Ajouter une structure').first().click();
	await admin.getByLabel('Nom', { exact: true }).fill('Atelier du Canal');
	await admin.getByRole('button', { name: 'Ajouter une structure' }).click();
	await expect(admin.getByRole('row', { name: /Atelier du Canal/ })).toBeVisible();

	await admin.getByRole('link', { name: 'Quartiers' }).click();
	await admin.getByText('Ajouter un quartier').first().click();
	await admin.getByLabel('Nom du quartier').fill('Les Marronniers');
	await admin.getByLabel('Commune').fill('Valmarin');
	await admin.getByLabel('Code officiel').fill('qn09909m');
	await admin.getByLabel('Préfixe des références').fill('ma');
	await admin.getByRole('button', { name: 'Ajouter un quartier' }).click();
	await expect(admin.getByRole('row', { name: /Les Marronniers.*QN09909M/ })).toBeVisible();

	await admin.getByRole('link', { name: 'Membres' }).click();
	await invite(admin, 'nora.lemaire@canal.example', {
		organization: 'Atelier du Canal',
		group: 'Les Marronniers'
	});

	const colleague = await newcomer();
	await accept(colleague, await linkIn(colleague, 'nora.lemaire@canal.example'), 'Nora');
	await colleague.goto('/q/les-marronniers/tableau');
	await expect(colleague.getByRole('heading', { level: 1 })).toContainText('Tableau');

	await admin.goto('/admin/membres?recherche=nora');
	await admin.getByRole('link', { name: 'Nora Lemaire' }).click();
	await admin.getByText('Mettre fin', { exact: true }).click();
	await expect(admin.getByText(/perd l’accès au groupe Les Marronniers/)).toBeVisible();
	await admin.getByRole('button', { name: 'Mettre fin maintenant' }).click();
	await expect(admin.getByText('Aucun mandat : ce compte n’ouvre aucun groupe.')).toBeVisible();
	// The board that was open says so by itself.
	await expect(colleague.getByText(/n’avez plus accès/)).toBeVisible();
});

test.describe('elsewhere', () => {
	test.use({ expectedMessages: [/40[34]/] });

	test('[J121] for anybody else these pages do not exist', async ({ newcomer }) => {
		const page = await newcomer();
		await signIn(page, 'nathalie');
		for (const name of PAGES) expect((await page.goto(`/admin/${name}`))?.status()).toBe(404);
		expect((await page.request.get('/admin/journal/export')).status()).toBe(404);
		await page.goto(BOARD);
		await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
	});

	test('[J122] an administrator without a mandate administers, and opens no group', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await signIn(page, 'damien');
		await expect(page.getByRole('link', { name: 'Administration' }).first()).toBeVisible();
		await expect(page.getByRole('link', { name: 'Tableau' })).toHaveCount(0);
		expect((await page.goto(BOARD))?.status()).toBe(404);
	});
});

test('[J123] a facilitator invites, sends again and revokes; an observer keeps their settings', async ({
	newcomer
}) => {
	const page = await newcomer();
	await signIn(page, 'nathalie');
	await page.goto('/q/les-tilleuls/membres');
	await invite(page, 'jeanne@essais.example', { organization: 'CCAS' });
	const first = await linkIn(page, 'jeanne@essais.example');
	await page.goto('/q/les-tilleuls/membres');
	await invite(page, 'Jeanne@essais.example ', { organization: 'PLIE' }, 'refused');
	await expect(page.getByRole('alert')).toContainText('déjà en attente');
	await expect(page.getByLabel('Adresse électronique')).toHaveValue('Jeanne@essais.example');
	await expect(page.getByLabel('Structure')).toHaveValue(/./);

	await page.getByRole('button', { name: 'Renvoyer l’invitation de jeanne' }).click();
	await expect(page.getByText('Invitation envoyée à jeanne@essais.example.')).toBeVisible();
	const second = await linkIn(page, 'jeanne@essais.example');
	expect(second).not.toBe(first);

	await page.goto('/q/les-tilleuls/membres');
	await page.getByRole('button', { name: 'Annuler l’invitation de jeanne' }).click();
	await expect(page.getByRole('row', { name: /jeanne@essais/ })).toHaveCount(0);
	const visitor = await newcomer();
	await visitor.goto(second);
	await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('Ce lien ne fonctionne plus');

	const observer = await newcomer();
	await signIn(observer, 'isabelle');
	await observer.goto('/reglages/profil');
	await expect(observer.getByLabel('Prénom')).toHaveValue('Isabelle');
});

test('[J124] people are found without accents, by group and by organisation', async ({
	newcomer
}) => {
	const page = await newcomer();
	await signIn(page, 'damien');
	await page.goto('/admin/membres');
	await page.getByLabel('Nom, adresse ou structure').fill('LEA mission');
	await page.getByRole('button', { name: 'Filtrer' }).click();
	await expect(page).toHaveURL(/recherche=LEA/);
	await expect(page.getByRole('link', { name: 'Léa Marchand' })).toBeVisible();
	await expect(page.getByText(/^1 compte affiché sur/)).toBeVisible();
	await page.getByLabel('Nom, adresse ou structure').fill('');
	await page.getByRole('search').getByLabel('Structure', { exact: true }).selectOption('PLIE');
	await page.getByRole('button', { name: 'Filtrer' }).click();
	await expect(page.getByRole('link', { name: 'Sophie Lambert' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Léa Marchand' })).toHaveCount(0);
});

test.describe('a form that is wrong', () => {
	test.use({ expectedMessages: [/400/] });

	test('[J125] what is wrong is said at its field, and nothing typed is lost', async ({
		newcomer
	}) => {
		const page = await newcomer({ javaScriptEnabled: false });
		await signIn(page, 'damien');
		await page.goto('/admin/membres');
		await page.getByText('Inviter', { exact: true }).click();
		await page.getByLabel('Adresse électronique').fill('quelqu’un');
		await page.getByLabel('Rôle').selectOption('observer');
		await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
		await expect(page.getByText('Cette adresse est incomplète.')).toBeVisible();
		await expect(page.getByText('Choisissez dans la liste.')).toHaveCount(2);
		await expect(page.getByLabel('Adresse électronique')).toHaveValue('quelqu’un');
		await expect(page.getByLabel('Rôle')).toHaveValue('observer');
	});
});

test.describe('a suspension', () => {
	test.use({ expectedMessages: [/40[0-9]/] });

	test('[J126] who is suspended is out at once, and back when it is lifted', async ({
		newcomer
	}) => {
		test.slow();
		const bruno = await newcomer();
		await signIn(bruno, 'bruno');
		await bruno.goto(BOARD);
		await expect(bruno.getByText('Samira H.').first()).toBeVisible();

		const admin = await newcomer();
		await signIn(admin, 'damien');
		await admin.goto('/admin/membres?recherche=ferreira');
		await admin.getByRole('link', { name: 'Bruno Ferreira' }).click();
		await admin.getByRole('button', { name: 'Suspendre l’accès' }).click();
		await expect(admin.getByText('Accès suspendu').first()).toBeVisible();
		await expect(bruno.getByText('Samira H.')).toHaveCount(0);
		await bruno.goto(BOARD);
		await expect(bruno).toHaveURL(/\/connexion/);

		await admin.getByRole('button', { name: 'Rétablir l’accès' }).click();
		await expect(admin.getByRole('button', { name: 'Suspendre l’accès' })).toBeVisible();
		await signIn(bruno, 'bruno');
		await bruno.goto(BOARD);
		await expect(bruno.getByText('Samira H.').first()).toBeVisible();
	});
});

test('[J127] the last administrator stays one', async ({ newcomer }) => {
	const page = await newcomer();
	await signIn(page, 'damien');
	await page.goto('/admin/membres?recherche=lacoste');
	await page.getByRole('link', { name: 'Damien Lacoste' }).click();
	await page.getByRole('button', { name: 'Retirer l’administration' }).click();
	await expect(page.getByRole('alert')).toContainText('la dernière personne');
});

test('[J128] a review names what it ends before it does, and says when it was', async ({
	newcomer,
	own
}) => {
	await own.db.query(
		`update auth.users set last_sign_in_at = now() - interval '100 days' where email = 'olivier@tilleuls.example'`
	);
	const page = await newcomer();
	await signIn(page, 'damien');
	await page.goto('/admin/revue');
	await page
		.getByLabel(/Olivier Teyssier/)
		.first()
		.check();
	await page.getByRole('button', { name: 'Continuer' }).click();
	await expect(page.getByRole('heading', { name: 'Un mandat à arrêter' })).toBeVisible();
	await page.getByRole('button', { name: /Mettre fin à ce mandat/ }).click();
	await expect(page.getByText('La revue est notée. Un mandat arrêté.')).toBeVisible();
	await page.goto('/admin/revue');
	await expect(
		page.getByText(/Dernière revue le .* par Damien Lacoste, 1 mandat arrêté/)
	).toBeVisible();
});

test('[J129] the journal names who and which reference, by period, and leaves as a file', async ({
	newcomer
}) => {
	const amina = await newcomer();
	await signIn(amina, 'amina');
	await amina.goto('/q/les-tilleuls/situations/VT-018');
	await expect(amina.getByRole('heading', { level: 1 })).toBeVisible();

	const page = await newcomer();
	await signIn(page, 'damien');
	await page.goto('/admin/journal');
	await page.getByLabel('Qui', { exact: true }).selectOption({ label: 'Amina Derouiche' });
	await page.getByRole('button', { name: 'Filtrer' }).click();
	await expect(page.getByRole('row', { name: /Amina Derouiche Situation.*VT-018/ })).toBeVisible();
	expect(await page.content()).not.toContain('Samira');

	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Exporter (CSV)' }).click()
	]);
	expect(download.suggestedFilename()).toBe('journal.csv');
	const file = readFileSync(await download.path(), 'utf8');
	expect(file).toContain('"Amina Derouiche";"Situation";"');
	expect(file).toContain('"VT-018"');
	expect(file).not.toContain('Samira');

	await page.goto('/admin/journal?du=2020-01-01&au=2020-12-31');
	await expect(page.getByText('Rien sur cette période')).toBeVisible();
});

test('[J130] a type made reserved is masked on open boards at once', async ({ newcomer }) => {
	const karim = await newcomer();
	await signIn(karim, 'karim');
	await karim.goto(BOARD);
	const chips = karim.locator('.chip', { hasText: 'Mobilité' });
	await expect(chips.first()).toBeVisible();
	const admin = await newcomer();
	await signIn(admin, 'damien');
	await admin.goto('/admin/vocabulaire');
	const shown = await chips.count();
	await admin.getByRole('button', { name: 'Réserver : Mobilité', exact: true }).click();
	await expect(admin.getByRole('button', { name: 'Ne plus réserver : Mobilité' })).toBeVisible();
	await expect.poll(() => chips.count()).toBeLessThan(shown);
	await admin.getByRole('button', { name: 'Ne plus réserver : Mobilité' }).click();
	await expect(chips).toHaveCount(shown);
});

for (const [look, options] of [
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
	['phone', PHONE]
] as const) {
	test(`[J131] axe finds nothing in administration, ${look}`, async ({ newcomer }) => {
		test.slow();
		const page = await newcomer(options);
		await signIn(page, 'damien');
		for (const name of PAGES) {
			await page.goto(`/admin/${name}`);
			await expectNoViolation(page);
		}
		await page.goto('/admin/membres?recherche=sandrine');
		await page.getByRole('link', { name: 'Sandrine Morvan' }).click();
		await expect(page.getByRole('heading', { name: 'Sandrine Morvan' })).toBeVisible();
		await page.getByText('Changer le rôle ou la fin').click();
		await expectNoViolation(page);
	});
}

/** Sends an invitation from a page that has the form. */
async function invite(
	page: Page,
	email: string,
	{ organization, group }: { organization: string; group?: string },
	outcome: 'sent' | 'refused' = 'sent'
): Promise<void> {
	await page.getByText('Inviter', { exact: true }).click();
	const form = page.locator('form', { has: page.getByLabel('Adresse électronique') });
	await form.getByLabel('Adresse électronique').fill(email);
	await form.getByLabel('Structure').selectOption(organization);
	if (group) await form.getByLabel('Quartier').selectOption(group);
	await form.getByRole('button', { name: 'Envoyer l’invitation' }).click();
	if (outcome === 'sent') {
		await expect(page.getByText(`Invitation envoyée à ${email}.`)).toBeVisible();
	}
}

/** The link of the last letter to an address. */
async function linkIn(page: Page, email: string): Promise<string> {
	await page.goto('/demo/mail');
	const letter = page.getByRole('article').filter({ hasText: email }).first();
	const [link = ''] = /\/invitation\/[\w-]{43}/.exec(await letter.innerText()) ?? [];
	return link;
}

/** Makes the account of an invitation, without a second factor, up to its first page. */
async function accept(page: Page, link: string, firstName: string): Promise<void> {
	await page.goto(link);
	await page.getByLabel('Prénom').fill(firstName);
	await page.getByLabel('Nom', { exact: true }).fill('Lemaire');
	await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Créer mon compte' }).click();
	await page.getByRole('link', { name: 'Plus tard' }).click();
	await page.getByRole('button', { name: 'J’accepte la charte' }).click();
	await expect(page).toHaveURL('/ma-journee');
}

async function expectNoViolation(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const { scroll, client } = await page.evaluate(() => ({
		scroll: document.documentElement.scrollWidth,
		client: document.documentElement.clientWidth
	}));
	expect(scroll, page.url()).toBeLessThanOrEqual(client);
	const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
	const found = violations.map(
		({ id, help, nodes }) =>
			`${id}: ${help}: ${nodes.map(({ target }) => String(target)).join(' | ')}`
	);
	expect(found, page.url()).toEqual([]);
}
