import type { Locator, Page } from '@playwright/test';
import { saved } from './support/board-page';
import { caretAfter, openCase } from './support/case-page';
import { expect, test } from './support/test';

test('[J100] selected words become an action and stay linked to it, also on a colleague’s screen', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	const [hers, leas] = await Promise.all([openCase(amina, 'VT-018'), openCase(lea, 'VT-018')]);
	await select(amina, hers, 'Rappeler la halte-garderie.');
	await amina.getByRole('button', { name: 'Créer une action' }).click();
	await expect(amina.getByLabel('Que faire ?')).toHaveValue('Rappeler la halte-garderie.');
	await amina.getByRole('button', { name: 'Ajouter l’action' }).click();

	const passage = leas.getByRole('link', { name: 'Rappeler la halte-garderie.' });
	await expect(passage).toBeVisible();
	await passage.focus();
	await lea.keyboard.press('Enter');
	await expect(rowOf(lea, 'Rappeler la halte-garderie.')).toBeFocused();
	await lea.getByRole('button', { name: /^Voir dans la note : Rappeler/ }).click();
	await expect(passage).toBeFocused();
	await expect(hers.getByRole('link', { name: 'Rappeler la halte-garderie.' })).toBeVisible();
});

test('[J101] an action is dropped with a reason, and that is taken back', async ({ pageOf }) => {
	const amina = await pageOf('amina');
	await openCase(amina, 'VT-018');
	await add(amina, 'Demander un devis de garde');
	await amina.getByRole('button', { name: 'Demander un devis de garde. Modifier' }).click();
	await amina.getByRole('dialog').getByLabel('État').selectOption({ label: 'Abandonnée' });
	await amina.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await expect(amina.getByLabel('Pourquoi l’abandonner ?')).toBeFocused();
	await amina.getByLabel('Pourquoi l’abandonner ?').selectOption('replaced');
	await amina.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await expect(amina.getByText('Abandonnée : Remplacée par une autre')).toBeAttached();
	await amina.getByRole('button', { name: 'Annuler', exact: true }).last().click();
	await expect(amina.getByText('Abandonnée : Remplacée par une autre')).toHaveCount(0);
});

test('[J102] an action passed on arrives without a reload, is put off with H and given back', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	await lea.goto('/ma-journee');
	await expect(saved(lea)).toBeVisible();
	await openCase(amina, 'VT-018');
	await add(amina, 'Préparer le rendez-vous du fonds', 'Léa Marchand');
	await lea.getByRole('link', { name: 'Préparer le rendez-vous du fonds' }).click();
	await expect(lea.getByText(/^Action confiée /)).toBeVisible();
	await lea.keyboard.press('h');
	await expect(lea.getByRole('button', { name: /^Demain/ })).toBeFocused();
	await lea.keyboard.press('Enter');
	await expect(lea.getByText(/^Reportée au /)).toBeVisible();
	await lea.getByText('Rendre à Amina').first().click();
	await lea.getByLabel('Pourquoi ?').fill('En congé');
	await lea.getByRole('button', { name: 'Rendre à Amina' }).click();
	await expect(lea.getByRole('link', { name: 'Préparer le rendez-vous du fonds' })).toHaveCount(0);
	await amina.goto('/ma-journee');
	// Its date puts it in the week as well.
	await amina.getByRole('link', { name: 'Préparer le rendez-vous du fonds' }).first().click();
	await expect(amina.getByText(/En congé/)).toBeVisible();
});

test('[J103] who edits a date that somebody else changes chooses between the two', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	await Promise.all([openCase(amina, 'VT-018'), openCase(lea, 'VT-018')]);
	await add(amina, 'Fixer la date de la visite');
	const edit = { name: 'Fixer la date de la visite. Modifier' };
	await amina.getByRole('button', edit).click();
	await amina.getByLabel(/^Pour le/).fill('2031-11-27');
	await lea.getByRole('button', edit).click();
	await lea.getByLabel(/^Pour le/).fill('2031-12-02');
	await lea.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await expect(amina.getByText('Léa vient d’écrire « 2 décembre »')).toBeVisible();
	await expect(amina.getByLabel(/^Pour le/)).toHaveValue('2031-11-27');
	await amina.getByRole('button', { name: 'Prendre la sienne' }).click();
	await expect(amina.getByLabel(/^Pour le/)).toHaveValue('2031-12-02');
});

function rowOf(page: Page, label: string): Locator {
	return page.locator('li[id^="action-"]').filter({ hasText: label });
}

/** Writes a line at the end of a list and selects it. */
async function select(page: Page, note: Locator, words: string): Promise<void> {
	await caretAfter(page, note, 'Si la garde est réglée');
	await page.keyboard.press('Enter');
	await page.keyboard.type(words);
	await page.keyboard.press('Shift+Home');
}

async function add(page: Page, label: string, owner = 'Amina Derouiche'): Promise<void> {
	await page.getByRole('button', { name: 'Action', exact: true }).click();
	await page.getByLabel('Que faire ?').fill(label);
	const owners = page.getByLabel('Qui s’en charge ?');
	const value = await owners.locator('option', { hasText: owner }).first().getAttribute('value');
	await owners.selectOption(value);
	await page.getByRole('button', { name: 'Ajouter l’action' }).click();
	await expect(rowOf(page, label)).toBeVisible();
}
