import { request, type Locator, type Page } from '@playwright/test';
import { addDays, localMoment } from '../../src/lib/domain/agenda-calendar';
import { saved } from './support/board-page';
import { URL_VARIABLE } from './support/people';
import { expect, test } from './support/test';

const MEETINGS = '/q/les-tilleuls/reunions';
const TODAY = localMoment(new Date()).date;
/** The national holiday of July, at least two weeks from now. */
const HOLIDAY = [0, 1]
	.map((years) => `${String(Number(TODAY.slice(0, 4)) + years)}-07-14`)
	.find((date) => date > addDays(TODAY, 14)) as string;

test('[J34] a series leaves public holidays out, and changes from one of its dates on', async ({
	pageOf
}) => {
	const page = await pageOf('nathalie');
	await page.goto(MEETINGS);
	// A click before the scripts have arrived opens nothing.
	await expect(async () => {
		await page.getByRole('button', { name: 'Planifier une série' }).click();
		await expect(page.getByLabel('Type de réunion')).toBeVisible({ timeout: 1000 });
	}).toPass();
	await page.getByLabel('Type de réunion').selectOption('Point hebdomadaire');
	await page.getByLabel('Première date').fill(addDays(HOLIDAY, -7));
	await page.getByLabel('Dates proposées').fill('3');
	const dates = page.getByRole('group', { name: 'Dates à planifier' });
	await expect(dates.getByText(/férié \(fête nationale\), pas de réunion/)).toBeVisible();
	await expect(dates.getByRole('checkbox')).toHaveCount(2);
	await page.getByRole('button', { name: 'Enregistrer la série' }).click();
	await expect(page.getByText('Série enregistrée').first()).toBeVisible();
	await expect(page.getByText('Chaque semaine', { exact: false })).toBeVisible();

	await row(page, addDays(HOLIDAY, -7)).getByRole('link').click();
	await page.waitForURL(/-point\/preparer$/);
	await expect(saved(page)).toBeVisible();
	await page.getByRole('button', { name: 'Modifier', exact: true }).click();
	await page.getByLabel('Cette réunion et les suivantes de la série').check();
	await page.getByLabel('Date', { exact: true }).fill(addDays(HOLIDAY, -8));
	await page.getByLabel('Lieu').fill('Mairie, salle 4');
	await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await page.waitForURL(new RegExp(`${addDays(HOLIDAY, -8)}-point/preparer$`));

	await page.goto(MEETINGS);
	for (const day of [addDays(HOLIDAY, -8), addDays(HOLIDAY, 6)])
		await expect(row(page, day)).toContainText('Mairie, salle 4');
});

test('[J35] a date is cancelled for everybody, and the cancellation taken back', async ({
	pageOf
}) => {
	const [nathalie, lea] = [await pageOf('nathalie'), await pageOf('lea')];
	const day = addDays(TODAY, 50);
	await plan(nathalie, { day, type: 'Comité de pilotage' });
	await nathalie.goto(MEETINGS);
	await row(nathalie, day)
		.getByRole('button', { name: /^Annuler cette date/ })
		.click();
	await expect(row(nathalie, day)).toContainText('Annulée');
	await lea.goto(MEETINGS);
	await expect(row(lea, day)).toContainText('Annulée');
	await expect(row(lea, day).getByRole('button')).toHaveCount(0);

	await nathalie.getByRole('button', { name: 'Annuler', exact: true }).click();
	await expect(row(nathalie, day)).not.toContainText('Annulée');
	await lea.reload();
	await expect(row(lea, day).getByRole('button', { name: /^Répondre/ })).toBeVisible();
});

test('[J36] who is excused is missing on the agenda that others prepare, at once', async ({
	pageOf
}) => {
	const [nathalie, lea] = [await pageOf('nathalie'), await pageOf('lea')];
	await nathalie.goto(MEETINGS);
	await nathalie
		.getByRole('link', { name: /^Préparer la réunion/ })
		.first()
		.click();
	await expect(saved(nathalie)).toBeVisible();
	await lea.goto(MEETINGS);
	await answer(lea, 'Absence excusée', 'En formation ce jour-là');
	await expect(nathalie.getByText('Absence\u00a0: Léa').first()).toBeVisible();
	await nathalie.getByRole('button', { name: /1 absence/ }).click();
	await expect(nathalie.getByText('En formation ce jour-là')).toBeVisible();

	await answer(lea, 'En salle');
	await expect(nathalie.getByText('En formation ce jour-là')).toHaveCount(0);
	await expect(nathalie.getByRole('dialog')).toContainText('1 en salle');
});

