import { saved } from './support/board-page';
import { expect, test } from './support/test';

test('[J40] the day shows what waits, late first, and the meeting of the week', async ({
	pageOf
}) => {
	const page = await pageOf('amina');
	await page.goto('/ma-journee');
	await expect(page.getByRole('heading', { level: 1, name: 'Bonjour Amina' })).toBeVisible();
	await expect(page.getByText('En retard').first()).toBeVisible();
	await expect(page.getByText('Relancer la crèche pour la place').first()).toBeVisible();
	await expect(page.getByText('Léa vous mentionne').first()).toBeVisible();
	await expect(page.getByText('Réunion du groupe').first()).toBeVisible();
});

test('[J41] what is marked as done leaves the list and can be taken back', async ({ pageOf }) => {
	const page = await pageOf('sophie');
	await page.goto('/ma-journee');
	await expect(saved(page)).toBeVisible();
	const label = 'Accompagner à France Services';
	await page.getByText(label).first().click();
	await page
		.getByRole('button', { name: `Marquer comme fait : ${label}` })
		.first()
		.click();
	await expect(page.getByRole('button', { name: 'Fait aujourd’hui' })).toBeVisible();
	await page.getByRole('button', { name: 'Annuler' }).click();
	await expect(
		page.getByRole('region', { name: /^Aujourd’hui/ }).getByRole('link', { name: label })
	).toBeVisible();
});

test('[J42] on paper the week has its actions by reference, and no name', async ({ pageOf }) => {
	const page = await pageOf('amina');
	await page.goto('/ma-journee');
	await expect(saved(page)).toBeVisible();
	await expect(page.getByRole('button', { name: 'Imprimer ma semaine' })).toBeVisible();
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText(/^Imprimé le .* À garder pour vous/)).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
	await expect(page.getByRole('region', { name: 'Votre semaine' })).toBeHidden();
	const paper = await page.locator('main').innerText();
	expect(paper).toMatch(/Réunion du groupe/);
	expect(paper).toMatch(/VT-\d{3}/);
	expect(paper).not.toMatch(/VT-\d{3} · /);
});
