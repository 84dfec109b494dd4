/** These stop and kill the server: they run on an application of their own. */
import type { Page } from '@playwright/test';
import { removeFolder, startApplication, type Application } from './support/application';
import { saved } from './support/board-page';
import { caretAfter, openCase } from './support/case-page';
import { signIn } from './support/sign-in';
import { expect, test } from './support/test';
import type { Person } from './support/people';

test.use({ expectedMessages: [/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/] });

let application: Application;
test.beforeAll(async () => {
	application = await startApplication();
});
test.afterAll(async () => {
	await application.stop();
	removeFolder(application.folder);
});

test('[J50] while the server cannot store, nothing is called saved; once it can, all is there', async ({
	visitor
}) => {
	test.setTimeout(90_000);
	const amina = await visitorAs('amina', visitor);
	const note = await openCase(amina, 'VT-018');
	await expect(saved(amina)).toBeVisible();

	application.freezeDatabase();
	try {
		await caretAfter(amina, note, 'Trois ans d’aide à domicile');
		await amina.keyboard.type(' Pas encore gardé.');
		await expect(saved(amina)).toHaveCount(0);
		await expect(amina.getByText('Réseau lent, enregistrement en cours').first()).toBeVisible({
			timeout: 20_000
		});
		await expect(saved(amina)).toHaveCount(0);
	} finally {
		application.thawDatabase();
	}
	await expect(saved(amina)).toBeVisible({ timeout: 30_000 });
	await amina.reload();
	await expect(note).toContainText('Pas encore gardé.');
});

test('[J51] after a kill -9 while two people type, every edit shown as saved is there', async ({
	visitor
}) => {
	test.setTimeout(120_000);
	const [amina, lea] = [await visitorAs('amina', visitor), await visitorAs('lea', visitor)];
	const [hers, leas] = await Promise.all([openCase(amina, 'VT-018'), openCase(lea, 'VT-018')]);
	await caretAfter(amina, hers, 'niveau A2 au test');
	await caretAfter(lea, leas, 'Crèche à vocation d’insertion');
	const typing = Promise.all([
		amina.keyboard.type(' Premier texte d’Amina.', { delay: 10 }),
		lea.keyboard.type(' Premier texte de Léa.', { delay: 10 })
	]);
	await typing;
	await Promise.all([expect(saved(amina)).toBeVisible(), expect(saved(lea)).toBeVisible()]);
	const stillTyping = Promise.all([
		amina.keyboard.type(' Second texte d’Amina, sans attendre.', { delay: 20 }),
		lea.keyboard.type(' Second texte de Léa, sans attendre.', { delay: 20 })
	]);
	await application.kill();
	await stillTyping;
	await expect(saved(amina)).toHaveCount(0);

	// The browsers are closed without coming back: only what the server stored can be found.
	await Promise.all([amina.context().close(), lea.context().close()]);
	application = await startApplication({
		folder: application.folder,
		port: Number(new URL(application.url).port)
	});
	const reader = await visitorAs('amina', visitor);
	const note = await openCase(reader, 'VT-018');
	await expect(note).toContainText('Premier texte d’Amina.');
	await expect(note).toContainText('Premier texte de Léa.');
});

test('[J52] a server that comes back finds what was typed while it was away', async ({
	visitor
}) => {
	test.setTimeout(120_000);
	const lea = await visitorAs('lea', visitor);
	const note = await openCase(lea, 'VT-018');
	await expect(saved(lea)).toBeVisible();
	await application.kill();
	await caretAfter(lea, note, 'Si la garde est réglée');
	await lea.keyboard.type(' Tapé sans serveur.');
	await expect(lea.getByText(/^Hors ligne, /).first()).toBeVisible({ timeout: 20_000 });

	application = await startApplication({
		folder: application.folder,
		port: Number(new URL(application.url).port)
	});
	await expect(saved(lea)).toBeVisible({ timeout: 40_000 });
	await lea.reload();
	await expect(note).toContainText('Tapé sans serveur.');
});

async function visitorAs(
	person: Person,
	visitor: (options: { baseURL: string }) => Promise<Page>
): Promise<Page> {
	const page = await visitor({ baseURL: application.url });
	await signIn(page, person);
	return page;
}
