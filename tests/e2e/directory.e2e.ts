import type { Locator } from '@playwright/test';
import { openCase } from './support/case-page';
import { expect, test } from './support/test';

const DIRECTORY = '/q/les-tilleuls/annuaire';

test('[WD8] from a blocker to the right door, and a sheet that its own people keep', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	await amina.goto(DIRECTORY);
	await amina.getByRole('link', { name: /^Garde d’enfants/ }).click();
	await amina.getByRole('searchbox').fill('entretien');
	await amina.getByRole('searchbox').press('Enter');
	await expect(amina.getByRole('list', { name: 'Services' }).getByRole('listitem')).toHaveCount(1);
	await amina.getByRole('button', { name: /^Modifier/ }).click();
	const dialog = amina.getByRole('dialog');
	await dialog.getByLabel('Délai de réponse').fill('Le lendemain');
	await dialog.getByLabel('Nom du service').fill('');
	await dialog.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(dialog.getByLabel('Nom du service')).toBeFocused();
	await expect(dialog.getByLabel('Délai de réponse')).toHaveValue('Le lendemain');
	await dialog.getByLabel('Nom du service').fill('Garde ponctuelle');
	await dialog.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(amina.getByRole('heading', { name: 'Garde ponctuelle', exact: true })).toBeVisible();

	await lea.goto(`${DIRECTORY}?q=garde+ponctuelle`);
	await expect(lea.getByText('Réponse : Le lendemain')).toBeVisible();
	await expect(lea.getByText(/par Amina Derouiche$/)).toBeVisible();
	await expect(lea.getByRole('button', { name: /^Modifier/ })).toHaveCount(0);
});

test('[BL7] a blocker is entrusted, handed back with a word, and that word is read', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	await openCase(amina, 'VT-018');
	await amina.getByRole('button', { name: 'Frein', exact: true }).click();
	const form = amina.getByRole('dialog');
	await form.getByText('Logement', { exact: true }).click();
	await form
		.getByLabel('Porté par')
		.selectOption(await optionOf(form.getByLabel('Porté par'), 'Léa'));
	await form.getByRole('button', { name: 'Ajouter le frein' }).click();
	await expect(amina.getByText('Confié à Léa, pas encore accepté')).toBeVisible();

	await lea.goto('/ma-journee?filtre=blocker');
	await lea.getByRole('link', { name: /Amina vous confie un frein/ }).click();
	await lea.getByText('Rendre avec un mot').first().click();
	await lea.getByLabel('Un mot à Amina').fill('Je pars en congé');
	await lea.getByRole('button', { name: 'Rendre avec un mot' }).click();
	await expect(lea.getByText('Frein rendu à Amina.')).toBeVisible();

	await amina.goto('/ma-journee?filtre=blocker');
	await amina.getByRole('link', { name: /Léa vous rend un frein/ }).click();
	await expect(amina.locator('blockquote')).toHaveText('« Je pars en congé »');
});

test('[BL8] a lever adds the blocker and prepares an action about it', async ({ pageOf }) => {
	const amina = await pageOf('amina');
	await openCase(amina, 'VT-018');
	await amina.getByRole('button', { name: 'Frein', exact: true }).click();
	await amina.getByRole('dialog').getByText('Numérique', { exact: true }).click();
	await amina.getByRole('button', { name: /Proposer un atelier numérique/ }).click();
	const form = amina.getByRole('dialog', { name: 'Créer une action' });
	await expect(form.getByLabel('Que faire ?')).toHaveValue('Proposer un atelier numérique');
	await expect(form.getByLabel(/Frein concerné/).locator('option:checked')).toHaveText('Numérique');
});

async function optionOf(select: Locator, name: string): Promise<{ label: string }> {
	const labels = await select.locator('option').allTextContents();
	return { label: labels.find((label) => label.startsWith(name)) ?? name };
}
