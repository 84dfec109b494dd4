import { card, saved } from './support/board-page';
import { caretAfter, commonNote, openCase, textOf } from './support/case-page';
import { BOARD, caseAddress } from './support/people';
import { expect, test } from './support/test';

test('[J20] two people write in one note at once: nothing is lost and both read the same', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	const [hers, leas] = await Promise.all([openCase(amina, 'VT-018'), openCase(lea, 'VT-018')]);
	await caretAfter(amina, hers, 'Trois ans d’aide à domicile');
	await caretAfter(lea, leas, 'ne plus dépendre de ma voisine');

	await Promise.all([
		amina.keyboard.type(' Amina écrit ceci sans s’arrêter.', { delay: 15 }),
		lea.keyboard.type(' Léa écrit cela au même moment.', { delay: 15 })
	]);

	for (const note of [hers, leas]) {
		await expect(note).toContainText('aide à domicile. Amina écrit ceci sans s’arrêter.');
		await expect(note).toContainText('Léa écrit cela au même moment.');
	}
	await Promise.all([expect(saved(amina)).toBeVisible(), expect(saved(lea)).toBeVisible()]);
	expect(await textOf(hers)).toBe(await textOf(leas));
});

test('[J21] the caret of a colleague carries their name', async ({ pageOf }) => {
	const [amina, thomas] = [await pageOf('amina'), await pageOf('thomas')];
	const [hers, his] = await Promise.all([openCase(amina, 'VT-044'), openCase(thomas, 'VT-044')]);
	await caretAfter(thomas, his, 'Disponible le matin');
	await thomas.keyboard.type(' Dès lundi.');
	await expect(hers.locator('[data-name*="Thomas"]').first()).toBeAttached();
});

test.describe('away from the network', () => {
	test.use({ expectedMessages: [/ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource/] });

	test('[J22] who loses the network goes on writing and finds everything merged on return', async ({
		pageOf
	}) => {
		const [amina, thomas] = [await pageOf('amina'), await pageOf('thomas')];
		const [hers, his] = await Promise.all([openCase(amina, 'VT-044'), openCase(thomas, 'VT-044')]);
		await expect(saved(amina)).toBeVisible();

		await amina.context().setOffline(true);
		await caretAfter(amina, hers, 'plutôt dans la cuisine collective');
		await amina.keyboard.type(' Écrit hors ligne.');
		await expect(amina.getByText(/^Hors ligne, /).first()).toBeVisible();
		await caretAfter(thomas, his, 'Rendez-vous au point emploi');
		await thomas.keyboard.type(' Écrit en ligne.');
		await expect(saved(thomas)).toBeVisible();
		await expect(his).not.toContainText('Écrit hors ligne.');

		await amina.context().setOffline(false);
		await expect(saved(amina)).toBeVisible({ timeout: 20_000 });
		for (const note of [hers, his]) {
			await expect(note).toContainText('Écrit hors ligne.');
			await expect(note).toContainText('Écrit en ligne.');
		}
		expect(await textOf(hers)).toBe(await textOf(his));
	});
});

test('[J23] a mention is made by keyboard, arrives without a reload and opens its exact place', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	await lea.goto('/ma-journee');
	await expect(saved(lea)).toBeVisible();
	const note = await openCase(amina, 'VT-018');
	await caretAfter(amina, note, 'Si la garde est réglée');
	await amina.keyboard.type(' Qu’en pensez-vous @Léa');
	await expect(amina.getByRole('option', { name: /Léa Marchand/ })).toBeVisible();
	await amina.keyboard.press('Enter');
	await amina.keyboard.type(' d’ici lundi ?');

	const item = lea.getByRole('listitem').filter({ hasText: 'Qu’en pensez-vous @Léa Marchand' });
	await expect(item).toBeVisible();
	await item.getByRole('link', { name: 'Amina vous mentionne' }).click();
	await lea.getByRole('link', { name: 'Ouvrir à cet endroit' }).click();
	await expect(lea).toHaveURL(/VT-018#mention-/);
	await expect(commonNote(lea)).toContainText('Qu’en pensez-vous');
});

