import type { Locator, Page } from '@playwright/test';
import { expect } from './test';

export type StageName =
	'Repérage' | 'Diagnostic' | 'Levée des freins' | 'Projet et immersions' | 'Emploi ou formation';

/** The column of a stage. */
export function column(page: Page, stage: StageName): Locator {
	return page.getByRole('region', { name: new RegExp(`^${stage}, `) });
}

/** The card of somebody, in any column. */
export function card(page: Page, name: string): Locator {
	return page.getByRole('article').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** Opens the menu of a card by its button. */
export async function openMenu(page: Page, name: string): Promise<Locator> {
	await card(page, name).hover();
	await page.getByRole('button', { name: `Actions pour ${name}` }).click();
	return page.getByRole('menu', { name: `Actions pour ${name}` });
}

export async function moveByMenu(page: Page, name: string, stage: StageName): Promise<void> {
	const menu = await openMenu(page, name);
	await menu.getByRole('menuitemradio', { name: stage }).click();
}

export async function expectAt(page: Page, name: string, stage: StageName): Promise<void> {
	await expect(
		column(page, stage).getByRole('link', { name, exact: true }),
		`${name} in ${stage}`
	).toBeVisible();
	await expect(card(page, name)).toHaveCount(1);
}

/** The save indicator. */
export function saved(page: Page): Locator {
	return page.getByText('Tout est enregistré', { exact: true });
}
