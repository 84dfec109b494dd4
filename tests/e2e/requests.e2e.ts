import type { Page } from '@playwright/test';
import { openCase } from './support/case-page';
import { expect, test } from './support/test';

const REFERENCE = 'VT-018';

test('[J190] what one asks is answered in Ma journée, and comes back to whoever asked at once', async ({
	pageOf
}) => {
	const [amina, lea] = [await pageOf('amina'), await pageOf('lea')];
	// A second try asks something else than the first.
	const question = `Reste-t-il une place lundi matin ? (${test.info().retry})`;
	await lea.goto('/ma-journee');
	await openCase(amina, REFERENCE);
	const panel = requestsOf(amina);
	await panel.getByRole('button', { name: 'Demander' }).click();
	const dialog = amina.getByRole('dialog', { name: 'Demander à quelqu’un' });
	await dialog.getByRole('button', { name: 'Envoyer la demande' }).click();
	await expect(dialog.getByLabel('Votre demande')).toHaveAttribute('aria-invalid', 'true');
	const lines = dialog.getByLabel('Collègue ou structure').last();
	await lines.selectOption({
		label: (await lines.locator('option', { hasText: 'Léa' }).innerText()).trim()
	});
	await dialog.getByLabel('Votre demande').fill(question);
	await dialog.getByRole('button', { name: 'Envoyer la demande' }).click();
	await expect(dialog).toBeHidden();

	// What others asked of her meanwhile waits there too.
	const item = lea.getByRole('listitem').filter({ hasText: question });
	await item.getByRole('link', { name: 'Amina vous demande quelque chose' }).click();
	await expect(lea.getByText(question).last()).toBeVisible();
	const row = panel.getByRole('listitem').filter({ hasText: question });
	await expect(row).toContainText('Vue');
	await lea.getByRole('button', { name: 'Je prends' }).click();
	await expect(row).toContainText('Prise en charge par Léa');
	await lea.getByLabel('Votre réponse').fill('Oui, le lundi 30.');
	await lea.getByRole('button', { name: 'Répondre' }).click();
	await expect(row).toContainText('Oui, le lundi 30.');
	await row.getByRole('button', { name: /^Clore la demande/ }).click();
	await expect(row).toContainText('Close');
	await row.getByRole('button', { name: 'Rouvrir' }).click();
	// Seen at once when the other's page shows it.
	await expect(row).toContainText(/Demandée|Vue/);
});

test('[J191] a guest answers one question by the link, which then shows nothing', async ({
	pageOf,
	visitor
}) => {
	const [amina, guest] = [await pageOf('amina'), await visitor({ viewport: PHONE })];
	const question = 'Une place est-elle libre en décembre ?';
	await openCase(amina, REFERENCE);
	const panel = requestsOf(amina);
	await panel.getByRole('button', { name: 'Demander' }).click();
	const dialog = amina.getByRole('dialog', { name: 'Demander à quelqu’un' });
	await dialog.getByLabel('Partenaire sans compte').check();
	await dialog.getByLabel('Adresse électronique').fill('accueil@essais.example');
	await dialog.getByLabel(/^La question/).fill(question);
	await dialog.getByRole('button', { name: 'Envoyer le lien' }).click();
	await expect(dialog).toBeHidden();

	const mail = await (await amina.request.get('/demo/mail')).text();
	const link = /\/reponse\/[\w-]{43}/.exec(mail)?.[0] ?? '';
	const opened = await guest.goto(link);
	expect(opened?.headers()).toMatchObject({
		// Not `no-referrer`: with it a form without scripts does not say where it comes from, and is refused.
		'referrer-policy': 'same-origin',
		'x-robots-tag': 'noindex, nofollow, noarchive'
	});
	await expect(guest.getByText(question)).toBeVisible();
	expect(await guest.content()).not.toMatch(/Samira|VT-018|Derouiche/);
	await guest.getByLabel('Votre réponse').fill('Oui, deux places.');
	await guest.getByRole('button', { name: 'Envoyer la réponse' }).click();
	await expect(guest.getByRole('heading', { name: 'Ce lien ne sert pas' })).toBeVisible();
	// The language of the page, and nothing of a session.
	const cookies = await guest.context().cookies();
	expect(cookies.filter(({ name }) => name !== 'PARAGLIDE_LOCALE')).toEqual([]);
	await guest.goto(link);
	await expect(guest.getByRole('heading', { name: 'Ce lien ne sert pas' })).toBeVisible();
	await expect(guest.getByText(question)).toBeHidden();
	await expect(panel.getByRole('listitem').filter({ hasText: question })).toContainText(
		'Oui, deux places.'
	);
});

const PHONE = { width: 390, height: 844 };

function requestsOf(page: Page) {
	return page.getByRole('region', { name: 'Demandes' });
}