test('[J24] the menu of mentions marks who is outside the circle', async ({ pageOf }) => {
	const amina = await pageOf('amina');
	const note = await openCase(amina, 'VT-018');
	await caretAfter(amina, note, 'Droits : vérifier');
	await amina.keyboard.type(' @Kar');
	const option = amina.getByRole('option', { name: /Karim Belhadj/ });
	await expect(option).toContainText('France Travail');
	await expect(option).toContainText('Hors du cercle');
	await amina.keyboard.press('Escape');
	await expect(option).toHaveCount(0);
});

test('[J25] outside the circle the note is not there, and an unknown case is not found', async ({
	pageOf
}) => {
	const karim = await pageOf('karim', {});
	const answer = await karim.goto(caseAddress('VT-018'));
	expect(await answer?.text()).not.toContain('Trois ans d’aide à domicile');
	await expect(commonNote(karim)).toHaveCount(0);
});

test.describe('not found', () => {
	test.use({ expectedMessages: [/404/] });

	test('[J26] a case not shared and a case that does not exist get the same answer', async ({
		pageOf
	}) => {
		const karim = await pageOf('karim');
		for (const reference of ['VT-050', 'VT-999']) {
			const answer = await karim.goto(caseAddress(reference));
			expect(answer?.status()).toBe(404);
			await expect(karim.getByText('Cette page n’existe pas, ou plus.')).toBeVisible();
			expect(await answer?.text()).not.toContain('Tatiana');
		}
	});
});

test('[J27] a blocker and an action made by one are on the other’s screen and on the board', async ({
	pageOf
}) => {
	const [sophie, karim] = [await pageOf('sophie'), await pageOf('karim')];
	await Promise.all([openCase(sophie, 'VT-015'), openCase(karim, 'VT-015')]);

	await sophie.getByRole('button', { name: 'Frein', exact: true }).click();
	await sophie.getByRole('radio', { name: /^Mobilité/ }).check({ force: true });
	await sophie.getByLabel(/^En une ligne/).fill('Pas de bus après 20 h');
	await sophie.getByRole('button', { name: 'Ajouter le frein' }).click();
	await expect(karim.getByText('Pas de bus après 20 h').first()).toBeVisible();

	await karim.getByRole('button', { name: 'Action', exact: true }).click();
	await karim.getByLabel('Que faire ?').fill('Demander les horaires du soir');
	await karim.getByLabel(/^Pour le/).fill(new Date().toISOString().slice(0, 10));
	await karim.getByRole('button', { name: 'Ajouter l’action' }).click();
	await expect(sophie.getByText('Demander les horaires du soir').first()).toBeVisible();

	await karim.goto(BOARD);
	await expect(card(karim, 'Jean-Luc R.')).toContainText('Demander les horaires du soir');
});

test('[J28] who is taken out of the circle while the page is open loses it at once, and keeps the words not saved', async ({
	pageOf
}) => {
	const [thomas, lea] = [await pageOf('thomas'), await pageOf('lea')];
	const [, leas] = await Promise.all([openCase(thomas, 'VT-031'), openCase(lea, 'VT-031')]);
	await caretAfter(lea, leas, 'Un contrat en alternance');
	await lea.keyboard.type(' Lu par Léa.');
	await expect(saved(lea)).toBeVisible();

	await thomas.getByRole('tab', { name: 'Partage et accord' }).click();
	await thomas.getByRole('button', { name: 'Retirer Léa Marchand du cercle' }).click();

	await expect(lea.getByText('Vous n’avez plus accès à cette situation')).toBeVisible();
	await expect(commonNote(lea)).toHaveCount(0);
	const answer = await lea.goto(caseAddress('VT-031'));
	expect(await answer?.text()).not.toContain('Lu par Léa.');
});
