import type { Page } from '@playwright/test';
import { saved } from './support/board-page';
import { commonNote, openCase, openSharing } from './support/case-page';
import { caseAddress } from './support/people';
import { expect, test } from './support/test';

const REASON = 'Je reçois cette personne en atelier';

test('[J70] who asks to join is let in from Ma journée with the person’s word, and the page opens by itself', async ({
	pageOf
}) => {
	const [karim, lea] = [await pageOf('karim'), await pageOf('lea')];
	await lea.goto('/ma-journee');
	await expect(saved(lea)).toBeVisible();
	await ask(karim, 'VT-024');

	await lea.getByRole('link', { name: 'Karim demande à rejoindre un cercle' }).click();
	const detail = lea.getByRole('article').filter({ hasText: 'VT-024' });
	await expect(detail).toContainText(REASON);
	await detail.getByRole('button', { name: 'Accepter dans le cercle' }).click();
	await expect(detail).toContainText('L’accord de la personne est nécessaire.');
	await detail.getByRole('checkbox', { name: /d’accord pour que France Travail/ }).check();
	await detail.getByRole('button', { name: 'Accepter dans le cercle' }).click();

	await expect(commonNote(karim)).toBeEditable();
	await expect(lea.getByRole('link', { name: 'Karim demande à rejoindre un cercle' })).toHaveCount(
		0
	);
	await openSharing(lea, 'VT-024');
	await expect(lea.getByLabel('Structures que l’accord nomme')).toContainText('France Travail');
});

test('[J71] a refusal carries a word, to the page of who asked and to their Ma journée', async ({
	pageOf
}) => {
	const [karim, lea] = [await pageOf('karim'), await pageOf('lea')];
	await openSharing(lea, 'VT-033');
	await ask(karim, 'VT-033');
	const requests = lea.getByRole('list', { name: '1 demande en attente' });
	await expect(requests).toContainText(REASON);
	await requests.getByText('Ne pas accepter').first().click();
	await requests.getByLabel(/^Un mot pour/).fill('Parlons-en à la réunion');
	await requests.getByRole('button', { name: /^Ne pas accepter la demande/ }).click();
	await expect(requests).toHaveCount(0);

	await expect(karim.getByText('Votre demande n’a pas été acceptée.')).toBeVisible();
	await expect(karim.getByText('Parlons-en à la réunion')).toBeVisible();
	await karim.goto('/ma-journee');
	await karim.getByRole('link', { name: 'Votre demande n’est pas acceptée' }).click();
	await expect(karim.getByRole('button', { name: /^Fait aujourd’hui/ })).toBeVisible();
});

test.describe('without scripts', () => {
	// The form that is wrong first answers 400.
	test.use({ expectedMessages: [/400/] });

	test('[J72] a request is sent and taken back without scripts', async ({ pageOf }) => {
		const karim = await pageOf('karim', { javaScriptEnabled: false });
		await karim.goto(caseAddress('VT-038'));
		await karim.getByRole('button', { name: 'Demander à rejoindre le cercle' }).click();
		await expect(karim.getByText('À remplir.')).toBeVisible();
		await karim.getByLabel('Pourquoi').fill(REASON);
		await karim.getByRole('button', { name: 'Demander à rejoindre le cercle' }).click();
		await expect(karim.getByText(/^Demande envoyée le/)).toBeVisible();
		await karim.getByRole('button', { name: 'Retirer ma demande' }).click();
		await expect(karim.getByLabel('Pourquoi')).toBeVisible();
	});

	test('[J73] an agreement is withdrawn for one organisation and recorded anew without scripts', async ({
		pageOf
	}) => {
		const lea = await pageOf('lea', { javaScriptEnabled: false });
		await lea.goto(`${caseAddress('VT-052')}?onglet=partage`);
		await lea.getByRole('link', { name: 'Retirer l’accord' }).click();
		await lea.getByRole('radio', { name: 'Certaines structures' }).check();
		await lea.getByRole('button', { name: 'Retirer l’accord' }).click();
		await expect(lea.getByText('Faites un choix.')).toBeVisible();
		await lea.getByRole('radio', { name: 'Certaines structures' }).check();
		await lea.getByRole('checkbox', { name: 'CCAS' }).check();
		await lea.getByRole('button', { name: 'Retirer l’accord' }).click();
		await expect(lea).toHaveURL(/VT-052\?onglet=partage$/);
		await expect(lea.getByLabel('Structures que l’accord nomme')).not.toContainText('CCAS');
		await expect(lea.getByText('1 passage terminé dans le cercle')).toBeVisible();

		await lea.getByRole('link', { name: 'Renouveler ou modifier l’accord' }).click();
		await lea.getByRole('checkbox', { name: 'CCAS' }).check();
		await lea.getByRole('button', { name: 'Enregistrer l’accord et partager' }).click();
		await expect(lea.getByLabel('Structures que l’accord nomme')).toContainText('CCAS');
		await expect(lea.getByText(/^Remplacé le/)).toBeVisible();
	});
});