test('[J37] a calendar opens by its secret address without a session, until it is renewed or removed', async ({
	pageOf
}) => {
	const page = await pageOf('lea');
	await page.goto(MEETINGS);
	const visitor = await request.newContext({ baseURL: process.env[URL_VARIABLE] ?? '' });
	const read = async (address: string): Promise<[number, string]> => {
		const answered = await visitor.get(new URL(address).pathname);
		return [answered.status(), await answered.text()];
	};
	const address = async (): Promise<string> => page.getByLabel('Adresse de l’agenda').inputValue();

	await expect(async () => {
		await page.getByRole('button', { name: 'Créer une adresse' }).click({ timeout: 1000 });
		await expect(page.getByLabel('Adresse de l’agenda')).toBeVisible({ timeout: 2000 });
	}).toPass();
	const first = await address();
	const [status, text] = await read(first);
	expect(status).toBe(200);
	expect(text).toContain('SUMMARY:Groupe opérationnel – Les Tilleuls');
	expect(text).not.toMatch(/VT-|Nathalie|Léa|Samira|ATTENDEE|ORGANIZER/);

	await page.getByRole('button', { name: 'Créer une nouvelle adresse' }).click();
	await expect.poll(address).not.toBe(first);
	const second = await address();
	expect((await read(second))[0]).toBe(200);
	await page.getByRole('button', { name: 'Supprimer l’adresse' }).click();
	await expect(page.getByRole('button', { name: 'Créer une adresse' })).toBeVisible();
	const unknown = await read(`${new URL(first).origin}/agenda/${'a'.repeat(43)}.ics`);
	expect(unknown[0]).toBe(404);
	expect(await read(first)).toEqual(unknown);
	expect(await read(second)).toEqual(unknown);
	await visitor.dispose();
});

test('[J38] one meeting goes into a calendar as a file', async ({ pageOf }) => {
	const page = await pageOf('lea');
	await page.goto(MEETINGS);
	const href = await page.getByRole('link', { name: /fichier \.ics$/ }).getAttribute('href');
	const file = await page.request.get(href ?? '');
	expect(file.headers()['content-type']).toContain('text/calendar');
	expect((await file.text()).match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(1);
});

test('[J39] on a phone, meetings and answers stay within the screen', async ({ pageOf }) => {
	const page = await pageOf('lea', { viewport: { width: 360, height: 740 } });
	await page.goto(MEETINGS);
	const overflow = (): Promise<number> =>
		page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(await overflow()).toBe(0);
	await openAnswer(page);
	await page.getByLabel('Absence excusée').check();
	await expect(page.getByLabel('Un mot pour le groupe')).toBeInViewport();
	expect(await overflow()).toBe(0);
});

async function plan(page: Page, { day, type }: { day: string; type: string }): Promise<void> {
	await page.goto(MEETINGS);
	await page.getByRole('button', { name: 'Planifier une réunion' }).click();
	await page.getByLabel('Type de réunion').selectOption(type);
	await page.getByLabel('Date', { exact: true }).fill(day);
	await page.getByRole('button', { name: 'Planifier', exact: true }).click();
	await page.waitForURL(/\/preparer$/);
}

/** Opens the form in which one answers to the next meeting: a click before the scripts have arrived opens nothing. */
async function openAnswer(page: Page): Promise<void> {
	const dialog = page.getByRole('dialog');
	const button = page.getByRole('button', { name: /pour la réunion du/ }).first();
	await expect(async () => {
		if (!(await dialog.isVisible())) await button.click({ timeout: 1000 });
		await expect(dialog).toBeVisible({ timeout: 1000 });
	}).toPass();
}

/** Answers to the next meeting. */
async function answer(page: Page, choice: string, word?: string): Promise<void> {
	await openAnswer(page);
	await page.getByLabel(choice).check();
	if (word) await page.getByLabel('Un mot pour le groupe').fill(word);
	await page.getByRole('dialog').getByRole('button', { name: 'Répondre', exact: true }).click();
	await expect(page.getByText('Réponse enregistrée').first()).toBeVisible();
}

/** The line of a meeting in the list, by its day. */
function row(page: Page, day: string): Locator {
	return page.getByRole('listitem').filter({
		has: page.locator(`a[href*="/reunions/${day}"]`)
	});
}
