import type { Page } from '@playwright/test';
import { card, column, expectAt, moveByMenu, openMenu, saved } from './support/board-page';
import { BOARD } from './support/people';
import { expect, test } from './support/test';

test('[J10] the board shows the shared cases of the group by stage, and its own organisation those not shared yet', async ({
	pageOf
}) => {
	const thomas = await pageOf('thomas');
	await thomas.goto(BOARD);
	await expect(thomas.getByRole('heading', { level: 1, name: 'Tableau' })).toBeVisible();
	for (const stage of ['Repérage', 'Diagnostic', 'Levée des freins'] as const) {
		await expect(column(thomas, stage).getByRole('article').first()).toBeVisible();
	}
	await expect(card(thomas, 'Samira H.')).toBeVisible();
	await expect(card(thomas, 'Tatiana R.')).toHaveCount(0);

	const amina = await pageOf('amina');
	await amina.goto(BOARD);
	await expect(card(amina, 'Tatiana R.')).toContainText('Ma structure seulement');
});

test('[J11] a filter is in the address and survives a reload', async ({ pageOf }) => {
	const page = await pageOf('thomas');
	await page.goto(BOARD);
	await page.getByRole('button', { name: /^(Cohorte )?Seniors/ }).click();
	await expect(page).toHaveURL(/cohorte=/);
	await expect(card(page, 'Samira H.')).toHaveCount(0);
	await page.reload();
	await expect(card(page, 'Gérard L.')).toBeVisible();
	await expect(card(page, 'Samira H.')).toHaveCount(0);
});

test('[J12] a card moved by menu moves for the other, who is told by whom', async ({ pageOf }) => {
	const [lea, thomas] = [await pageOf('lea'), await pageOf('thomas')];
	await Promise.all([lea.goto(BOARD), thomas.goto(BOARD)]);
	await expectAt(lea, 'Jordan L.', 'Diagnostic');
	await expect(saved(lea)).toBeVisible();

	await moveByMenu(thomas, 'Jordan L.', 'Levée des freins');

	await expectAt(lea, 'Jordan L.', 'Levée des freins');
	await expect(card(lea, 'Jordan L.')).toContainText('Déplacée par Thomas à l’instant');
	await expect(saved(thomas)).toBeVisible();
	await thomas.reload();
	await expectAt(thomas, 'Jordan L.', 'Levée des freins');
});

test('[J13] a card is moved by keyboard alone, keeps the focus, and the move is said', async ({
	pageOf
}) => {
	const page = await pageOf('thomas');
	await page.goto(BOARD);
	await expect(saved(page)).toBeVisible();
	await page.getByRole('link', { name: 'Bilal O.', exact: true }).focus();
	await page.keyboard.press('m');
	const menu = page.getByRole('menu', { name: 'Actions pour Bilal O.' });
	await expect(menu.getByRole('menuitemradio', { name: 'Repérage' })).toBeFocused();
	await page.keyboard.press('2');

	await expectAt(page, 'Bilal O.', 'Diagnostic');
	await expect(page.getByRole('link', { name: 'Bilal O.', exact: true })).toBeFocused();
	await expect(
		page.getByRole('status').filter({ hasText: 'Bilal O. est en « Diagnostic »' })
	).toHaveCount(1);
});

test('[J14] a card is picked up, carried and dropped with the arrows; Escape puts it back', async ({
	pageOf
}) => {
	const page = await pageOf('lea');
	await page.goto(BOARD);
	await expect(saved(page)).toBeVisible();
	await page.getByRole('link', { name: 'Chloé N.', exact: true }).focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('Escape');
	await expectAt(page, 'Chloé N.', 'Projet et immersions');

	await page.getByRole('link', { name: 'Chloé N.', exact: true }).focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('Space');
	await expectAt(page, 'Chloé N.', 'Levée des freins');
});

test('[J15] in the list, a stage is chosen from a select', async ({ pageOf }) => {
	const page = await pageOf('thomas');
	await page.goto(`${BOARD}?vue=liste`);
	await page.getByLabel('Étape de Idriss F.').selectOption({ label: 'Projet et immersions' });
	await expect(saved(page)).toBeVisible();
	await page.goto(BOARD);
	await expectAt(page, 'Idriss F.', 'Projet et immersions');
});