test('[J74] a case is handed over to who accepts it, and keeps its lead until then', async ({
	pageOf
}) => {
	const [thomas, lea] = [await pageOf('thomas'), await pageOf('lea')];
	await lea.goto('/ma-journee');
	await expect(saved(lea)).toBeVisible();
	await openSharing(thomas, 'VT-034');
	await thomas.getByRole('link', { name: 'Passer le relais' }).click();
	await expect(thomas.getByRole('heading', { name: 'Passer le relais' })).toBeFocused();
	await thomas.getByLabel('À qui').selectOption({ label: 'Léa Marchand, Mission locale' });
	await thomas.getByLabel(/^Un mot/).fill('Je change de secteur');
	await thomas.getByRole('button', { name: 'Proposer le relais' }).click();
	await expect(thomas.getByText(/^En attente de la réponse de Léa Marchand/)).toBeVisible();
	await expect(fact(thomas, 'Référent de parcours')).toContainText('Thomas');

	await lea.getByRole('link', { name: 'Thomas vous propose le relais' }).click();
	const detail = lea.getByRole('article').filter({ hasText: 'VT-034' });
	await expect(detail).toContainText('Je change de secteur');
	await detail.getByRole('button', { name: 'Prendre le relais' }).click();

	await expect(fact(thomas, 'Référent de parcours')).toContainText('Léa');
	await thomas.goto('/ma-journee');
	await expect(thomas.getByRole('link', { name: 'Le relais est pris' })).toBeVisible();
});

test('[J75] a withdrawal closes the screens of the others at once and offers what they were typing', async ({
	pageOf
}) => {
	const [bruno, lea] = [await pageOf('bruno'), await pageOf('lea')];
	const note = await openCase(lea, 'VT-043');
	await note.click();
	await lea.getByRole('button', { name: 'Action', exact: true }).click();
	await lea.getByLabel('Que faire ?').fill('Une action pas encore envoyée');

	await openSharing(bruno, 'VT-043');
	await bruno.getByRole('link', { name: 'Retirer l’accord' }).click();
	await expect(bruno.getByText(/^2 personnes du cercle perdent l’accès/)).toBeVisible();
	await bruno.getByRole('button', { name: 'Retirer l’accord' }).click();

	await expect(lea.getByText('Vous n’avez plus accès à cette situation')).toBeVisible();
	await expect(commonNote(lea)).toHaveCount(0);
	await expect(lea.getByRole('textbox', { name: 'Votre texte non enregistré' })).toHaveValue(
		/Une action pas encore envoyée/
	);
	await expect(bruno.getByText(/^L’accord a été retiré le/).first()).toBeVisible();
	await expect(bruno.getByText(/2 passages terminés/)).toBeVisible();
});

test('[J76] an identity asks for a second factor, and says where to set it up', async ({
	pageOf
}) => {
	const sophie = await pageOf('sophie');
	await openCase(sophie, 'VT-009');
	await sophie.getByRole('button', { name: 'Afficher l’identité' }).click();
	const dialog = sophie.getByRole('dialog', { name: 'Double authentification nécessaire' });
	await expect(dialog).toBeVisible();
	await expect(dialog.getByRole('link')).toHaveAttribute(
		'href',
		`/reglages/securite?suite=${encodeURIComponent(caseAddress('VT-009'))}`
	);
});

test('[J77] names hidden on this device are references on every page', async ({ pageOf }) => {
	const amina = await pageOf('amina');
	await openCase(amina, 'VT-012');
	const name = (await amina.getByRole('heading', { level: 1 }).textContent()) ?? '';
	expect(name).toMatch(/^\S+ [A-Z]\.$/);
	await amina.goto('/q/les-tilleuls/tableau');
	await expect(saved(amina)).toBeVisible();
	await amina.keyboard.press('n');
	await expect(amina.getByText(name)).toHaveCount(0);
	for (const address of [
		'/ma-journee',
		'/q/les-tilleuls/tableau?vue=liste',
		caseAddress('VT-012'),
		`${caseAddress('VT-012')}?onglet=partage`
	]) {
		const answer = await amina.goto(address);
		// Drawn by the server without the name: it never shows, not even for a moment.
		const drawn = (await answer?.text())?.replace(/<script[\s\S]*?<\/script>/g, '');
		expect(drawn, address).not.toContain(name);
		await expect(saved(amina)).toBeVisible();
		await expect(amina.getByText(name)).toHaveCount(0);
	}
	await expect(amina.getByRole('heading', { level: 1, name: 'VT-012' })).toBeVisible();
});

test('[J78] a band asks to renew an agreement that expires soon', async ({ pageOf }) => {
	const karim = await pageOf('karim');
	await openCase(karim, 'VT-006');
	await expect(karim.getByText(/^L’accord expire le/)).toBeVisible();
	await karim.getByRole('link', { name: 'Renouveler', exact: true }).click();
	await karim.getByRole('button', { name: 'Enregistrer l’accord et partager' }).click();
	await expect(karim.getByText(/^L’accord expire le/)).toHaveCount(0);
});

async function ask(page: Page, reference: string): Promise<void> {
	await page.goto(caseAddress(reference));
	await page.getByLabel('Pourquoi').fill(REASON);
	await page.getByRole('button', { name: 'Demander à rejoindre le cercle' }).click();
	await expect(page.getByText(/^Demande envoyée le/)).toBeVisible();
}

/** One of the facts under the name. */
function fact(page: Page, label: string) {
	return page.locator('dl > div').filter({ hasText: label });
}
