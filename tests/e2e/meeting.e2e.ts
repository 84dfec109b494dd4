import type { Locator, Page } from '@playwright/test';
import { saved } from './support/board-page';
import { expect, test } from './support/test';

test('[J30] several people edit one agenda: a case, a free item and a duration arrive on the other screen', async ({
	pageOf
}) => {
	const [nathalie, thomas] = [await pageOf('nathalie'), await pageOf('thomas')];
	await Promise.all([openPreparation(nathalie), openPreparation(thomas)]);
	const before = await rows(nathalie).count();

	await nathalie.getByRole('button', { name: 'Ajouter Mariama N. à l’ordre du jour' }).click();
	await thomas.getByLabel('Intitulé du point').last().fill('Forum de l’alternance');
	await thomas.getByRole('button', { name: 'Ajouter un point' }).click();

	for (const page of [nathalie, thomas]) {
		await expect(rows(page)).toHaveCount(before + 2);
		await expect(row(page, 'Mariama N.')).toBeVisible();
		await expect(row(page, 'Forum de l’alternance')).toBeVisible();
		await expect(saved(page)).toBeVisible();
	}
	await thomas.getByRole('button', { name: 'Plus de temps pour Mariama N.' }).click();
	await expect(
		nathalie.getByRole('group', { name: 'Durée de Mariama N., en minutes' })
	).toContainText('7 min');
	await expect(nathalie.getByText(/ de trop/).first()).toBeVisible();
});

test('[J31] the agenda is reordered by keyboard alone; the focus follows and the rank is said', async ({
	pageOf
}) => {
	const [nathalie, lea] = [await pageOf('nathalie'), await pageOf('lea')];
	await Promise.all([openPreparation(nathalie), openPreparation(lea)]);
	const handle = nathalie.getByRole('button', { name: /^Déplacer ou retirer Maria P\., rang/ });
	const before = rankOf(await handle.getAttribute('aria-label'));
	await handle.focus();
	await nathalie.keyboard.press('Alt+ArrowUp');

	await expect(handle).toBeFocused();
	await expect(handle).toHaveAttribute('aria-label', new RegExp(`rang ${before - 1} sur`));
	await expect(
		nathalie.getByRole('status').filter({ hasText: `Maria P., rang ${before - 1} sur` })
	).toHaveCount(1);
	await expect(
		lea.getByRole('button', {
			name: new RegExp(`^Déplacer ou retirer Maria P\\., rang ${before - 1} sur`)
		})
	).toBeVisible();
});

test('[J32] a planned meeting says what is wrong with each field', async ({ pageOf }) => {
	const page = await pageOf('nathalie');
	await page.goto('/q/les-tilleuls/reunions');
	await page.getByText('Planifier une réunion').first().click();
	await page.getByLabel('Date', { exact: true }).fill('2026-01-05');
	await page.getByLabel('Début').fill('10:00');
	await page.getByLabel('Fin').fill('09:00');
	await page.getByRole('button', { name: 'Planifier', exact: true }).click();
	await expect(
		page.getByText('Cette date est passée. Choisissez une date à venir.').first()
	).toBeVisible();
	await expect(page.getByText('La fin doit venir après le début.').first()).toBeVisible();
	await expect(page.getByLabel('Début')).toHaveValue('10:00');
});

test('[J33] a closed meeting is read, not written', async ({ pageOf }) => {
	const page = await pageOf('lea');
	await page.goto('/q/les-tilleuls/reunions');
	await page
		.getByRole('link', { name: /^Relire la réunion/ })
		.first()
		.click();
	await expect(page.getByText('Lecture seule : cette réunion est close.')).toBeVisible();
	await expect(page.getByRole('button', { name: /^Déplacer ou retirer/ })).toHaveCount(0);
});

async function openPreparation(page: Page): Promise<void> {
	await page.goto('/q/les-tilleuls/reunions');
	await page
		.getByRole('link', { name: /^Préparer la réunion/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { level: 1, name: /^Préparer la réunion/ })).toBeVisible();
	await expect(saved(page)).toBeVisible();
}

function rows(page: Page): Locator {
	return page.getByRole('button', { name: /^Déplacer ou retirer / });
}

function row(page: Page, name: string): Locator {
	return page.getByRole('button', {
		name: new RegExp(`^Déplacer ou retirer ${name.replace('.', '\\.')}, rang`)
	});
}

function rankOf(label: string | null): number {
	return Number(/rang (\d+)/.exec(label ?? '')?.[1]);
}
