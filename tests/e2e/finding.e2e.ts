import type { Page } from '@playwright/test';
import { card, saved } from './support/board-page';
import { BOARD, caseAddress } from './support/people';
import { expect, test } from './support/test';

/** Opens the palette, types, and waits for the answer of the server. */
async function find(page: Page, text: string): Promise<void> {
	await page.keyboard.press('Control+k');
	await expect(field(page)).toBeFocused();
	const answer = page.waitForResponse((response) => response.url().endsWith('/recherche'));
	await field(page).fill(text);
	await answer;
}

const field = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('combobox');
const palette = (page: Page): ReturnType<Page['getByRole']> =>
	page.getByRole('dialog').getByRole('option');
const chosen = (page: Page): ReturnType<Page['getByRole']> =>
	page.getByRole('option', { selected: true });

test('[FI20] a case is found and opened by keyboard alone, accents or not', async ({ pageOf }) => {
	const amina = await pageOf('amina');
	await amina.goto(BOARD);
	await expect(saved(amina)).toBeVisible();

	await find(amina, 'SAMÏRA');
	await expect(chosen(amina)).toContainText('Samira H.');
	await expect(amina.getByRole('dialog').getByRole('status')).toHaveText('1 résultat');
	await amina.keyboard.press('Enter');
	await amina.waitForURL(`**${caseAddress('VT-018')}`);
	await expect(amina.getByRole('dialog')).toHaveCount(0);
	await expect(saved(amina)).toBeVisible();
	expect(amina.url()).not.toMatch(/sam/i);

	await amina.keyboard.press('Control+k');
	await expect(field(amina)).toBeFocused();
	await expect(chosen(amina)).toContainText('VT-018');
	await amina.keyboard.press('Escape');
	await expect(amina.getByRole('dialog')).toHaveCount(0);
});

test('[FI20] a command is chosen with the arrows', async ({ pageOf }) => {
	const amina = await pageOf('amina');
	await amina.goto('/ma-journee');
	await expect(saved(amina)).toBeVisible();
	await find(amina, 're');
	const options = await palette(amina).count();
	await amina.keyboard.press('ArrowUp');
	await expect(palette(amina).nth(options - 1)).toHaveAttribute('aria-selected', 'true');
	await amina.keyboard.press('ArrowDown');
	await expect(palette(amina).first()).toHaveAttribute('aria-selected', 'true');
	await field(amina).fill('nouvelle sit');
	await expect(chosen(amina)).toContainText('Nouvelle situation');
	await amina.keyboard.press('Enter');
	await amina.waitForURL('**/situations/nouvelle');
});

test('[FI21] words of the notes lead the circle to a case, and nobody else', async ({ pageOf }) => {
	const [amina, karim] = [await pageOf('amina'), await pageOf('karim')];
	for (const page of [amina, karim]) {
		await page.goto(BOARD);
		await expect(saved(page)).toBeVisible();
	}
	await find(amina, 'aide a domicile');
	await expect(amina.getByRole('option', { name: /Samira H\./ })).toContainText('dans les notes');
	await find(karim, 'aide a domicile');
	await expect(karim.getByText(/^Aucun résultat pour/)).toBeVisible();
});

test('[FI22] hidden names are hidden in the palette', async ({ pageOf }) => {
	const amina = await pageOf('amina');
	await amina.goto(BOARD);
	await expect(saved(amina)).toBeVisible();
	await amina.keyboard.press('n');
	await find(amina, 'samira');
	await expect(chosen(amina)).toContainText('VT-018');
	await expect(amina.getByRole('dialog')).not.toContainText('Samira');
	await amina.keyboard.press('Escape');
	await amina.keyboard.press('n');
	await expect(card(amina, 'Samira H.')).toBeVisible();
});

test('[FI16] a key that was changed acts in place of the first, and none once they are off', async ({
	pageOf
}) => {
	const amina = await pageOf('amina');
	await amina.goto('/reglages/raccourcis');
	const key = amina.getByLabel('Touche pour « Nouvelle situation »');
	await expect(key).toBeEnabled();
	await key.fill('m');
	await key.press('Tab');
	await expect(amina.getByText('La touche M sert déjà à « Déplacer vers')).toHaveCount(2);
	await key.fill('x');
	await key.press('Tab');
	await expect(amina.getByText('La touche M sert déjà')).toHaveCount(0);

	await amina.goto(BOARD);
	await expect(saved(amina)).toBeVisible();
	await amina.keyboard.press('c');
	await amina.keyboard.press('x');
	await amina.waitForURL('**/situations/nouvelle');

	await amina.goto('/reglages/raccourcis');
	await amina.getByLabel('Utiliser les raccourcis d’une seule touche').uncheck();
	await amina.goto(BOARD);
	await expect(saved(amina)).toBeVisible();
	await amina.keyboard.press('x');
	await amina.keyboard.press('?');
	await amina.keyboard.press('Control+k');
	await expect(field(amina)).toBeFocused();
	expect(new URL(amina.url()).pathname).toBe(BOARD);
});

test('[FI18] filters and the sort are in the address; back undoes the last, and all go at once', async ({
	pageOf
}) => {
	const amina = await pageOf('amina');
	await amina.goto(`${BOARD}?vue=liste&frein=garde`);
	const chip = amina.getByRole('button', { name: /Retirer.*Garde/i });
	await expect(saved(amina)).toBeVisible();
	await amina.getByRole('columnheader', { name: 'Référence' }).getByRole('button').click();
	await amina.waitForURL(/tri=reference/);
	await amina.getByRole('columnheader', { name: 'Référence' }).getByRole('button').click();
	await amina.waitForURL(/tri=-reference/);
	await amina.goBack();
	await expect(amina.getByRole('columnheader', { name: 'Référence' })).toHaveAttribute(
		'aria-sort',
		'ascending'
	);
	await amina.getByRole('button', { name: 'Tout effacer' }).first().click();
	await expect(chip).toHaveCount(0);
	await amina.goBack();
	await expect(chip).toBeVisible();
});