test('[J16] a move is undone from its notice', async ({ pageOf }) => {
	const page = await pageOf('lea');
	await page.goto(BOARD);
	await moveByMenu(page, 'Aïcha T.', 'Projet et immersions');
	await expectAt(page, 'Aïcha T.', 'Projet et immersions');
	await page.getByRole('button', { name: 'Annuler' }).click();
	await expectAt(page, 'Aïcha T.', 'Diagnostic');
});

test('[J17] two people move the same card at once: both see the same place and one card', async ({
	pageOf
}) => {
	const [lea, thomas] = [await pageOf('lea'), await pageOf('thomas')];
	await Promise.all([lea.goto(BOARD), thomas.goto(BOARD)]);
	await Promise.all([expect(saved(lea)).toBeVisible(), expect(saved(thomas)).toBeVisible()]);
	const menus = await Promise.all([openMenu(lea, 'Rayan C.'), openMenu(thomas, 'Rayan C.')]);

	await Promise.all([
		menus[0].getByRole('menuitemradio', { name: 'Diagnostic' }).click(),
		menus[1].getByRole('menuitemradio', { name: 'Projet et immersions' }).click()
	]);

	await Promise.all([expect(saved(lea)).toBeVisible(), expect(saved(thomas)).toBeVisible()]);
	const places = async (): Promise<(string | null)[]> =>
		Promise.all(
			[lea, thomas].map((page) =>
				page
					.getByRole('region')
					.filter({ has: card(page, 'Rayan C.') })
					.last()
					.getAttribute('aria-label')
			)
		);
	await expect
		.poll(async () => new Set((await places()).map((label) => label?.split(',')[0])).size)
		.toBe(1);
	await expect(card(lea, 'Rayan C.')).toHaveCount(1);
	await expect(card(thomas, 'Rayan C.')).toHaveCount(1);
});

test('[J18] a case without agreement is seen by its own organisation only; with one, by the group at once', async ({
	pageOf
}) => {
	const [amina, thomas] = [await pageOf('amina'), await pageOf('thomas')];
	await thomas.goto(BOARD);
	await expect(saved(thomas)).toBeVisible();

	await createCase(amina, { firstName: 'Mireille', initial: 'Q', agreement: 'Plus tard' });
	await amina.goto(BOARD);
	await expect(card(amina, 'Mireille Q.')).toContainText('Ma structure seulement');
	await expect(card(thomas, 'Mireille Q.')).toHaveCount(0);

	await createCase(amina, { firstName: 'Odile', initial: 'Q', agreement: 'Oui, à l’oral' });
	await expect(card(thomas, 'Odile Q.')).toBeVisible();
	await expect(card(thomas, 'Mireille Q.')).toHaveCount(0);
});

test('[J19] a form with wrong fields says what is wrong with each and loses nothing', async ({
	pageOf
}) => {
	const page = await pageOf('amina');
	await page.goto('/q/les-tilleuls/situations/nouvelle');
	await page.getByLabel('Prénom').fill('Mireille');
	await page.getByLabel('Année de naissance').fill('12');
	await page.getByRole('button', { name: /^Créer/ }).click();
	await expect(page.getByText('Écrivez une seule lettre.').first()).toBeVisible();
	await expect(page.getByText(/Écrivez une année entre/).first()).toBeVisible();
	await expect(page.getByLabel('Prénom')).toHaveValue('Mireille');
	await expect(page.getByLabel('Année de naissance')).toHaveValue('12');
});

/** A choice is drawn by its label, which stands before the input. */
const BEHIND_ITS_LABEL = { force: true };

interface NewCase {
	firstName: string;
	initial: string;
	agreement: string;
}

async function createCase(page: Page, { firstName, initial, agreement }: NewCase): Promise<void> {
	await page.goto('/q/les-tilleuls/situations/nouvelle');
	await page.getByLabel('Prénom').fill(firstName);
	await page.getByLabel('Initiale du nom').fill(initial);
	await page.getByLabel('Année de naissance').fill('1985');
	await page.getByRole('radio', { name: /Femmes/ }).check(BEHIND_ITS_LABEL);
	await page.getByLabel(agreement, { exact: true }).check(BEHIND_ITS_LABEL);
	if (agreement !== 'Plus tard') {
		await page.getByRole('checkbox', { name: 'CCAS' }).check(BEHIND_ITS_LABEL);
	}
	await page.getByRole('button', { name: /^Créer/ }).click();
	await page.waitForURL(/situations\/VT-\d+/);
}
