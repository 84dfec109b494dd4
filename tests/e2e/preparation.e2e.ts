import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

test('[J36] a case is left for another meeting with a word that its proposer reads, and put back', async ({
	pageOf
}) => {
	const [nathalie, amina] = [await pageOf('nathalie'), await pageOf('amina')];
	await openPreparation(nathalie);
	const queue = nathalie.getByRole('region', { name: 'File d’examen' });
	await queue.getByRole('tab', { name: /^Proposées par le groupe/ }).click();
	const row = queue
		.getByRole('listitem')
		.filter({ hasText: 'Bilan de compétences : quel organisme ?' });
	await row.getByRole('button', { name: /^Pas cette fois pour / }).click();
	await row.getByRole('button', { name: 'Mettre de côté' }).click();
	await expect(row.getByText(/^Écrivez un mot/)).toBeVisible();
	await row.getByLabel('Un mot à Amina').fill('Après le rendez-vous du 12');
	await row.getByRole('button', { name: 'Mettre de côté' }).click();
	await expect(row).toHaveCount(0);
	await expect(queue.getByText('1 laissée pour une autre fois')).toBeVisible();

	await amina.goto('/ma-journee');
	await amina.getByRole('link', { name: /met votre proposition de côté/ }).click();
	await expect(amina.getByText('Après le rendez-vous du 12').last()).toBeVisible();

	// By keyboard: the message of a moment ago may stand in front of them.
	await queue.getByText('1 laissée pour une autre fois').press('Enter');
	await queue.getByRole('button', { name: /^Remettre .* dans la file$/ }).press('Enter');
	await expect(row).toBeVisible();
});

test('[J37] the agenda is sent, and what changes after is said', async ({ pageOf }) => {
	const [nathalie, lea] = [await pageOf('nathalie'), await pageOf('lea')];
	await Promise.all([openPreparation(nathalie), openPreparation(lea)]);
	await expect(lea.getByRole('button', { name: 'Envoyer l’ordre du jour' })).toHaveCount(0);
	await nathalie.getByRole('button', { name: 'Envoyer l’ordre du jour' }).click();
	await expect(nathalie.getByText(/^Ordre du jour envoyé à \d+ personnes$/)).toBeVisible();
	for (const page of [nathalie, lea])
		await expect(page.getByText(/^Envoyé aujourd’hui à/)).toBeVisible();

	await lea.getByLabel('Intitulé du point').last().fill('Forum des métiers');
	await lea.getByRole('button', { name: 'Ajouter un point' }).click();
	for (const page of [nathalie, lea])
		await expect(page.getByText(/^Modifié depuis l’envoi/)).toBeVisible();
});

async function openPreparation(page: Page): Promise<void> {
	await page.goto('/q/les-tilleuls/reunions');
	await page
		.getByRole('link', { name: /^Préparer la réunion/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { name: /^Préparer la réunion/ })).toBeVisible();
}

test('[J38] a workshop is written together, column by column', async ({ pageOf }) => {
	const [nathalie, lea] = [await pageOf('nathalie'), await pageOf('lea')];
	await Promise.all([openPreparation(nathalie), openPreparation(lea)]);
	await nathalie.getByLabel('Nature du point').last().selectOption({ label: 'Atelier' });
	await nathalie.getByLabel('Intitulé du point').last().fill('Mobilité');
	await nathalie.getByRole('button', { name: 'Ajouter un point' }).click();
	const leads = { name: 'Pistes, atelier « Mobilité »' };
	await nathalie.getByRole('textbox', leads).click();
	await nathalie.keyboard.type('Garage solidaire');
	await lea
		.getByRole('button', { name: 'Notes sur Mobilité, visibles par tout le groupe' })
		.click();
	await expect(lea.getByRole('textbox', leads)).toContainText('Garage solidaire');
	for (const column of ['Freins', 'Leviers', 'Facteurs clés', 'Ressources'])
		await expect(
			lea.getByRole('textbox', { name: new RegExp(`^${column}, atelier`) })
		).toBeVisible();
});
